"""A trajectory from before the portal keeps its own dates."""

from datetime import timedelta

from django.utils import timezone

from tests.personas import person
from trajectories.dossier import access, actions
from trajectories.dossier.models import Look, Status


def test_registering_and_closing_in_the_past_keep_their_moments(organisation, counsellor):
    opened = timezone.now() - timedelta(days=200)
    trajectory = actions.register(
        organisation=organisation,
        user=person("Wout Brinkman"),
        by=counsellor,
        starts_on=opened.date(),
        ends_on=opened.date() + timedelta(days=90),
        at=opened,
    )
    actions.close(trajectory=trajectory, by=counsellor, at=opened + timedelta(days=90))
    trajectory.refresh_from_db()
    assert trajectory.status == Status.CLOSED
    assert (trajectory.opened_at, trajectory.closed_at) == (opened, opened + timedelta(days=90))
    assert trajectory.client.registered_at == opened


def test_an_invitation_from_the_past_is_older_than_one_of_today(trajectory, counsellor):
    then = timezone.now() - timedelta(days=30)
    assert actions.invite(trajectory=trajectory, by=counsellor, at=then).invited_at == then


def test_a_look_of_last_week_makes_the_days_since_new(trajectory, counsellor):
    week_ago = timezone.now() - timedelta(days=7)
    access.look(by=counsellor, trajectory=trajectory, at=week_ago)
    assert Look.objects.get().at == week_ago
    access.look(by=counsellor, trajectory=trajectory)
    assert Look.objects.get().at > week_ago
