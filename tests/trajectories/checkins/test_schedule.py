"""Agreeing, pausing, ending."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications.models import Message, State
from tests.trajectories.checkins.conftest import agree
from trajectories.checkins import actions
from trajectories.checkins.library import NoSuchQuestionnaire
from trajectories.checkins.models import CheckInSchedule, Occurrence, Weekday
from trajectories.dossier import actions as dossier


def test_agreeing_computes_the_next_time(weekly):
    assert weekly.next_due_at == datetime(2027, 3, 15, 9, tzinfo=UTC)
    assert str(weekly) == "weekly_seven, Monday 10:00" or str(weekly).startswith("weekly_seven, ")


def test_there_is_one_schedule_per_questionnaire(weekly, trajectory, counsellor):
    changed = agree(trajectory, counsellor, weekday=Weekday.FRIDAY, wall_time=time(20))
    assert changed == weekly
    assert CheckInSchedule.objects.get().next_due_at == datetime(2027, 3, 12, 19, tzinfo=UTC)


def test_the_database_holds_it_to_one(weekly):
    weekly.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        weekly.save(force_insert=True)


def test_a_change_does_not_ask_again_within_days(due, weekly, trajectory, counsellor):
    agree(trajectory, counsellor, weekday=Weekday.TUESDAY)
    assert CheckInSchedule.objects.get().next_due_at == datetime(2027, 3, 23, 9, tzinfo=UTC)


def test_only_a_running_trajectory_has_check_ins(trajectory, counsellor):
    dossier.close(trajectory=trajectory, by=counsellor)
    with pytest.raises(TransitionRefused):
        agree(trajectory, counsellor)


def test_a_zone_that_does_not_exist_is_refused(trajectory, counsellor):
    with pytest.raises(Refused):
        agree(trajectory, counsellor, zone="Mars/Olympus")


def test_a_questionnaire_that_does_not_exist_is_refused(trajectory, counsellor):
    with pytest.raises(NoSuchQuestionnaire):
        agree(trajectory, counsellor, instrument="nonsense")


def test_a_pause_moves_the_next_time(weekly, counsellor):
    actions.pause(schedule=weekly, by=counsellor, paused_from=date(2027, 3, 12), paused_until=date(2027, 3, 15))
    assert CheckInSchedule.objects.get().next_due_at == datetime(2027, 3, 22, 9, tzinfo=UTC)
    actions.resume(schedule=weekly, by=counsellor)
    assert CheckInSchedule.objects.get().next_due_at == datetime(2027, 3, 15, 9, tzinfo=UTC)


def test_a_pause_that_begins_now_calls_off_what_is_open(due, weekly, counsellor):
    actions.pause(schedule=weekly, by=counsellor, paused_from=date(2027, 3, 15), paused_until=date(2027, 3, 20))
    due.refresh_from_db()
    assert due.state == Occurrence.State.CANCELLED
    assert Message.objects.get().state == State.WITHDRAWN


def test_a_pause_later_on_leaves_what_is_open(due, weekly, counsellor):
    actions.pause(schedule=weekly, by=counsellor, paused_from=date(2027, 3, 18), paused_until=date(2027, 3, 20))
    due.refresh_from_db()
    assert due.state == Occurrence.State.OPEN


def test_a_pause_ends_after_it_begins(weekly, counsellor):
    with pytest.raises(Refused):
        actions.pause(schedule=weekly, by=counsellor, paused_from=date(2027, 3, 15), paused_until=date(2027, 3, 14))


def test_ending_calls_off_and_asks_nothing_more(due, weekly, counsellor):
    actions.end(schedule=weekly, by=counsellor)
    due.refresh_from_db()
    assert due.state == Occurrence.State.CANCELLED
    assert actions.open_due(at=weekly.ended_at + timedelta(weeks=10)) == 0


@pytest.mark.parametrize(
    ("step", "details"),
    [("pause", {"paused_from": date(2027, 3, 20), "paused_until": date(2027, 3, 21)}), ("resume", {}), ("end", {})],
)
def test_what_ended_cannot_be_changed(step, details, weekly, counsellor):
    actions.end(schedule=weekly, by=counsellor)
    with pytest.raises(TransitionRefused):
        getattr(actions, step)(schedule=weekly, by=counsellor, **details)


def test_after_the_end_it_can_be_agreed_anew(weekly, trajectory, counsellor):
    actions.end(schedule=weekly, by=counsellor)
    assert agree(trajectory, counsellor) != weekly


def test_each_step_is_in_the_access_log(weekly, counsellor, client_user):
    actions.pause(schedule=weekly, by=counsellor, paused_from=date(2027, 3, 20), paused_until=date(2027, 3, 21))
    actions.resume(schedule=weekly, by=counsellor)
    actions.end(schedule=weekly, by=counsellor)
    lines = AccessEntry.objects.filter(segment="check_in_schedule", object_id=weekly.pk)
    assert [(line.user, line.role, line.client) for line in lines] == [(counsellor, "counsellor", client_user)] * 4
