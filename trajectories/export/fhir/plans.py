"""CarePlan, one for each trajectory with the parts of its plan as activities, and Goal."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from aftercare.accounts.models import User
from trajectories.dossier.models import Status, Trajectory
from trajectories.export.fhir.elements import Element, concept, day, element, instant, period, reference, resource
from trajectories.export.sources.plan import goals_of, items_of
from trajectories.plans.models import Goal, PlanItem, State

PLAN_STATUS = {Status.RUNNING: "active", Status.CLOSED: "completed"}
ACTIVITY_STATUS = {
    State.PLANNED: "not-started",
    State.ACTIVE: "in-progress",
    State.PAUSED: "on-hold",
    State.DONE: "completed",
    State.STOPPED: "stopped",
}


def resources(of: User, trajectories: Sequence[Trajectory]) -> Iterator[Element]:
    goals: dict[UUID, list[Goal]] = defaultdict(list)
    for goal in goals_of(trajectories):
        goals[goal.trajectory_id].append(goal)
    items: dict[UUID, list[PlanItem]] = defaultdict(list)
    for item in items_of(trajectories):
        items[item.trajectory_id].append(item)
    for trajectory in trajectories:
        yield _care_plan(of, trajectory, goals[trajectory.pk], items[trajectory.pk])
        yield from (_goal(of, trajectory, goal) for goal in goals[trajectory.pk])


def _care_plan(of: User, trajectory: Trajectory, goals: list[Goal], items: list[PlanItem]) -> Element:
    return resource(
        "CarePlan",
        trajectory.pk,
        status=PLAN_STATUS[trajectory.status],
        intent="plan",
        title=str(trajectory.organisation),
        subject=reference("Patient", of.pk),
        period=period(trajectory.starts_on, trajectory.closed_at or trajectory.ends_on),
        created=instant(trajectory.opened_at),
        goal=[reference("Goal", goal.pk) for goal in goals],
        activity=[{"detail": _activity(item)} for item in items],
    )


def _activity(item: PlanItem) -> Element:
    """Either how often or from when to when: FHIR takes one of the two."""
    when = {} if item.frequency else {"scheduledPeriod": period(item.starts_on, item.ends_on)}
    return element(
        id=str(item.pk),
        code=concept(item.get_kind_display()),
        status=ACTIVITY_STATUS[item.state],
        description=": ".join(filter(None, [item.title, item.goal])),
        scheduledString=item.frequency,
        performer=[{"display": item.carrier}] if item.carrier else [],
        **when,
    )


def _goal(of: User, trajectory: Trajectory, goal: Goal) -> Element:
    """Replaced or of a closed trajectory it is “completed”, by which R4 says that it is no longer being sought."""
    is_sought = goal.replaced_at is None and trajectory.status == Status.RUNNING
    return resource(
        "Goal",
        goal.pk,
        lifecycleStatus="active" if is_sought else "completed",
        description=concept(goal.text),
        subject=reference("Patient", of.pk),
        startDate=day(goal.set_at),
        statusDate=day(goal.replaced_at),
    )
