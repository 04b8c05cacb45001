"""The clock's work: open what is due, close what was missed, and never twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from aftercare.audit.models import AccessEntry
from aftercare.core import scope
from aftercare.notifications.models import Message
from tests.trajectories.checkins.conftest import agree
from trajectories.checkins import actions, tasks
from trajectories.checkins.actions import asking
from trajectories.checkins.models import CheckInSchedule, Occurrence, Weekday
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Summary

DUE = datetime(2027, 3, 15, 9, tzinfo=UTC)
WEEK = timedelta(weeks=1)
Asked = Occurrence.State


def missed_in_a_row(trajectory) -> int:
    return Summary.objects.get(pk=trajectory.pk).check_ins_missed


def test_nothing_happens_before_its_time(weekly):
    assert actions.open_due(at=DUE - timedelta(seconds=1)) == 0
    assert not Occurrence.objects.exists()


def test_what_is_due_is_opened_with_its_reminder(weekly, trajectory, client_user):
    assert actions.open_due(at=DUE) == 1
    occurrence = Occurrence.objects.get()
    assert (occurrence.due_at, occurrence.state) == (DUE, Asked.OPEN)
    assert occurrence.closes_at == DUE + timedelta(hours=48)
    message = Message.objects.get()
    assert message.recipient == client_user
    assert message.key == f"trajectory:{trajectory.pk}:check-in:{occurrence.pk}:email"
    assert message.link_ids == {"occurrence": occurrence.pk.hex, "trajectory": trajectory.pk.hex}
    assert message.expires_at == DUE + timedelta(hours=24)
    assert CheckInSchedule.objects.get().next_due_at == DUE + WEEK


def test_a_second_sweep_finds_nothing(weekly):
    actions.open_due(at=DUE)
    assert actions.open_due(at=DUE) == 0
    assert Occurrence.objects.count() == Message.objects.count() == 1


def test_a_clock_that_was_set_back_makes_no_second_one(weekly):
    actions.open_due(at=DUE)
    CheckInSchedule.objects.update(next_due_at=DUE)
    actions.open_due(at=DUE)
    assert Occurrence.objects.count() == Message.objects.count() == 1


def test_at_night_the_reminder_waits_for_the_morning(trajectory, counsellor, noon):
    agree(trajectory, counsellor, wall_time=noon.replace(hour=23, minute=30).time())
    actions.open_due(at=datetime(2027, 3, 15, 22, 30, tzinfo=UTC))
    assert Message.objects.get().due_at == datetime(2027, 3, 16, 7, tzinfo=UTC)


def test_after_a_long_absence_the_old_ones_are_missed_and_only_the_last_is_sent(weekly, trajectory, noon):
    actions.open_due(at=DUE + 3 * WEEK)
    assert list(Occurrence.objects.values_list("due_at", "state")) == [
        (datetime(2027, 4, 5, 8, tzinfo=UTC), Asked.OPEN),
        (datetime(2027, 3, 29, 8, tzinfo=UTC), Asked.MISSED),
        (DUE + WEEK, Asked.MISSED),
        (DUE, Asked.MISSED),
    ]
    assert Message.objects.count() == 1
    assert missed_in_a_row(trajectory) == 3
    assert CheckInSchedule.objects.get().next_due_at == datetime(2027, 4, 12, 8, tzinfo=UTC)


def test_a_reminder_that_would_come_a_day_late_expires_instead(weekly, time_machine):
    time_machine.move_to(DUE + timedelta(hours=30), tick=False)
    actions.open_due(at=timezone.now())
    assert Occurrence.objects.get().state == Asked.OPEN
    assert list(Message.objects.due(at=timezone.now())) == []
    assert Message.objects.stale(at=timezone.now()).exists()


def test_silence_is_missed_and_counted(due, trajectory):
    assert actions.close_overdue(at=due.closes_at - timedelta(seconds=1)) == 0
    assert actions.close_overdue(at=due.closes_at) == 1
    due.refresh_from_db()
    assert due.state == Asked.MISSED
    assert missed_in_a_row(trajectory) == 1
    assert actions.close_overdue(at=due.closes_at) == 0


def test_what_is_answered_is_not_missed(due, trajectory, client_user):
    actions.submit(check_in=actions.start(trajectory=trajectory, by=client_user), by=client_user)
    assert actions.close_overdue(at=due.closes_at) == 0
    assert missed_in_a_row(trajectory) == 0


def test_who_left_is_not_asked(weekly, trajectory, counsellor):
    dossier.close(trajectory=trajectory, by=counsellor)
    actions.open_due(at=DUE)
    assert not Occurrence.objects.exists()
    assert CheckInSchedule.objects.get().next_due_at is None


def test_who_left_meanwhile_is_not_reminded_and_missed_nothing(due, trajectory, counsellor):
    dossier.close(trajectory=trajectory, by=counsellor)
    actions.close_overdue(at=due.closes_at)
    due.refresh_from_db()
    assert due.state == Asked.CANCELLED
    assert missed_in_a_row(trajectory) == 0
    assert Message.objects.get().state == "withdrawn"


def test_relatives_are_asked_about_their_own_week(relative_trajectory, counsellor, relative, noon):
    agree(relative_trajectory, counsellor, instrument="relative_week")
    actions.open_due(at=DUE)
    assert Message.objects.get().recipient == relative


def test_the_clock_is_in_the_access_log(due, client_user):
    line = AccessEntry.objects.get(object_id=due.pk)
    assert (line.user, line.role, line.client) == (None, "system", client_user)


def test_the_task_works_through_every_batch(trajectory, other_trajectory, counsellor, monkeypatch, time_machine, noon):
    monkeypatch.setattr(asking, "BATCH", 1)
    agree(trajectory, counsellor)
    agree(other_trajectory, counsellor)
    time_machine.move_to(DUE, tick=False)
    tasks.sweep.apply(throw=True)
    scope.enter(system=True)
    assert Occurrence.objects.filter(state=Asked.OPEN).count() == 2
    time_machine.move_to(DUE + timedelta(hours=48), tick=False)
    tasks.sweep.apply(throw=True)
    scope.enter(system=True)
    assert Occurrence.objects.filter(state=Asked.MISSED).count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_tick_with_nothing_due_costs_the_same_however_many_schedules(
    count, trajectory, other_trajectory, relative_trajectory, counsellor, django_assert_num_queries
):
    for one in [trajectory, other_trajectory, relative_trajectory][:count]:
        agree(one, counsellor)
    with django_assert_num_queries(4):  # its transaction, its scope and one question
        tasks.sweep()


@pytest.fixture
def hundred(committed_db, request):
    """A hundred schedules of as many clients, due at the same moment, seen by every connection."""
    with scope.system():
        counsellor, organisation = request.getfixturevalue("counsellor"), request.getfixturevalue("organisation")
        from tests.personas import person, running  # the cast is built within this transaction

        for number in range(100):
            trajectory = running(person(f"P{number}", f"p{number}@test.example"), counsellor, organisation)
            agree(trajectory, counsellor, weekday=Weekday.MONDAY)
        CheckInSchedule.objects.update(next_due_at=DUE)


def at_once(work, times: int = 4) -> list:
    barrier = Barrier(times)

    def start(_number: int):
        try:
            barrier.wait(timeout=10)
            with scope.system():
                return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(start, range(times)))


def test_three_clocks_at_once_open_each_moment_once(hundred):
    opened = at_once(lambda: actions.open_due(at=DUE, limit=40)) + at_once(lambda: actions.open_due(at=DUE))
    assert sum(opened) == 100
    with scope.system():
        assert Counter(Occurrence.objects.values_list("schedule", flat=True)).most_common(1)[0][1] == 1
        assert Occurrence.objects.count() == Message.objects.count() == 100
        at_once(lambda: actions.close_overdue(at=DUE + WEEK))
    with scope.system():
        assert set(Summary.objects.values_list("check_ins_missed", flat=True)) == {1}


def test_history_that_is_brought_in_reminds_nobody(weekly):
    actions.open_due(at=DUE, remind=False)
    assert Occurrence.objects.exists()
    assert not Message.objects.exists()


def test_not_today_is_an_answer_and_counts_as_nothing_missed(due, client_user, trajectory):
    actions.put_off(occurrence=due, by=client_user)
    assert Message.objects.get().withdrawn_at is not None
    actions.close_overdue(at=due.closes_at)
    due.refresh_from_db()
    assert (due.state, missed_in_a_row(trajectory)) == (Asked.CANCELLED, 0)


def test_what_is_over_cannot_be_put_off(due, client_user):
    actions.close_overdue(at=due.closes_at)
    actions.put_off(occurrence=due, by=client_user)
    due.refresh_from_db()
    assert (due.state, due.put_off_at) == (Asked.MISSED, None)


def test_what_was_put_off_can_still_be_filled_in(due, client_user, trajectory):
    actions.put_off(occurrence=due, by=client_user)
    draft = actions.start(trajectory=trajectory, by=client_user, occurrence=due)
    actions.submit(check_in=draft, by=client_user, answers={"craving": 3}, note="")
    due.refresh_from_db()
    assert due.state == Asked.ANSWERED
