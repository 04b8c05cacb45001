"""What a new trajectory takes along from the one it follows: the plan and what was told, not what happened since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model

from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.plans.models import CopingStep, Goal, PlanItem

DETAILS = (
    "kind",
    "step",
    "treatment",
    "treatment_place",
    "treatment_ended_on",
    "earlier_episodes",
    "reasons",
    "learned",
)


@dataclass(frozen=True)
class Start:
    """What the new plan begins with, to be looked at before."""

    goal: Goal | None
    items: list[PlanItem]
    steps: list[CopingStep]


def told(old: Trajectory) -> Start:
    return Start(old.goals.current().first(), list(old.plan_items.current()), list(old.coping_steps.current()))


def details(old: Trajectory) -> dict:
    """What was registered, so that nothing is asked twice."""
    return {name: getattr(old, name) for name in DETAILS}


def carry(old: Trajectory, new: Trajectory) -> None:
    """Who wrote what, and when, stays as it was. A row that points at another points at its copy."""
    copies: dict[UUID, UUID] = {}
    for rows in _carried(old):
        found = list(rows)
        for row in found:
            _become_copy(row, new, copies)
        if found:
            type(found[0]).objects.bulk_create(found)


def _carried(old: Trajectory) -> Iterator[Iterable[Model]]:
    """What is pointed at comes before what points at it."""
    yield old.goals.current()
    yield old.plan_items.current()
    yield old.coping_steps.current()
    yield old.assigned_exercises.current()
    yield old.known_people.current()
    yield old.signal_plans.holding()
    yield old.signal_steps.holding()
    yield [old.intake] if hasattr(old, "intake") else []
    for name in ("intake_steps", "episodes", "areas_told", "people_around", "problems_told"):
        yield getattr(old, name).all()


def _become_copy(row: Model, new: Trajectory, copies: dict[UUID, UUID]) -> None:
    fresh = copies[row.pk] = new_id()
    for field in row._meta.concrete_fields:
        if field.is_relation and (pointed := getattr(row, field.attname)) in copies:
            setattr(row, field.attname, copies[pointed])
    row.pk, row.trajectory = fresh, new
