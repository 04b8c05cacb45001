"""Start an intake, save or pass over a step, make the first plan."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.errors import Refused, Stale, TransitionRefused
from trajectories.arrivals import actions as arrivals
from trajectories.arrivals.models import Arrival
from trajectories.dossier import actions as dossier
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Status, Trajectory
from trajectories.intake import carrying
from trajectories.intake.models import (
    AreaTold,
    EarlierEpisode,
    Intake,
    PersonAround,
    ProblemTold,
    SavedStep,
    Step,
)
from trajectories.plans import actions as plans

Rows = list[dict[str, Any]]


@transaction.atomic
def start(
    *,
    once: UUID,
    organisation: Organisation,
    by: User,
    referral: dict[str, Any],
    arrival: Arrival | None = None,
    at: datetime | None = None,
    **person,
) -> Trajectory:
    """Register the person, perhaps announced by an `arrival`, and save the first step.

    The same page sent twice registers nobody twice.
    """
    trajectory = dossier.register_person(organisation=organisation, by=by, at=at, **person)
    try:
        with transaction.atomic():
            begin(trajectory=trajectory, by=by, id=once, at=at)
    except IntegrityError as error:
        raise Refused(_("This was saved a moment ago. You find it with the intakes to finish.")) from error
    say_referral(trajectory=trajectory, by=by, revision=0, at=at, **referral)
    if arrival:
        arrivals.register(arrival=arrival, trajectory=trajectory, by=by)
    return trajectory


def begin(*, trajectory: Trajectory, by: User, at: datetime | None = None, **fields) -> Intake:
    return Intake.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        started_at=at or timezone.now(),
        started_by=by,
        **fields,
    )


@transaction.atomic
def say_referral(*, trajectory: Trajectory, by: User, revision: int, at: datetime | None = None, **referral) -> None:
    """`referral` are fields of Intake: referrer, referrer_name, referred_on."""
    intake = _save(trajectory, by, Step.REFERRAL, revision, at)
    Intake.objects.filter(pk=intake.pk).update(**referral)


@transaction.atomic
def say_treatment(
    *,
    trajectory: Trajectory,
    by: User,
    revision: int,
    rows: Rows,
    earlier_episodes: int = 0,
    at: datetime | None = None,
    **treatment,
) -> None:
    """`treatment` are fields of Trajectory; there were at least as many earlier episodes as are described."""
    _save(trajectory, by, Step.TREATMENT, revision, at)
    _replace(EarlierEpisode, trajectory, rows)
    count = max(earlier_episodes, len(rows))
    Trajectory.objects.filter(pk=trajectory.pk).update(earlier_episodes=count, **treatment)


@transaction.atomic
def say_reasons(
    *,
    trajectory: Trajectory,
    by: User,
    revision: int,
    reasons: list[str],
    learned: str = "",
    at: datetime | None = None,
) -> None:
    _save(trajectory, by, Step.REASONS, revision, at)
    Trajectory.objects.filter(pk=trajectory.pk).update(reasons=reasons, learned=learned)


@transaction.atomic
def say_areas(*, trajectory: Trajectory, by: User, revision: int, rows: Rows, at: datetime | None = None) -> None:
    _save(trajectory, by, Step.AREAS, revision, at)
    _replace(AreaTold, trajectory, rows)


@transaction.atomic
def say_people(
    *,
    trajectory: Trajectory,
    by: User,
    revision: int,
    rows: Rows,
    group_wishes: list[str],
    at: datetime | None = None,
) -> None:
    intake = _save(trajectory, by, Step.PEOPLE, revision, at)
    _replace(PersonAround, trajectory, rows)
    Intake.objects.filter(pk=intake.pk).update(group_wishes=group_wishes)


@transaction.atomic
def say_problems(*, trajectory: Trajectory, by: User, revision: int, rows: Rows, at: datetime | None = None) -> None:
    _save(trajectory, by, Step.PROBLEMS, revision, at)
    _replace(ProblemTold, trajectory, rows)


@transaction.atomic
def make_plan(
    *,
    trajectory: Trajectory,
    by: User,
    revision: int,
    items: Rows,
    goal: str = "",
    replaces: UUID | None = None,
    at: datetime | None = None,
) -> None:
    """The chosen suggestions become the plan, and the intake is finished. Each of `items` is as for plans.add.

    The people who were named come on the social map, and the scores begin self-care.
    """
    intake = _save(trajectory, by, Step.PLAN, revision, at)
    at = at or timezone.now()
    stands = trajectory.goals.current().values_list("text", flat=True).first()
    if goal and goal != stands:
        plans.set_goal(trajectory=trajectory, by=by, text=goal, replaces=replaces, at=at)
    for item in items:
        plans.add(trajectory=trajectory, by=by, at=at, **item)
    carrying.put_on_the_map(trajectory, by=by, at=at)
    carrying.start_self_care(trajectory, by=by, at=at)
    Intake.objects.to_finish().filter(pk=intake.pk).update(finished_at=at, finished_by=by)


@transaction.atomic
def skip(*, trajectory: Trajectory, by: User, step: Step, at: datetime | None = None) -> None:
    """Pass over a step for now. What was saved already stays."""
    if not SavedStep.objects.filter(trajectory=trajectory, step=step).exists():
        _save(trajectory, by, step, 0, at, skipped=True)


def _save(
    trajectory: Trajectory, by: User, step: Step, revision: int, at: datetime | None, *, skipped: bool = False
) -> Intake:
    """Note the step, unless somebody else did since `revision`. One at a time for each trajectory."""
    status = Trajectory.objects.select_for_update(of=["self"]).values_list("status", flat=True).get(pk=trajectory.pk)
    if status != Status.RUNNING:
        raise TransitionRefused(_("This trajectory is closed."))
    intake = Intake.objects.filter(trajectory=trajectory).first() or begin(trajectory=trajectory, by=by, at=at)
    steps = SavedStep.objects.filter(trajectory=trajectory, step=step)
    if (steps.values_list("revision", flat=True).first() or 0) != revision:
        raise Stale(_("Somebody changed this while you were writing."))
    said = {"skipped": skipped, "revision": revision + 1, "saved_at": at or timezone.now(), "saved_by": by}
    if not steps.update(**said):
        SavedStep.objects.create(organisation_id=trajectory.organisation_id, trajectory=trajectory, step=step, **said)
    record_change(by=by, trajectory=trajectory, obj=intake, segment=Permission.INTAKE_EDIT)
    return intake


def _replace(model: type[Model], trajectory: Trajectory, rows: Rows) -> None:
    """What is told now, in the place of what was told before."""
    model.objects.filter(trajectory=trajectory).delete()
    model.objects.bulk_create(
        model(organisation_id=trajectory.organisation_id, trajectory=trajectory, **row) for row in rows
    )
