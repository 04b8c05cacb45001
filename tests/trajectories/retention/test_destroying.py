"""Destroying: everything that is kept of one person goes, and nothing of anybody else."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts.forgetting import NOBODY
from aftercare.accounts.models import Membership
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry
from aftercare.core import scope
from tests.personas import person
from trajectories.closing import reopening
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Client, Trajectory
from trajectories.messages import actions as messages
from trajectories.retention import actions, tasks
from trajectories.retention.access import YEARS
from trajectories.triggers import actions as triggers

LONG = timedelta(days=366 * YEARS)
STAYS = {"audit_accessentry"}


@pytest.fixture
def granted(closed, client_user, counsellor):
    actions.ask(trajectory=closed, by=client_user)
    return actions.grant(trajectory=closed, by=counsellor)


@pytest.fixture
def sweep(django_capture_on_commit_callbacks):
    def run():
        with django_capture_on_commit_callbacks(execute=True):
            tasks.sweep()
        scope.enter(system=True)

    return run


def mentioning(*ids) -> set[str]:
    """Tables with a row that holds one of these ids in whichever column."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            for field in model._meta.local_concrete_fields:
                if field.get_internal_type() == "UUIDField" or field.is_relation:
                    cursor.execute(
                        f"SELECT EXISTS (SELECT FROM {model._meta.db_table} WHERE {field.column}::text = ANY (%s))",
                        [[str(one) for one in ids]],
                    )
                    found |= {model._meta.db_table} if cursor.fetchone()[0] else set()
    return found


def test_two_weeks_after_it_was_granted_nothing_mentions_the_client_any_more(
    granted, closed, client_user, clock, sweep
):
    held = mentioning(closed.pk, closed.client_id)
    assert len(held) > 8
    sweep()
    assert mentioning(closed.pk, closed.client_id) == held
    clock.shift(actions.REFLECTION)
    sweep()
    assert mentioning(closed.pk, closed.client_id) <= STAYS
    assert mentioning(client_user.pk) == {"accounts_user", "audit_accessentry"}


def test_everything_of_a_full_dossier_goes(world, client_user, counsellor, clock, sweep):
    """Of everything there is a row: what a new feature keeps is looked at as well."""
    client = Client.objects.get(user=client_user)
    theirs = list(Trajectory.objects.filter(client=client).values_list("pk", flat=True))
    Trajectory.objects.filter(client=client).update(
        status="closed", closed_at=timezone.now() - LONG, closed_by=counsellor
    )
    assert len(mentioning(*theirs, client.pk)) > 30
    clock.shift(LONG)
    sweep()
    assert mentioning(*theirs, client.pk) <= STAYS


def test_the_account_is_forgotten_and_the_access_log_stays(granted, client_user, clock, sweep, browser_of):
    browser = browser_of(client_user)
    assert browser.get(reverse("retention:mine")).status_code == 200
    clock.shift(actions.REFLECTION)
    sweep()
    client_user.refresh_from_db()
    assert (client_user.name, client_user.email, client_user.phone, client_user.called) == (NOBODY, None, "", "")
    assert not client_user.is_active
    assert not client_user.has_usable_password()
    assert browser.get(reverse("retention:mine")).status_code == 302
    last = AccessEntry.objects.filter(client=client_user, segment="destruction").latest("at")
    assert (last.user, last.role) == (None, "system")


def test_who_is_known_elsewhere_keeps_the_account(granted, client_user, other_organisation, outsider, clock, sweep):
    elsewhere = dossier.register(
        organisation=other_organisation,
        user=client_user,
        by=outsider,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=90),
        treatment="clinic",
        treatment_place="",
        reasons=[],
        learned="",
    )
    clock.shift(actions.REFLECTION)
    sweep()
    client_user.refresh_from_db()
    assert client_user.name == "Noor Velthuizen"
    assert client_user.is_active
    assert list(Trajectory.objects.filter(client__user=client_user)) == [elsewhere]


def test_nothing_goes_of_whom_it_was_taken_back(granted, closed, client_user, clock, sweep):
    actions.take_back(trajectory=closed, by=client_user)
    clock.shift(actions.REFLECTION)
    sweep()
    assert Trajectory.objects.filter(pk=closed.pk).exists()


def test_nothing_goes_while_aftercare_runs_again(granted, closed, counsellor, clock, sweep):
    reopening.reopen(trajectory=closed, by=counsellor)
    clock.shift(actions.REFLECTION)
    sweep()
    assert Trajectory.objects.filter(pk=closed.pk).exists()


def test_after_twenty_years_without_a_change_it_goes_by_itself(closed, clock, sweep):
    clock.shift(timedelta(days=365 * YEARS))
    sweep()
    assert Trajectory.objects.filter(pk=closed.pk).exists()
    clock.shift(timedelta(days=10))
    sweep()
    assert not Client.objects.filter(pk=closed.client_id).exists()


def test_a_later_change_keeps_it_longer(closed, counsellor, clock, sweep):
    clock.shift(timedelta(days=400))
    closed.refresh_from_db()
    dossier.correct(trajectory=closed, by=counsellor, revision=closed.revision, learned="Iets anders.")
    clock.shift(timedelta(days=365 * YEARS))
    sweep()
    assert Trajectory.objects.filter(pk=closed.pk).exists()


def test_others_lose_nothing(granted, closed, counsellor, organisation, clock, sweep):
    someone = dossier.register(
        organisation=organisation,
        user=person("Teun Zandstra", "teun@test.example"),
        by=counsellor,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=90),
        treatment="clinic",
        treatment_place="",
        reasons=[],
        learned="",
    )
    triggers.log(trajectory=someone, by=someone.client.user, strength=4)
    messages.send(trajectory=someone, by=counsellor, text="Hoe gaat het?")
    before = mentioning(someone.pk, someone.client_id, someone.client.user_id)
    clock.shift(actions.REFLECTION)
    sweep()
    assert mentioning(someone.pk, someone.client_id, someone.client.user_id) == before


def test_yesterdays_backup_destroys_them_again(granted, closed, clock):
    """What was granted two weeks before is in the backup, so the clock's work after a restore does it once more."""
    clock.shift(actions.REFLECTION + timedelta(hours=1))
    call_command("after_restore")
    scope.enter(system=True)
    assert not Client.objects.filter(pk=closed.client_id).exists()


def test_a_member_of_staff_who_was_a_client_keeps_the_account(granted, client_user, organisation, clock, sweep):
    Membership.objects.create(user=client_user, role=Role.PEER_WORKER, organisation=organisation)
    clock.shift(actions.REFLECTION)
    sweep()
    client_user.refresh_from_db()
    assert client_user.is_active
