"""Telling, completing and undoing; what is asked with it; how long it took until there was contact again."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, Stale
from aftercare.core.ids import new_id
from trajectories.appointments import actions as appointments
from trajectories.checkins import actions as checkins
from trajectories.dossier.models import Summary
from trajectories.lapses import actions as lapses
from trajectories.lapses.models import Extent, Lapse
from trajectories.plans.actions import goals
from trajectories.teamtasks import actions as teamtasks

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def tell(trajectory, client_user):
    return lambda **answers: lapses.tell(trajectory=trajectory, by=client_user, **answers)


def summary_of(trajectory) -> Summary:
    return Summary.objects.get(pk=trajectory.pk)


def contact_of(lapse: Lapse):
    return Lapse.objects.with_contact().get(pk=lapse.pk).contact_at


def test_the_first_tap_is_told(tell, trajectory, client_user, now):
    lapse = tell(on=now.date(), at=now)
    assert (lapse.on, str(lapse.extent), lapse.in_conversation) == (now.date(), "", False)
    assert summary_of(trajectory).use_reported_at == now
    audited = AccessEntry.objects.get(event=Event.CHANGE, object_id=lapse.pk)
    assert (audited.segment, audited.user, audited.role) == ("lapse_tell", client_user, "client")


def test_the_same_key_again_is_the_same_lapse_with_the_day_given_last(tell, trajectory, now):
    key = new_id()
    first = tell(key=key, on=now.date())
    for on in (now.date(), now.date() - DAY):
        assert tell(key=key, on=on).pk == first.pk
    assert trajectory.lapses.get().on == now.date() - DAY


def test_nothing_is_reset_by_it(tell, trajectory, client_user, now):
    goals.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    before = summary_of(trajectory)
    tell(at=now)
    after = summary_of(trajectory)
    kept = [field.attname for field in Summary._meta.fields if field.attname != "use_reported_at"]
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert trajectory.goals.current().exists()


def test_telling_of_before_does_not_become_the_latest_report(tell, trajectory, now):
    tell(at=now)
    tell(at=now - DAY)
    assert summary_of(trajectory).use_reported_at == now


def test_later_answers_complete_it(tell, client_user):
    lapse = tell()
    lapses.answer(lapse=lapse, by=client_user, extent=Extent.EVENING)
    lapses.answer(lapse=lapse, by=client_user, revision=2, after="Hanneke gebeld.")
    lapse.refresh_from_db()
    assert (lapse.extent, lapse.after, lapse.revision) == ("evening", "Hanneke gebeld.", 3)


def test_words_over_an_older_version_are_stale_and_change_nothing(tell, client_user):
    lapse = tell()
    lapses.answer(lapse=lapse, by=client_user, revision=1, learned="Van Ilse.")
    with pytest.raises(Stale):
        lapses.answer(lapse=lapse, by=client_user, revision=1, learned="Van mij.")
    lapse.refresh_from_db()
    assert lapse.learned == "Van Ilse."


def test_what_was_told_in_a_conversation_is_contact(trajectory, counsellor, now):
    lapse = lapses.record(trajectory=trajectory, by=counsellor, extent=Extent.DAY, what="Wijn.", at=now)
    found = summary_of(trajectory)
    assert (found.use_reported_at, found.last_contact_at) == (None, now)
    assert (lapse.in_conversation, lapse.told_by, contact_of(lapse)) == (True, counsellor, now)
    earlier = appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=now - DAY)
    appointments.record(appointment=earlier, by=counsellor, state="held")
    assert summary_of(trajectory).last_contact_at == now
    assert AccessEntry.objects.get(event=Event.CHANGE, object_id=lapse.pk).segment == "lapse_record"


def test_undo_takes_it_back_and_what_was_asked_with_it(tell, trajectory, client_user, now):
    tell(at=now - DAY)
    lapse = tell(at=now)
    task = lapses.ask_call(lapse=lapse, by=client_user)
    lapses.undo(lapse=lapse, by=client_user)
    lapses.undo(lapse=lapse, by=client_user)
    task.refresh_from_db()
    assert task.withdrawn_at
    assert summary_of(trajectory).use_reported_at == now - DAY
    assert AccessEntry.objects.filter(event=Event.CHANGE, object_id=lapse.pk).count() == 2


def test_undo_leaves_what_a_check_in_reported(tell, trajectory, client_user, now):
    draft = checkins.start(trajectory=trajectory, by=client_user, at=now - HOUR)
    checkins.submit(check_in=draft, by=client_user, answers={"use": 1}, at=now - HOUR)
    lapses.undo(lapse=tell(at=now), by=client_user)
    assert summary_of(trajectory).use_reported_at == now - HOUR


def test_undo_of_the_only_report_leaves_none(tell, trajectory, client_user):
    lapses.undo(lapse=tell(), by=client_user)
    assert summary_of(trajectory).use_reported_at is None


def test_undo_is_for_a_few_minutes(tell, trajectory, client_user, now):
    lapse = tell(at=now)
    later = time_machine.travel(now + timedelta(minutes=10, seconds=1), tick=False)
    with later, pytest.raises(Refused):
        lapses.undo(lapse=lapse, by=client_user)
    assert trajectory.lapses.exists()


def test_a_call_is_asked_for_once_with_a_clock_of_a_day(tell, trajectory, client_user, now):
    lapse = tell(at=now)
    for _twice in range(2):
        task = lapses.ask_call(lapse=lapse, by=client_user, at=now)
    assert trajectory.team_tasks.get() == task
    assert (task.kind, task.due_at - task.asked_at, task.asked_by) == ("call", DAY, client_user)


def test_a_look_at_the_plan_is_asked_for_apart_from_the_call(tell, trajectory, client_user):
    lapse = tell()
    lapses.ask_call(lapse=lapse, by=client_user)
    lapses.ask_review(lapse=lapse, by=client_user)
    assert {task.kind for task in trajectory.team_tasks.open()} == {"call", "review"}


def test_contact_is_the_first_talk_or_call_after_telling(tell, trajectory, client_user, counsellor, now):
    lapse = tell(at=now - 2 * DAY)

    def met(at, state="held"):
        talk = appointments.plan(
            trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=at, at=now - 9 * DAY
        )
        appointments.record(appointment=talk, by=counsellor, state=state)

    met(now - 3 * DAY)
    met(now - 40 * HOUR, state="missed")
    assert contact_of(lapse) is None
    met(now - 20 * HOUR)
    assert contact_of(lapse) == now - 20 * HOUR
    task = lapses.ask_call(lapse=lapse, by=client_user, at=now - 2 * DAY)
    teamtasks.finish(task=task, by=counsellor, at=now - 30 * HOUR)
    assert contact_of(lapse) == now - 30 * HOUR


def test_a_task_that_needs_no_talk_is_no_contact(tell, client_user, counsellor):
    lapse = tell()
    teamtasks.finish(task=lapses.ask_review(lapse=lapse, by=client_user), by=counsellor)
    assert contact_of(lapse) is None
