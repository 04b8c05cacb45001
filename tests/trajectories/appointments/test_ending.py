"""What becomes of planned appointments when the aftercare closes, and when another counsellor takes over."""

from datetime import date

import pytest

from aftercare.notifications.models import Message
from tests.trajectories.appointments.conftest import DAY, HOUR, NOW
from trajectories.appointments import actions as appointments
from trajectories.appointments.actions import Guest
from trajectories.appointments.models import Appointment
from trajectories.dossier.models import Summary
from trajectories.teamtasks.models import TeamTask

State = Appointment.State
TODAY = date(2026, 3, 12)


@pytest.fixture
def pass_on(trajectory, counsellor, colleague):
    def passed(since=TODAY):
        appointments.pass_on(trajectory=trajectory, giver=counsellor, to=colleague, since=since, by=counsellor)

    return passed


def with_whom(*planned) -> list[str]:
    for one in planned:
        one.refresh_from_db()
    return [one.with_user.short_name for one in planned]


def changed(**of) -> list:
    return list(Message.objects.filter(state="due", kind="appointment_changed", **of))


def test_what_is_still_to_come_is_called_off_and_everybody_hears_once(plan, trajectory, counsellor, relative):
    guests = [Guest("Lot", "partner", "lot@test.example")]
    past, first, second = plan(-48), plan(48, guests=guests), plan(96, guests=guests)
    appointments.call_off_all(trajectory=trajectory, by=counsellor)
    for one in (past, first, second):
        one.refresh_from_db()
    assert [one.state for one in (past, first, second)] == [State.PLANNED, State.CANCELLED, State.CANCELLED]
    assert {one.recipient for one in changed()} == {trajectory.client.user, relative}
    assert len(changed()) == 2
    assert not Message.objects.filter(state="due", kind="appointment_reminder").exists()
    assert Summary.objects.get(pk=trajectory.pk).next_appointment_at == past.starts_at


def test_who_cannot_come_is_not_waited_for_any_more(plan, trajectory, counsellor, client_user):
    coming = plan(48)
    appointments.cannot_come(appointment=coming, by=client_user)
    appointments.call_off_all(trajectory=trajectory, by=counsellor)
    assert not trajectory.team_tasks.open().exists()


def test_nothing_planned_is_nothing_to_call_off(trajectory, counsellor):
    appointments.call_off_all(trajectory=trajectory, by=counsellor)
    assert not Message.objects.exists()


def test_the_receiver_gets_the_givers_appointments_from_that_day(
    plan, pass_on, trajectory, colleague, counsellor, peer_worker
):
    before, after, of_peer = plan(24), plan(72), plan(72, with_user=peer_worker)
    pass_on(since=date(2026, 3, 14))
    names = [counsellor.short_name, colleague.short_name, peer_worker.short_name]
    assert with_whom(before, after, of_peer) == names
    assert [one.recipient for one in changed()] == [trajectory.client.user]
    assert not trajectory.team_tasks.open().exists()


def test_today_means_from_now(plan, pass_on, counsellor):
    past = plan(-1)
    pass_on()
    assert with_whom(past) == [counsellor.short_name]


def test_where_the_receiver_is_taken_the_team_is_asked_for_a_new_time(
    plan, pass_on, trajectory, other_trajectory, colleague, counsellor
):
    free, taken = plan(24), plan(48)
    plan(48.5, of=other_trajectory, with_user=colleague)
    pass_on()
    assert with_whom(free, taken) == [colleague.short_name, counsellor.short_name]
    (task,) = trajectory.team_tasks.open()
    assert task.kind == TeamTask.Kind.HANDOVER
    assert "14" in task.text
    assert "10:00" in task.text
    assert counsellor.name in task.text
    assert other_trajectory.client.user.name not in task.text
    assert (task.asked_by, task.due_at) == (None, NOW + 7 * HOUR)


@pytest.mark.parametrize("how", ["moved", "another counsellor", "cancelled"])
def test_a_new_time_or_none_at_all_settles_it(plan, pass_on, trajectory, other_trajectory, colleague, counsellor, how):
    taken = plan(48)
    plan(48, of=other_trajectory, with_user=colleague)
    pass_on()
    if how == "moved":
        starts_at = NOW + 3 * DAY
        appointments.change(appointment=taken, revision=1, by=colleague, starts_at=starts_at, with_user=colleague)
    elif how == "another counsellor":
        Appointment.objects.filter(with_user=colleague).delete()
        appointments.change(appointment=taken, revision=1, by=colleague, starts_at=taken.starts_at, with_user=colleague)
    else:
        appointments.record(appointment=taken, by=colleague, state=State.CANCELLED)
    assert not trajectory.team_tasks.open().exists()
    assert trajectory.team_tasks.done().exists()


def test_called_off_gives_them_back_and_asks_nothing_any_more(
    plan, pass_on, trajectory, other_trajectory, colleague, counsellor
):
    free, taken = plan(24), plan(48)
    plan(48, of=other_trajectory, with_user=colleague)
    pass_on()
    appointments.pass_back(trajectory=trajectory, giver=colleague, to=counsellor, since=TODAY, by=counsellor)
    assert with_whom(free, taken) == [counsellor.short_name] * 2
    assert not trajectory.team_tasks.open().exists()


def test_passed_on_once_more_it_is_asked_once_more(
    plan, pass_on, clock, trajectory, other_trajectory, colleague, counsellor
):
    plan(48)
    plan(48, of=other_trajectory, with_user=colleague)
    pass_on()
    appointments.pass_back(trajectory=trajectory, giver=colleague, to=counsellor, since=TODAY, by=counsellor)
    clock.shift(HOUR)
    pass_on()
    assert trajectory.team_tasks.open().count() == 1
