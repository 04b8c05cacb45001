"""The ladder in time: each step once, at its hour, and an end at once when there is an answer or contact."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from aftercare.accounts.roles import Role
from aftercare.notifications.models import Message
from tests.personas import member
from tests.trajectories.checkins.conftest import SEVEN, agree
from trajectories.absences.models import Absence
from trajectories.appointments import actions as appointments
from trajectories.checkins import actions as checkins
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import TeamRole
from trajectories.lapses import actions as lapses
from trajectories.messages import actions as messages
from trajectories.silence import actions
from trajectories.silence.models import Climb, ClimbStep, Step
from trajectories.silence.tasks import sweep
from trajectories.teamtasks import actions as teamtasks

ASKED = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
"""Monday 10:00 in Amsterdam."""
HOUR = timedelta(hours=1)


@pytest.fixture
def asked(time_machine, trajectory, counsellor, coordinator):
    """Noor's check-in was asked a minute ago."""
    time_machine.move_to(ASKED - 5 * 24 * HOUR, tick=False)
    agree(trajectory, counsellor)
    time_machine.move_to(ASKED + HOUR / 60, tick=False)
    checkins.open_due(at=ASKED)
    return trajectory.occurrences.get()


@pytest.fixture
def after(time_machine):
    """after(25) lets the clock tick every hour, up to so many hours after the check-in was asked."""
    state = {"hours": 0}

    def passed(hours):
        for hour in range(state["hours"], hours + 1):
            time_machine.move_to(ASKED + hour * HOUR, tick=False)
            checkins.close_overdue(at=ASKED + hour * HOUR)
            sweep()
        state["hours"] = hours

    return passed


@pytest.fixture
def steps(trajectory):
    def taken():
        rows = ClimbStep.objects.filter(climb__trajectory=trajectory, called_off_at=None)
        return [(one.step, int((one.at - ASKED) / HOUR)) for one in rows]

    return taken


def letters(prefix=""):
    waiting = Message.objects.filter(key__contains=prefix).exclude(state="withdrawn").order_by("due_at", "key")
    return [(one.recipient.short_name, int((one.due_at - ASKED) / HOUR)) for one in waiting]


def test_each_step_comes_at_its_hour(asked, after, steps, trajectory):
    after(23)
    assert steps() == [("reminder", 0)]
    after(24)
    assert steps()[1:] == [("second", 24)]
    after(47)
    assert not trajectory.team_tasks.exists()
    after(48)
    assert steps()[2:] == [("counsellor", 48)]
    task = trajectory.team_tasks.open().get()
    assert (task.kind, task.asked_by) == ("silence", None)
    after(95)
    assert len(steps()) == 3
    after(200)
    assert steps()[3:] == [("coordinator", 96)]
    climb = trajectory.climbs.get()
    assert (climb.next_step, climb.next_at, climb.stopped_at) == ("", None, None)
    assert letters() == [("Noor", 0), ("Noor", 24), ("Ilse", 48), ("Ruben", 96)]


def test_replays_change_nothing(asked, after, steps):
    after(48)
    before = steps(), letters()
    for _time in range(3):
        actions.go_on(at=ASKED + 48 * HOUR)
        sweep()
    actions.begin(occurrences=[asked], at=ASKED + 48 * HOUR)
    assert (steps(), letters()) == before


def test_the_database_knows_a_step_once_and_one_climb_at_a_time(asked, trajectory):
    climb = trajectory.climbs.get()
    for double in (
        ClimbStep(organisation_id=climb.organisation_id, trajectory=trajectory, climb=climb, step="reminder", at=ASKED),
        Climb(
            organisation_id=climb.organisation_id, trajectory=trajectory, occurrence=asked, asked_at=ASKED, next_step=""
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            double.save(force_insert=True)


def test_after_an_outage_the_steps_follow_one_another_and_none_is_skipped(asked, steps, time_machine):
    time_machine.move_to(ASKED + 50 * HOUR, tick=False)
    for _tick in range(5):
        sweep()
    assert steps() == [("reminder", 0), ("counsellor", 50)]


def test_the_second_reminder_waits_for_the_end_of_quiet_hours(
    time_machine, trajectory, counsellor, client_user, organisation
):
    client_user.quiet_from, client_user.quiet_until = time(20), time(12)
    client_user.save()
    time_machine.move_to(ASKED - 5 * 24 * HOUR, tick=False)
    agree(trajectory, counsellor)
    checkins.open_due(at=ASKED)
    actions.go_on(at=ASKED + 24 * HOUR)
    second = ClimbStep.objects.get(step="second")
    assert second.at == ASKED + 26 * HOUR
    assert Message.objects.get(key=second.message_key).due_at == second.at
    climb = trajectory.climbs.get()
    actions.stop(trajectory=trajectory, because=Climb.Stopped.REACHED, at=ASKED + 25 * HOUR)
    second.refresh_from_db()
    assert second.called_off_at == ASKED + 25 * HOUR
    assert Message.objects.get(key=second.message_key).state == "withdrawn"
    assert climb.steps.get(step="reminder").called_off_at is None


def test_a_second_reminder_that_would_come_too_late_is_not_sent(asked, after, steps, organisation, manager):
    actions.set_hours(
        organisation=organisation, by=manager, revision=0, second=60, counsellor=72, stand_in=80, coordinator=90
    )
    Climb.objects.update(next_at=ASKED + 60 * HOUR)
    after(71)
    assert steps() == [("reminder", 0)]
    after(72)
    assert steps()[1:] == [("counsellor", 72)]


def answer(trajectory):
    draft = checkins.start(trajectory=trajectory, by=trajectory.client.user)
    checkins.submit(check_in=draft, by=trajectory.client.user, answers=SEVEN)


def write(trajectory):
    messages.send(trajectory=trajectory, by=trajectory.client.user, text="Ik ben er.")


def meet(trajectory, counsellor, *, hours):
    at = ASKED + hours * HOUR
    planned = appointments.plan(
        trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=at, at=ASKED - HOUR, tell=False
    )
    appointments.record(appointment=planned, by=counsellor, state="held")


@pytest.mark.parametrize(
    ("happens", "because"),
    [
        (lambda trajectory, _by: answer(trajectory), "answered"),
        (lambda trajectory, by: meet(trajectory, by, hours=49), "reached"),
        (lambda trajectory, by: lapses.record(trajectory=trajectory, by=by, what="Wijn."), "reached"),
        (lambda trajectory, by: teamtasks.finish(task=trajectory.team_tasks.get(), by=by), "reached"),
        (
            lambda trajectory, _by: write(trajectory),
            "reached",
        ),
    ],
    ids=["answer", "appointment", "conversation", "call", "message"],
)
def test_it_stops_at_once(asked, after, steps, trajectory, counsellor, happens, because):
    after(50)
    taken = steps()
    happens(trajectory, counsellor)
    climb = trajectory.climbs.get()
    assert (climb.stopped_because, climb.next_at) == (because, None)
    assert not trajectory.team_tasks.open().exists()
    assert letters("silence") == []
    after(300)
    assert steps() == taken


def test_what_the_care_team_writes_or_what_was_before_does_not_stop_it(asked, after, trajectory, counsellor):
    after(50)
    messages.send(trajectory=trajectory, by=counsellor, text="Hoe gaat het?")
    meet(trajectory, counsellor, hours=-30)
    other = teamtasks.ask(
        trajectory=trajectory, kind="other", key="x", due_at=ASKED + 60 * HOUR, by=counsellor, text="Brief"
    )
    teamtasks.finish(task=other, by=counsellor)
    assert trajectory.climbs.get().stopped_at is None


@pytest.mark.parametrize("how", ["put_off", "pause", "end", "close"])
def test_what_is_not_asked_any_more_is_not_climbed(asked, after, steps, trajectory, counsellor, client_user, how):
    if how == "put_off":
        checkins.put_off(occurrence=asked, by=client_user)
    elif how == "pause":
        day = ASKED.date()
        checkins.pause(schedule=asked.schedule, by=counsellor, paused_from=day, paused_until=day + 24 * 7 * HOUR)
    elif how == "end":
        checkins.end(schedule=asked.schedule, by=counsellor)
    else:
        type(trajectory).objects.filter(pk=trajectory.pk).update(status="closed", closed_at=ASKED, closed_by=counsellor)
    after(100)
    assert steps() == [("reminder", 0)]
    assert trajectory.climbs.get().stopped_because == "called_off"


@pytest.fixture
def absent(trajectory, counsellor, colleague, organisation):
    """absent(hours) is Ilse away from the day of that hour on, with Farah to stand in."""

    def away(hours, *, stand_in=True):
        day = (ASKED + hours * HOUR).date()
        Absence.objects.create(organisation=organisation, user=counsellor, since=day, back_on=day + timedelta(days=14))
        if stand_in:
            dossier.seat(
                trajectory=trajectory,
                user=colleague,
                role=TeamRole.STAND_IN,
                since=day,
                until=day + timedelta(days=13),
                by=counsellor,
            )

    return away


def test_who_stands_in_is_asked_instead_of_a_counsellor_who_is_away(asked, after, steps, absent):
    absent(0)
    after(96)
    assert steps()[2:] == [("stand_in", 48), ("coordinator", 96)]
    assert letters("silence") == [("Farah", 48), ("Ruben", 96)]


def test_who_stands_in_later_is_asked_at_their_own_step(asked, after, steps, absent, trajectory):
    after(48)
    absent(48)
    after(96)
    assert steps()[2:] == [("counsellor", 48), ("stand_in", 60), ("coordinator", 96)]
    assert trajectory.team_tasks.count() == 1


def test_without_a_stand_in_it_stays_with_the_counsellor(asked, after, steps, absent):
    absent(0, stand_in=False)
    after(96)
    assert [step for step, _at in steps()] == ["reminder", "second", "counsellor", "coordinator"]


def test_the_next_check_in_begins_no_second_ladder_while_one_runs(asked, after, trajectory):
    after(7 * 24)
    checkins.open_due(at=ASKED + 7 * 24 * HOUR)
    assert trajectory.occurrences.count() == 2
    assert trajectory.climbs.count() == 1
    answer(trajectory)
    checkins.open_due(at=ASKED + 14 * 24 * HOUR)
    assert trajectory.climbs.count() == 2


def test_history_that_is_brought_in_climbs_nothing(time_machine, trajectory, counsellor):
    time_machine.move_to(ASKED - 5 * 24 * HOUR, tick=False)
    agree(trajectory, counsellor)
    checkins.open_due(at=ASKED, remind=False)
    assert not Climb.objects.exists()


def test_nobody_is_written_to_who_has_no_address(asked, after, organisation, coordinator, counsellor):
    member("Sam Post", Role.COORDINATOR, organisation)
    counsellor.email = None
    counsellor.save()
    after(96)
    assert letters("silence") == [("Ruben", 96), ("Sam", 96)]


def test_stopping_what_does_not_run_changes_nothing(trajectory):
    actions.stop(trajectory=trajectory, because=Climb.Stopped.REACHED, at=ASKED)
    assert not Climb.objects.exists()
    assert Step.REMINDER.label
