"""The open door: asking to come back, and starting again with the old plan."""

from datetime import UTC, datetime, time, timedelta

import pytest

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, TransitionRefused
from tests.personas import member
from tests.trajectories.closing.conftest import DAY, DUE, NOW, TODAY, WEEK
from trajectories.checkins import actions as checkins
from trajectories.closing import actions as closing
from trajectories.closing.access import return_asked
from trajectories.closing.reopening import reopen
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import CareTeamSeat, TeamRole, Trajectory
from trajectories.exercises.models import AssignedExercise
from trajectories.plans import actions as plans
from trajectories.plans.models import PlanItem
from trajectories.teamtasks import actions as teamtasks


@pytest.fixture
def ask(closed, client_user):
    return lambda words="", **when: closing.ask_to_return(trajectory=closed, by=client_user, words=words, **when)


def test_asking_makes_a_task_for_the_same_day(ask, closed, client_user):
    task = ask("Het gaat minder.")
    assert (task.kind, task.text, task.asked_by, task.due_at) == (
        "return_request",
        "Het gaat minder.",
        client_user,
        DUE,
    )
    assert return_asked(closed) == task


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 3, 2, 13, 59, tzinfo=UTC), DUE),
        (datetime(2026, 3, 2, 14, 0, tzinfo=UTC), DUE + DAY),  # two hours before the day ends
        (datetime(2026, 3, 6, 19, 0, tzinfo=UTC), DUE + WEEK),  # Friday evening
    ],
)
def test_late_in_the_day_it_is_the_next_working_day(ask, at, due):
    assert ask(at=at).due_at == due


def test_it_is_used_once_at_a_time(ask, closed, counsellor):
    assert ask("Het gaat minder.") == ask("Nog eens.")
    assert closed.team_tasks.count() == 1
    teamtasks.finish(task=return_asked(closed), by=counsellor)
    assert ask(at=NOW + timedelta(hours=1)).text == ""
    assert closed.team_tasks.count() == 2


def test_it_can_be_taken_back(ask, closed, client_user):
    ask()
    for _again in range(2):
        closing.take_back_return(trajectory=closed, by=client_user)
    assert return_asked(closed) is None


def test_whoever_is_in_aftercare_has_nothing_to_come_back_to(trajectory, client_user):
    with pytest.raises(TransitionRefused, match="is running"):
        closing.ask_to_return(trajectory=trajectory, by=client_user)


def test_when_everybody_has_left_the_one_with_the_fewest_clients_sees_it(
    ask, closed, counsellor, colleague, other_trajectory, organisation
):
    fresh = member("Wende Bos", "counsellor", organisation)
    counsellor.memberships.update(ended_at=NOW)
    ask()
    assert closed.seats.get(until=None).user == fresh
    assert closed in Trajectory.objects.visible_to(fresh)


def test_when_nobody_at_all_works_there_the_request_still_stands(ask, closed, counsellor):
    counsellor.memberships.update(ended_at=NOW)
    ask()
    assert return_asked(closed) is not None


def test_a_stand_in_is_somebody(closed, colleague, counsellor, client_user):
    CareTeamSeat.objects.create(
        organisation=closed.organisation, trajectory=closed, user=colleague, role=TeamRole.STAND_IN, since=TODAY
    )
    counsellor.memberships.update(ended_at=NOW)
    closing.ask_to_return(trajectory=closed, by=client_user)
    assert closed.seats.filter(role=TeamRole.COUNSELLOR, user=counsellor, until=None).exists()


@pytest.fixture
def with_a_plan(trajectory, client_user, counsellor, peer_worker):
    """A goal, an item that runs and one that is over, a step, check-ins on Tuesdays, Hanneke on the team."""
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    running = plans.add(trajectory=trajectory, by=counsellor, kind="skill", title="Nee zeggen", state="active")
    plans.add(trajectory=trajectory, by=counsellor, kind="skill", title="Ademen", state="stopped")
    plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug.")
    checkins.schedule(
        trajectory=trajectory,
        by=counsellor,
        instrument="weekly_seven",
        weekday=1,
        wall_time=time(20),
        zone="Europe/Amsterdam",
        starts_on=TODAY,
    )
    return running


def test_it_starts_with_the_old_plan(with_a_plan, closed, counsellor, client_user, peer_worker, clock):
    clock.shift(10 * WEEK)
    new = reopen(trajectory=closed, by=counsellor)
    assert (new.follows_id, new.status, new.starts_on) == (closed.pk, "running", TODAY + 10 * WEEK)
    assert (new.treatment_place, new.reasons, new.learned) == ("Lindehoeve", ["afraid"], "Merken wanneer het begint.")
    goal = new.goals.get()
    assert (goal.text, goal.set_by, goal.set_at) == ("Rust in huis.", client_user, NOW)
    assert [(item.title, item.state) for item in new.plan_items.all()] == [("Nee zeggen", "active")]
    assert [step.text for step in new.coping_steps.all()] == ["Naar de brug."]
    assert closed.plan_items.count() == 2
    assert PlanItem.objects.get(pk=with_a_plan.pk).trajectory_id == closed.pk


def test_the_team_and_the_rhythm_come_along_and_the_check_ups_end(with_a_plan, closed, counsellor, peer_worker):
    new = reopen(trajectory=closed, by=counsellor)
    assert {(seat.user, seat.role) for seat in new.seats.all()} == {
        (counsellor, "counsellor"),
        (peer_worker, "peer_worker"),
    }
    rhythm = new.check_in_schedules.get()
    assert (rhythm.instrument, rhythm.weekday, rhythm.wall_time, rhythm.until) == ("weekly_seven", 1, time(20), None)
    assert not closed.check_in_schedules.current().exists()


def test_whoever_does_not_work_here_any_more_stays_behind(with_a_plan, closed, counsellor, peer_worker):
    peer_worker.memberships.update(ended_at=NOW)
    assert reopen(trajectory=closed, by=counsellor).seats.get().user == counsellor


def test_a_stand_in_may_open_it_and_carries_it(closed, colleague):
    CareTeamSeat.objects.create(
        organisation=closed.organisation, trajectory=closed, user=colleague, role=TeamRole.STAND_IN, since=TODAY
    )
    assert reopen(trajectory=closed, by=colleague).seats.get().role == TeamRole.COUNSELLOR


def test_the_client_is_asked_to_confirm_the_new_period(closed, counsellor):
    new = reopen(trajectory=closed, by=counsellor)
    asked = new.agreements.get()
    assert (asked.kind, asked.state, asked.ends_on) == ("start", "proposed", TODAY + 13 * WEEK)


def test_the_request_is_answered_by_it(ask, closed, counsellor):
    ask()
    reopen(trajectory=closed, by=counsellor, at=NOW + timedelta(hours=2))
    task = closed.team_tasks.get()
    assert (task.done_by, task.took) == (counsellor, timedelta(hours=2))


def test_it_is_logged_on_both(closed, counsellor):
    new = reopen(trajectory=closed, by=counsellor)
    logged = AccessEntry.objects.filter(event=Event.CHANGE, object_id__in=[closed.pk, new.pk])
    assert {line.object_id for line in logged.filter(segment__in=["reopen", "trajectory_edit"])} == {closed.pk, new.pk}


def test_it_is_taken_up_once(closed, counsellor):
    new = reopen(trajectory=closed, by=counsellor)
    with pytest.raises(TransitionRefused, match="already"):
        reopen(trajectory=closed, by=counsellor)
    with pytest.raises(TransitionRefused, match="running"):
        reopen(trajectory=new, by=counsellor)


def test_somebody_in_aftercare_already_is_not_taken_up_twice(closed, counsellor, organisation, client_user):
    dossier.register(organisation=organisation, user=client_user, by=counsellor, starts_on=TODAY, ends_on=TODAY + WEEK)
    with pytest.raises(Refused, match="registered already"):
        reopen(trajectory=closed, by=counsellor)


def test_what_points_at_a_part_of_the_plan_points_at_its_copy(with_a_plan, trajectory, closed, counsellor):
    AssignedExercise.objects.create(
        organisation=closed.organisation,
        trajectory=closed,
        slug="breathing",
        item=with_a_plan,
        assigned_by=counsellor,
        changed_by=counsellor,
    )
    new = reopen(trajectory=closed, by=counsellor)
    assert new.assigned_exercises.get().item == new.plan_items.get()
