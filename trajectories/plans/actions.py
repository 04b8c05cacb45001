"""Change the plan: goal, items, their days, coping steps."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale, TransitionRefused
from supportgroups.models import SupportGroup
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.plans.models import CopingStep, DayTick, Goal, PlanItem

CHANGED_MEANWHILE = gettext_lazy("Somebody changed this while you were writing.")


@transaction.atomic
def set_goal(
    *, trajectory: Trajectory, by: User, text: str, replaces: UUID | None = None, at: datetime | None = None
) -> Goal:
    """Replace the goal that the writer saw, if any; another one written since is Stale."""
    Trajectory.objects.select_for_update().get(pk=trajectory.pk)
    current = trajectory.goals.current().first()
    if (current and current.pk) != replaces:
        raise Stale(CHANGED_MEANWHILE)
    at = at or timezone.now()
    trajectory.goals.current().update(replaced_at=at)
    goal = Goal.objects.create(
        organisation_id=trajectory.organisation_id, trajectory=trajectory, text=text, set_at=at, set_by=by
    )
    record_change(by=by, trajectory=trajectory, obj=goal, segment=Permission.GOAL_EDIT)
    return goal


@transaction.atomic
def add(
    *,
    trajectory: Trajectory,
    by: User,
    kind: PlanItem.Kind,
    title: str,
    group: SupportGroup | None = None,
    at: datetime | None = None,
    **details,
) -> PlanItem:
    """`details` are fields of PlanItem: area, goal, frequency, carrier, starts_on, ends_on, review_on, state."""
    _refuse_foreign(group, trajectory)
    item = PlanItem.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        kind=kind,
        title=title,
        group=group,
        changed_by=by,
        changed_at=at or timezone.now(),
        **details,
    )
    record_change(by=by, trajectory=trajectory, obj=item, segment=Permission.PLAN_EDIT)
    return item


def change(*, item: PlanItem, by: User, revision: int, **details) -> None:
    """Write `details` over the revision that the writer saw; another one since is Stale."""
    _refuse_foreign(details.get("group"), item.trajectory)
    _write(item, by, revision, details)


def set_state(*, item: PlanItem, by: User, revision: int, state: PlanItem.State) -> None:
    if state not in item.next_states:
        raise TransitionRefused(
            _("This item is “%(now)s”; from there it cannot become “%(then)s”.")
            % {"now": item.get_state_display(), "then": PlanItem.State(state).label}
        )
    _write(item, by, revision, {"state": state})


@transaction.atomic
def _write(item: PlanItem, by: User, revision: int, fields: dict) -> None:
    written = PlanItem.objects.filter(pk=item.pk, revision=revision).update(
        revision=F("revision") + 1, changed_at=timezone.now(), changed_by=by, **fields
    )
    if not written:
        raise Stale(CHANGED_MEANWHILE)
    record_change(by=by, trajectory=item.trajectory, obj=item, segment=Permission.PLAN_EDIT)


def _refuse_foreign(group: SupportGroup | None, trajectory: Trajectory) -> None:
    if group and group.organisation_id != trajectory.organisation_id:
        raise Refused(_("This group belongs to another organisation."))


@transaction.atomic
def tick(*, item: PlanItem, by: User, on: date, done: bool, at: datetime | None = None) -> None:
    """Say of one day that the item was done, or not today. Saying it again replaces it."""
    if item.state != PlanItem.State.ACTIVE:
        raise TransitionRefused(_("This part of your plan is not running now."))
    at = at or timezone.now()
    DayTick.objects.update_or_create(
        item=item,
        on=on,
        defaults={"done": done, "ticked_at": at},
        create_defaults={
            "done": done,
            "ticked_at": at,
            "organisation_id": item.organisation_id,
            "trajectory_id": item.trajectory_id,
        },
    )
    record_change(by=by, trajectory=item.trajectory, obj=item, segment=Permission.PLAN_TICK)


@transaction.atomic
def write_step(
    *,
    trajectory: Trajectory,
    by: User,
    text: str,
    trigger: str = "",
    call_name: str = "",
    call_phone: str = "",
    pinned: bool = True,
    replaces: CopingStep | None = None,
    at: datetime | None = None,
) -> CopingStep:
    """A new coping step, in the place of `replaces` when that one is rewritten."""
    at = at or timezone.now()
    if replaces and not trajectory.coping_steps.current().filter(pk=replaces.pk).update(removed_at=at):
        raise Stale(CHANGED_MEANWHILE)
    step = CopingStep.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        text=text,
        trigger=trigger,
        call_name=call_name,
        call_phone=call_phone,
        pinned=pinned,
        written_at=at,
        written_by=by,
    )
    record_change(by=by, trajectory=trajectory, obj=step, segment=Permission.COPING_EDIT)
    return step


@transaction.atomic
def pin_step(*, step: CopingStep, by: User, pinned: bool) -> None:
    """Show the step at Help now, or no longer."""
    CopingStep.objects.filter(pk=step.pk).update(pinned=pinned)
    record_change(by=by, trajectory=step.trajectory, obj=step, segment=Permission.COPING_EDIT)


@transaction.atomic
def remove_step(*, step: CopingStep, by: User) -> None:
    """Take it off every page. Logs that name it keep it; removing twice is once."""
    if step.trajectory.coping_steps.current().filter(pk=step.pk).update(removed_at=timezone.now()):
        record_change(by=by, trajectory=step.trajectory, obj=step, segment=Permission.COPING_EDIT)
