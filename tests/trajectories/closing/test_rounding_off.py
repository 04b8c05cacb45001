"""Writing or skipping the summary, and closing."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.notifications.models import Message
from tests.trajectories.closing.conftest import DAY, END, NOW, TODAY, WEEK
from trajectories.agreements import actions as agreements
from trajectories.appointments import actions as appointments
from trajectories.closing import actions as closing
from trajectories.closing.access import is_near, rounding
from trajectories.closing.models import ClosingWords
from trajectories.dossier.models import Trajectory


def words(trajectory, side) -> ClosingWords:
    return trajectory.closing_words.get(side=side)


def test_both_write_what_they_take_along(both_wrote, trajectory, client_user):
    of_client = words(trajectory, "client")
    assert (of_client.summary, of_client.helped, of_client.written_by) == ("Ik fiets weer.", "De brug.", client_user)
    assert rounding(trajectory, on=TODAY).is_complete
    assert AccessEntry.objects.filter(segment="closing", event=Event.CHANGE).count() == 2


def test_words_are_changed_by_who_saw_them(both_wrote, trajectory, counsellor, colleague):
    closing.write(trajectory=trajectory, by=counsellor, side="team", summary="Beter.", revision=1)
    with pytest.raises(Stale):
        closing.write(trajectory=trajectory, by=colleague, side="team", summary="Anders.", revision=1)
    assert (words(trajectory, "team").summary, words(trajectory, "team").revision) == ("Beter.", 2)


def test_saying_nothing_needs_a_reason(trajectory, client_user):
    with pytest.raises(Refused, match="Write something"):
        closing.write(trajectory=trajectory, by=client_user, side="client")
    closing.skip(trajectory=trajectory, by=client_user, side="client", because="Liever niet.")
    assert words(trajectory, "client").skipped_because == "Liever niet."
    closing.write(trajectory=trajectory, by=client_user, side="client", watch_for="Vrijdagen.", revision=1)
    assert (words(trajectory, "client").skipped_because, words(trajectory, "client").watch_for) == ("", "Vrijdagen.")


def test_it_closes_once_both_wrote(trajectory, counsellor, client_user):
    closing.write(trajectory=trajectory, by=client_user, side="client", summary="Ik fiets weer.")
    with pytest.raises(TransitionRefused, match="First both write"):
        closing.close(trajectory=trajectory, by=counsellor, because="Noor verhuist.")
    closing.skip(trajectory=trajectory, by=counsellor, side="team", because="Samen besproken.")
    closing.close(trajectory=trajectory, by=counsellor, because="Noor verhuist.")
    stored = Trajectory.objects.get(pk=trajectory.pk)
    assert (stored.status, stored.closed_because, stored.closed_at) == ("closed", "Noor verhuist.", NOW)


def test_without_an_agreement_it_says_why(both_wrote, trajectory, counsellor):
    with pytest.raises(Refused, match="Say why"):
        closing.close(trajectory=trajectory, by=counsellor)
    assert Trajectory.objects.get(pk=trajectory.pk).status == "running"


def test_an_agreed_end_needs_no_other_reason(both_wrote, trajectory, counsellor, client_user):
    asked = agreements.propose(trajectory=trajectory, by=counsellor, kind="close", ends_on=TODAY + WEEK)
    agreements.accept(agreement=asked, by=client_user)
    closing.close(trajectory=trajectory, by=counsellor)
    assert Trajectory.objects.get(pk=trajectory.pk).closed_because == ""


def test_an_end_that_has_come_is_agreed(both_wrote, trajectory, counsellor, clock):
    assert not rounding(trajectory, on=END - DAY).agreed
    clock.shift(END - TODAY)
    closing.close(trajectory=trajectory, by=counsellor)
    assert Trajectory.objects.get(pk=trajectory.pk).status == "closed"


def test_closing_ends_what_was_open(both_wrote, trajectory, counsellor, client_user):
    agreements.propose(trajectory=trajectory, by=client_user, kind="extend", ends_on=END + WEEK)
    closing.close(trajectory=trajectory, by=counsellor, because="Noor verhuist.")
    assert not trajectory.agreements.open().exists()
    assert not trajectory.reviews.open().exists()
    with pytest.raises(TransitionRefused, match="is closed"):
        closing.close(trajectory=trajectory, by=counsellor, because="Nog eens.")


def test_what_was_planned_is_called_off_and_the_client_hears_it(both_wrote, trajectory, counsellor, desk, client_user):
    planned = appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=NOW + 3 * DAY)
    assert "1 appointment is still planned" in desk.get(reverse("closing:of_client", args=[trajectory.pk])).text
    closing.close(trajectory=trajectory, by=counsellor, because="Noor verhuist.")
    planned.refresh_from_db()
    assert planned.state == "cancelled"
    assert [one.kind for one in Message.objects.filter(state="due", recipient=client_user)] == ["appointment_changed"]


def test_after_closing_only_a_client_who_wrote_nothing_still_writes(closed, counsellor, client_user):
    for by, side in ((counsellor, "team"), (client_user, "client")):
        with pytest.raises(TransitionRefused, match="stays as it is"):
            closing.write(trajectory=closed, by=by, side=side, summary="Anders.", revision=1)


def test_a_client_for_whom_nothing_was_written_can_write_later(trajectory, client_user, counsellor):
    for side in ("client", "team"):
        closing.skip(trajectory=trajectory, by=counsellor, side=side, because="Niet bereikt.")
    closing.close(trajectory=trajectory, by=counsellor, because="Niet bereikt.")
    closing.write(trajectory=trajectory, by=client_user, side="client", summary="Toch dit.", revision=1)
    assert words(trajectory, "client").summary == "Toch dit."


@pytest.mark.parametrize(("on", "near"), [(END - 15 * DAY, False), (END - 14 * DAY, True), (END + DAY, True)])
def test_the_client_is_asked_in_the_last_two_weeks(trajectory, on, near):
    assert is_near(trajectory, on=on) is near


def test_nobody_is_asked_after_closing(closed):
    assert is_near(Trajectory.objects.get(pk=closed.pk), on=END) is False


@pytest.mark.parametrize("wrong", [{"skipped_because": "Toch niet."}, {"summary": "", "helped": ""}])
def test_the_database_keeps_words_or_a_reason(both_wrote, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosingWords.objects.filter(side="client").update(**wrong)


@pytest.mark.parametrize(
    ("persona", "seen"), [("client_user", 2), ("counsellor", 2), ("other_client", 0), ("outsider", 0), ("partner", 0)]
)
def test_the_database_shows_them_to_the_organisation_and_the_person_only(request, both_wrote, persona, seen):
    user = request.getfixturevalue(persona)
    scope.enter(user=user.pk)
    assert ClosingWords.objects.count() == seen
