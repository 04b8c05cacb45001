"""Invitation, reminder, change: neutral, through the outbox, withdrawn by key."""

from datetime import time

import pytest

from aftercare.notifications import letters
from aftercare.notifications.models import Message
from tests.personas import person
from tests.trajectories.appointments.conftest import DAY, HOUR, NOW
from trajectories.appointments import actions as appointments
from trajectories.appointments.actions import Guest
from trajectories.appointments.models import Appointment


def messages(state="due", **of) -> list[tuple[str, str]]:
    found = Message.objects.filter(state=state, **of).order_by("due_at", "kind")
    return [(one.kind.removeprefix("appointment_"), f"{one.due_at:%d %H:%M}") for one in found]


def test_the_client_is_invited_at_once_and_reminded_the_day_before(plan):
    plan(48)
    assert messages() == [("planned", "12 09:00"), ("reminder", "13 09:00")]
    assert [one.expires_at for one in Message.objects.order_by("due_at")] == [NOW + 2 * DAY, NOW + 2 * DAY - HOUR]


def test_no_reminder_of_what_is_within_a_day_and_nothing_of_what_is_past(plan):
    plan(20)
    assert messages() == [("planned", "12 09:00")]
    plan(-2)
    plan(72, tell=False)
    assert len(messages()) == 1


@pytest.mark.parametrize("fields", [{"email": None}, {"is_active": False}])
def test_nobody_is_mailed_in_vain(plan, trajectory, fields):
    for name, value in fields.items():
        setattr(trajectory.client.user, name, value)
    plan(48)
    assert messages() == []


def test_a_row_is_announced_once_and_reminded_of_each_time(trajectory, counsellor):
    moments = [NOW + days * DAY for days in (7, 14, 21)]
    rhythm = {"every_weeks": 1, "wall_time": time(10), "zone": "Europe/Amsterdam"}
    appointments.plan_row(trajectory=trajectory, by=counsellor, with_user=counsellor, moments=moments, **rhythm)
    assert [kind for kind, _at in messages()] == ["planned", "reminder", "reminder", "reminder"]


def test_a_move_withdraws_what_waited_and_follows_the_new_moment(plan, counsellor):
    coming = plan(48)
    appointments.change(appointment=coming, revision=1, by=counsellor, starts_at=NOW + 4 * DAY)
    assert messages("withdrawn") == [("planned", "12 09:00"), ("reminder", "13 09:00")]
    assert messages() == [("changed", "12 09:00"), ("reminder", "15 09:00")]


def test_whoever_agreed_on_it_together_gets_no_message_but_is_reminded(plan, counsellor, relative):
    coming = plan(48, guests=[Guest("Lot", "partner", "LOT@test.example")])
    appointments.change(appointment=coming, revision=1, by=counsellor, starts_at=NOW + 4 * DAY, told="together")
    assert messages(recipient=coming.trajectory.client.user) == [("reminder", "15 09:00")]
    assert messages(recipient=relative) == [("changed", "12 09:00"), ("reminder", "15 09:00")]


def test_a_cancelled_appointment_withdraws_its_messages_and_says_that_it_changed(plan, counsellor):
    appointments.record(appointment=plan(48), by=counsellor, state=Appointment.State.CANCELLED)
    assert messages() == [("changed", "12 09:00")]


def test_guests_with_aftercare_here_hear_of_it_too(plan, relative, other_organisation):
    person("Bo Rietveld", "bo@test.example")
    guests = [Guest("Lot", "partner", "lot@test.example"), Guest("Bo", "zus", "bo@test.example"), Guest("Oma")]
    coming = plan(48, guests=guests)
    assert [guest.user for guest in coming.guests.all()] == [None, relative, None]
    assert messages(recipient=relative) == [("planned", "12 09:00"), ("reminder", "13 09:00")]
    assert Message.objects.count() == 4


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_letter_tells_what_it_is_about(plan, trajectory, counsellor, language):
    trajectory.client.user.language = language
    trajectory.client.user.save()
    coming = plan(48, place="Kadehuis kamer 2")
    appointments.change(appointment=coming, revision=1, by=counsellor, starts_at=NOW + 4 * DAY)
    for message in Message.objects.select_related("recipient"):
        letter = letters.write(message)
        text = f"{letter.subject} {letter.body}".lower()
        assert "/me/appointments/" in text
        for word in ("kade", "noor", "ilse", "conversation", "gesprek", "afspraak bij", "care", "nazorg", "10:00"):
            assert word not in text.replace("/me/appointments/", "")
