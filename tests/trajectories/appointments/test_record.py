"""How it went, and when the next one is: always asked, never forgotten."""

from datetime import UTC, date, datetime, time

import pytest

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Stale, TransitionRefused
from tests.trajectories.appointments.conftest import DAY, HOUR, NOW
from tests.trajectories.appointments.test_plan import summary_of
from trajectories.appointments import actions as appointments
from trajectories.appointments.actions import Guest
from trajectories.appointments.models import Appointment

State = Appointment.State
NEXT = {"next": "plan", "next_day": "2026-03-19", "next_time": "07:00", "revision": "1"}


@pytest.mark.parametrize(("state", "is_contact"), [(State.HELD, True), (State.MISSED, False)])
def test_a_recorded_appointment_makes_way_for_the_next(trajectory, counsellor, plan, state, is_contact):
    past, coming = plan(-2), plan(24)
    assert summary_of(trajectory) == (past.starts_at, None)
    appointments.record(appointment=past, by=counsellor, state=state, note="Over de groep gesproken.")
    assert summary_of(trajectory) == (coming.starts_at, past.starts_at if is_contact else None)
    assert (past.state, past.notes.get().text, past.recorded_by) == (state, "Over de groep gesproken.", counsellor)
    assert AccessEntry.objects.filter(event=Event.CHANGE, object_id=past.pk).count() == 2


def test_a_cancelled_appointment_is_next_no_more(trajectory, counsellor, plan):
    appointments.record(appointment=plan(24), by=counsellor, state=State.CANCELLED)
    assert summary_of(trajectory) == (None, None)


def test_a_record_can_be_corrected(trajectory, counsellor, plan):
    past = plan(-2)
    appointments.record(appointment=past, by=counsellor, state=State.HELD)
    appointments.record(appointment=past, by=counsellor, state=State.MISSED)
    assert summary_of(trajectory) == (None, None)


@pytest.mark.parametrize("state", [State.HELD, State.MISSED])
def test_what_has_not_started_did_not_take_place(counsellor, plan, state):
    coming = plan(24)
    with pytest.raises(TransitionRefused):
        appointments.record(appointment=coming, by=counsellor, state=state)
    coming.refresh_from_db()
    assert coming.state == State.PLANNED


def test_a_recorded_appointment_never_becomes_planned_again(counsellor, plan):
    past = plan(-2)
    appointments.record(appointment=past, by=counsellor, state=State.HELD)
    with pytest.raises(TransitionRefused):
        appointments.record(appointment=past, by=counsellor, state=State.PLANNED)


def test_of_two_who_record_at_once_the_second_hears_of_the_first(counsellor, colleague, plan):
    past = plan(-2)
    seen_by_colleague = Appointment.objects.get(pk=past.pk)
    appointments.record(appointment=past, by=counsellor, state=State.HELD, revision=1)
    with pytest.raises(Stale):
        appointments.record(appointment=seen_by_colleague, by=colleague, state=State.MISSED, revision=1)


@pytest.mark.parametrize("state", [State.HELD, State.MISSED, State.CANCELLED])
def test_how_it_went_is_recorded_with_a_note_and_the_next_date(desk, url, plan, trajectory, counsellor, state):
    past = plan(-3, place="Kadezaal", guests=[Guest("Lot", "partner")])
    assert desk.get(url("record", past.pk)).status_code == 200
    answers = {"state": state, "text": "Over de groep.", "sign": "", **NEXT}
    page = desk.post(url("record", past.pk), answers)
    assert page.headers["Location"] == trajectory.get_absolute_url()
    past.refresh_from_db()
    assert (past.state, past.notes.signed().get().text, past.recorded_by) == (state, "Over de groep.", counsellor)
    following = trajectory.appointments.planned().get()
    assert following.starts_at == NOW + 7 * DAY - 3 * HOUR
    assert (following.place, following.with_user, following.kind) == ("Kadezaal", counsellor, past.kind)
    assert [str(guest) for guest in following.guests.all()] == ["Lot (partner)"]


def test_the_next_date_is_proposed(desk, url, plan):
    form = desk.get(url("record", plan(-3).pk)).context["form"]
    assert [form[name].value() for name in ("next", "next_day", "next_time")] == [
        "plan",
        date(2026, 3, 26),
        time(7),
    ]


def test_there_may_be_no_next_one_for_a_reason(desk, url, plan, trajectory):
    past = plan(-3)
    answers = {"state": "held", "next": "none", "revision": "1"}
    page = desk.post(url("record", past.pk), answers)
    assert list(page.context["form"].errors) == ["no_next"]
    desk.post(url("record", past.pk), answers | {"no_next": "Het traject is bijna klaar."})
    past.refresh_from_db()
    assert past.no_next == "Het traject is bijna klaar."
    assert not trajectory.appointments.planned().exists()
    assert "Het traject is bijna klaar." in desk.get(url("record", past.pk)).content.decode()


def test_one_that_is_planned_already_is_offered_as_the_next(desk, url, plan, trajectory):
    past, _coming = plan(-3), plan(48)
    page = desk.get(url("record", past.pk))
    assert page.context["form"]["next"].value() == "planned"
    assert "It is planned: Sat 14 March 10:00" in page.content.decode()
    desk.post(url("record", past.pk), {"state": "held", "next": "planned", "no_next": "x", "revision": "1"})
    past.refresh_from_db()
    assert (past.state, past.no_next, trajectory.appointments.count()) == (State.HELD, "", 2)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"next": ""}, "next"),
        ({"next": "planned"}, "next"),
        ({"next_day": ""}, "next_day"),
        ({"next_time": ""}, "next_day"),
        ({"next_time": "vroeg"}, "next_time"),
        ({"next_day": "2026-03-11"}, "next_day"),
        ({"next_day": "2029-03-11"}, "next_day"),
        ({"state": ""}, "state"),
    ],
)
def test_without_an_answer_about_the_next_one_nothing_is_recorded(desk, url, plan, wrong, where):
    past = plan(-3)
    page = desk.post(url("record", past.pk), {"state": "held", "text": "Over de groep.", **NEXT, **wrong})
    assert list(page.context["form"].errors) == [where]
    assert "Over de groep." in page.content.decode()
    past.refresh_from_db()
    assert (past.state, past.notes.count()) == (State.PLANNED, 0)


def test_a_next_date_that_is_taken_undoes_nothing_that_was_typed(desk, url, plan):
    past, _taken = plan(-3), plan(7 * 24 - 3)
    page = desk.post(url("record", past.pk), {"state": "held", "text": "Over de groep.", "sign": "", **NEXT})
    assert "Ilse Doornbosch is taken" in str(page.context["form"].errors["next_day"])
    assert "Over de groep." in page.content.decode()
    past.refresh_from_db()
    assert (past.state, past.notes.count()) == (State.PLANNED, 0)


def test_before_it_starts_it_can_only_be_cancelled(desk, url, plan):
    coming = plan(24)
    page = desk.post(url("record", coming.pk), {"state": "held", **NEXT})
    assert list(page.context["form"].errors) == ["state"]
    desk.post(url("record", coming.pk), {"state": "cancelled", **NEXT})
    coming.refresh_from_db()
    assert coming.state == State.CANCELLED


@pytest.mark.parametrize(("later_too", "left"), [({"later_too": "on"}, 1), ({}, 3)])
def test_one_of_a_row_is_cancelled_alone_or_with_what_follows(desk, url, trajectory, counsellor, later_too, left):
    moments = [datetime(2026, 3, day, 9, tzinfo=UTC) for day in (16, 23, 30)] + [datetime(2026, 4, 7, 8, tzinfo=UTC)]
    rhythm = {"every_weeks": 1, "wall_time": time(10), "zone": "Europe/Amsterdam"}
    row = appointments.plan_row(trajectory=trajectory, by=counsellor, with_user=counsellor, moments=moments, **rhythm)
    second = row[1]
    assert "The 2 later ones of this row" in desk.get(url("record", second.pk)).content.decode()
    answers = {"state": "cancelled", "next": "planned", "revision": "1", **later_too}
    desk.post(url("record", second.pk), answers)
    assert trajectory.appointments.planned().count() == left


def test_a_record_shows_who_made_it_and_can_be_corrected(desk, url, plan, counsellor):
    past = plan(-3)
    appointments.record(appointment=past, by=counsellor, state=State.MISSED, note="Belde af.")
    html = desk.get(url("record", past.pk)).content.decode()
    assert "Ilse Doornbosch" in html
    assert "Belde af." in html
    desk.post(url("record", past.pk), {"state": "held", "revision": "2"})
    past.refresh_from_db()
    assert (past.state, past.notes.count()) == (State.HELD, 1)


def test_the_page_of_whoever_was_second_shows_both_and_keeps_the_note(desk, url, plan, colleague):
    past = plan(-3)
    appointments.record(appointment=past, by=colleague, state=State.MISSED)
    page = desk.post(url("record", past.pk), {"state": "held", "text": "Over de groep.", "sign": "", **NEXT})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Farah Noordhoek recorded “Did not come”, today 10:00." in html
    assert "Over de groep." in html
    assert page.context["form"]["state"].value() == "held"
    desk.post(url("record", past.pk), {"state": "held", "revision": page.context["form"]["revision"].value()})
    past.refresh_from_db()
    assert past.state == State.HELD
