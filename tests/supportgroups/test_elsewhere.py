"""A facilitator with an appointment is taken; one who is away is named, and the date can stand."""

from datetime import UTC, date, datetime, time

import pytest

from supportgroups import actions, elsewhere
from supportgroups.clashes import Clashing
from supportgroups.models import Session
from trajectories.absences import actions as absences
from trajectories.appointments import actions as appointments


@pytest.fixture
def appointment(trajectory, counsellor):
    """Ilse sees Noor on Tuesday 13 April at 20:00."""
    at = datetime(2027, 4, 13, 18, tzinfo=UTC)
    return appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=at)


@pytest.fixture
def look(page_of, coordinator, room, counsellor):
    typed = {
        "name": "Stevig Staan, voorjaar",
        "first_on": "2027-04-06",
        "every": "1",
        "count": "3",
        "starts": "19:30",
        "ends": "21:00",
        "room": str(room.pk),
        "facilitators": [str(counsellor.pk)],
        "on_holiday": "skip_and_add",
    }
    browser = page_of(coordinator)
    return lambda **different: browser.post("/groups/plan/", typed | different).content.decode()


def test_nobody_is_asked_about_nobody():
    assert elsewhere.taken([], []) == []


def test_an_appointment_refuses_the_series_without_saying_with_whom(plan, appointment):
    with pytest.raises(Clashing) as refused:
        plan()
    assert str(refused.value) == "Tue 13 April 19:30: Ilse Doornbosch has an appointment then."


def test_right_before_and_right_after_an_appointment_is_free(plan, appointment):
    plan(starts=time(18), ends=time(20))
    plan(starts=time(20, 45), ends=time(22))


def test_an_appointment_that_was_cancelled_is_not_in_the_way(plan, appointment, counsellor):
    appointments.record(appointment=appointment, by=counsellor, state="cancelled")
    assert plan().sessions.count() == 3


def test_a_session_does_not_move_onto_an_appointment(plan, appointment, coordinator, room):
    session = plan(starts=time(18), ends=time(19, 30)).sessions.all()[1]
    with pytest.raises(Clashing, match="has an appointment"):
        actions.move_session(
            session=session, by=coordinator, on=date(2027, 4, 13), starts=time(19), ends=time(20, 30), room=room
        )


def test_the_form_shows_the_appointment_with_ways_out(look, appointment):
    page = look()
    for shown in ("Ilse Doornbosch has an appointment", "1 thing left to solve", "Move to Wed 14 April", "Leave out"):
        assert shown in page
    assert "Noor" not in page
    assert "Nothing is in the way." in look(change="2027-04-13/on/2027-04-14")


def test_the_form_names_who_is_away_and_plans_all_the_same(look, organisation, counsellor):
    absences.announce(organisation=organisation, by=counsellor, since=date(2027, 4, 13), back_on=date(2027, 4, 14))
    page = look()
    assert page.count("Ilse Doornbosch is away") == 1
    assert "Nothing is in the way." in page
    assert "Move to Wed 14 April" in page
    look(plan="")
    assert Session.objects.count() == 3


def test_another_day_that_is_offered_is_none_of_an_absence(look, appointment, organisation, counsellor):
    absences.announce(organisation=organisation, by=counsellor, since=date(2027, 4, 14), back_on=date(2027, 4, 16))
    assert "Move to Fri 16 April" in look()


def test_a_weekend_is_offered_only_where_the_series_meets_then(look, trajectory, counsellor):
    for day in (9, 10):
        at = datetime(2027, 4, day, 18, tzinfo=UTC)
        appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=at)
    assert "Move to Mon 12 April" in look(first_on="2027-04-09")
    assert "Move to Sun 11 April" in look(first_on="2027-04-10")
