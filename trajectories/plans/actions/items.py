"""Change the parts of a plan, and say of a day that one was done."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale, TransitionRefused
from supportgroups.models import SupportGroup
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.plans.actions.words import CHANGED_MEANWHILE
from trajectories.plans.models import DayTick, PlanItem


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
