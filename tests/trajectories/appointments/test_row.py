"""Changing an appointment and what follows it in its row."""

from datetime import time

import pytest

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Stale
from aftercare.notifications.models import Message
from tests.trajectories.appointments.conftest import DAY, HOUR, NOW, WEEK
from trajectories.appointments import actions as appointments
from trajectories.appointments.actions import Guest
from trajectories.appointments.clashes import Clashing
from trajectories.appointments.models import Appointment
from trajectories.dossier.models import Summary


@pytest.fixture
def row(trajectory, counsellor):
    """Four Fridays at ten, across the night in which the clock goes forward."""
    starts = [NOW + DAY, NOW + DAY + WEEK, NOW + DAY + 2 * WEEK - HOUR, NOW + DAY + 3 * WEEK - HOUR]
    starts[2:] = [NOW + DAY + 2 * WEEK, NOW + DAY + 3 * WEEK - HOUR]
    return appointments.plan_row(
        trajectory=trajectory,
        by=counsellor,
        with_user=counsellor,
        moments=starts,
        every_weeks=1,
        wall_time=time(10),
        zone="Europe/Amsterdam",
        place="Kamer 2",
    )


@pytest.fixture
def retyped(typed):
    """A day later, an hour later, with all that follow."""
    moved = {"day": "2026-03-21", "time": "11:00", "asked_by": "client", "told": "message", "revision": "1"}
    return typed | moved | {"later_too": "on"}


def moments(trajectory) -> list[str]:
    return [f"{one.starts_at:%d-%m %H:%M}" for one in trajectory.appointments.order_by("starts_at")]


def test_this_one_and_what_follows_move_as_many_days_on_to_the_new_time(desk, url, row, retyped, trajectory):
    first, second, *_later = row
    page = desk.post(url("change", second.pk), retyped)
    preview = page.context["preview"]
    assert [f"{day.on}" for day in preview.chosen] == ["2026-03-28", "2026-04-04"]
    assert moments(trajectory)[1] == "20-03 09:00"
    seen = {"seen": preview.seen, "on": [f"{day.on}" for day in preview.chosen]}
    assert desk.post(url("change", second.pk), retyped | seen).headers["Location"] == url("record", second.pk)
    assert moments(trajectory) == ["13-03 09:00", "21-03 10:00", "28-03 10:00", "04-04 09:00"]
    for one in row:
        one.refresh_from_db()
    assert {one.place for one in row[1:]} == {"Kadehuis kamer 2"}
    assert (first.place, first.series.wall_time) == ("Kamer 2", time(10))
    assert {one.series.wall_time for one in row[1:]} == {time(11)}
    assert [one.moves.count() for one in row] == [0, 1, 1, 1]
    assert all(AccessEntry.objects.filter(event=Event.CHANGE, object_id=one.pk).exists() for one in row[1:])


def test_everybody_hears_once_and_is_reminded_of_each(row, counsellor, trajectory):
    appointments.change_row(appointment=row[0], revision=1, by=counsellor, starts_at=NOW + 2 * DAY)
    waiting = Message.objects.filter(state="due").order_by("due_at")
    kinds = [one.kind.removeprefix("appointment_") for one in waiting]
    assert kinds == ["changed", "reminder", "reminder", "reminder", "reminder"]
    assert Summary.objects.get(pk=trajectory.pk).next_appointment_at == NOW + 2 * DAY


def test_who_agreed_on_it_together_is_only_reminded_and_guests_hear_it(row, counsellor, relative):
    guests = [Guest("Lot", "partner", "lot@test.example")]
    appointments.change_row(
        appointment=row[0], revision=1, by=counsellor, starts_at=NOW + 2 * DAY, told="together", guests=guests
    )
    changed = Message.objects.filter(state="due", kind="appointment_changed")
    assert [one.recipient for one in changed] == [relative]
    assert all(one.guests.count() == 1 for one in row)


def test_a_row_can_go_a_whole_week_on_or_back_over_its_own_days(row, counsellor, trajectory):
    first = row[0]
    appointments.change_row(appointment=first, revision=1, by=counsellor, starts_at=first.starts_at + WEEK)
    assert moments(trajectory)[0] == "20-03 09:00"
    first.refresh_from_db()
    appointments.change_row(appointment=first, revision=2, by=counsellor, starts_at=NOW + DAY)
    assert moments(trajectory)[0] == "13-03 09:00"


def test_what_is_not_ticked_stays_where_it_is(desk, url, row, retyped, trajectory):
    preview = desk.post(url("change", row[1].pk), retyped).context["preview"]
    desk.post(url("change", row[1].pk), retyped | {"seen": preview.seen, "on": ["2026-04-04"]})
    stays = row[2]
    stays.refresh_from_db()
    assert (stays.starts_at, stays.place, stays.revision) == (NOW + DAY + 2 * WEEK, "Kamer 2", 1)
    assert list(Appointment.objects.later_of_series(Appointment.objects.get(pk=row[1].pk))) != []
    assert stays.series == Appointment.objects.get(pk=row[1].pk).series


def test_a_holiday_and_a_day_that_is_taken_start_unticked(desk, url, plan, row, typed, trajectory):
    plan(24 * 16 + 1, place="Elders")  # Saturday 28 March, when the third would come
    good_friday = typed | {"day": "2026-03-14", "time": "11:00", "asked_by": "team", "told": "together"}
    page = desk.post(url("change", row[0].pk), good_friday | {"revision": "1", "later_too": "on"})
    choices = page.context["preview"].choices
    assert [choice.chosen for choice in choices] == [True, False, True]
    assert "Kadehuis" in page.content.decode()


def test_another_place_for_all_leaves_every_moment_as_it_was(desk, url, row, retyped, trajectory):
    before = moments(trajectory)
    same = {"day": "2026-03-13", "time": "10:00"}
    assert desk.post(url("change", row[0].pk), retyped | same).status_code == 302
    assert moments(trajectory) == before
    assert set(trajectory.appointments.values_list("place", flat=True)) == {"Kadehuis kamer 2"}
    assert not any(one.moves.exists() for one in row)


def test_only_this_one_leaves_the_others(desk, url, row, retyped, trajectory):
    del retyped["later_too"]
    desk.post(url("change", row[1].pk), retyped)
    assert moments(trajectory) == ["13-03 09:00", "21-03 10:00", "27-03 09:00", "03-04 08:00"]


def test_all_of_them_or_none(row, counsellor, plan, trajectory):
    plan(24 * 16)
    with pytest.raises(Clashing):
        appointments.change_row(appointment=row[0], revision=1, by=counsellor, starts_at=NOW + 2 * DAY)
    assert moments(trajectory)[0] == "13-03 09:00"


def test_a_row_that_somebody_changed_meanwhile_is_a_conflict(desk, url, row, retyped, counsellor):
    seen = desk.post(url("change", row[1].pk), retyped).context["preview"].seen
    appointments.change(appointment=row[1], revision=1, by=counsellor, starts_at=row[1].starts_at, place="Elders")
    page = desk.post(url("change", row[1].pk), retyped | {"seen": seen, "on": seen.split(",")})
    assert page.status_code == 409
    assert page.context["form"]["later_too"].value()
    with pytest.raises(Stale):
        appointments.change_row(appointment=row[1], revision=1, by=counsellor, starts_at=NOW + 9 * DAY)


def test_what_stands_alone_or_is_the_last_offers_no_row(desk, url, plan, row):
    for one in (plan(40), row[-1]):
        assert "later_too" not in desk.get(url("change", one.pk)).context["form"].fields
    assert "2 later ones" in desk.get(url("change", row[1].pk)).text
    assert "1 later one of" in desk.get(url("change", row[2].pk)).text
