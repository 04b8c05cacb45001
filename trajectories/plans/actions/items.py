"""Change the parts of a plan, and say of a day that one was done. What an item said before is kept."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.network.models import Service
from supportgroups.models import SupportGroup
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Summary, Trajectory
from trajectories.plans import telling
from trajectories.plans.actions.words import CHANGED_MEANWHILE
from trajectories.plans.models import AGREED, OVER, DayTick, ItemVersion, Kind, Owner, PlanItem, State, kinds_of


@transaction.atomic
def add(
    *,
    trajectory: Trajectory,
    by: User,
    kind: Kind,
    title: str,
    group: SupportGroup | None = None,
    at: datetime | None = None,
    **details,
) -> PlanItem:
    """`details` are further fields of Agreed. A practical problem is the client's own unless they say otherwise."""
    _refuse_foreign(group, trajectory)
    _refuse_unlisted(details.get("service"))
    if kind not in kinds_of(trajectory.kind):
        raise Refused(_("“%(kind)s” does not belong in this plan.") % {"kind": Kind(kind).label})
    at = at or timezone.now()
    if kind == Kind.PRACTICAL:
        details = {"owner": Owner.CLIENT, "done_on": _done_on(details.get("state"), at), **details}
    item = PlanItem.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        kind=kind,
        title=title,
        group=group,
        changed_by=by,
        changed_at=at,
        **details,
    )
    _sum_up(item)
    record_change(by=by, trajectory=trajectory, obj=item, segment=Permission.PLAN_EDIT)
    return item


def change(*, item: PlanItem, by: User, revision: int, at: datetime | None = None, **details) -> None:
    """Write `details` over the revision that the writer saw; another one since is Stale."""
    _refuse_foreign(details.get("group"), item.trajectory)
    _write(item, by, revision, details, at)


def set_state(*, item: PlanItem, by: User, revision: int, state: State, at: datetime | None = None) -> None:
    if state not in item.next_states:
        raise TransitionRefused(
            _("This item is “%(now)s”; from there it cannot become “%(then)s”.")
            % {"now": item.get_state_display(), "then": State(state).label}
        )
    if state == State.ACTIVE and item.lacks:
        raise TransitionRefused(
            _("Fill in “%(field)s” first. Then it can start.") % {"field": telling.label(item.kind, item.lacks)}
        )
    fields = {"state": state}
    if item.kind == Kind.PRACTICAL:
        fields["done_on"] = _done_on(state, at or timezone.now())
    _write(item, by, revision, fields, at)


def solve(*, item: PlanItem, by: User, revision: int, at: datetime | None = None) -> None:
    """The client says that a problem they take care of themselves is solved."""
    if item.owner != Owner.CLIENT or item.is_over:
        raise TransitionRefused(_("This is not for you to finish, or it is finished already."))
    at = at or timezone.now()
    fields = {"state": State.DONE, "done_on": timezone.localdate(at)}
    _write(item, by, revision, fields, at, segment=Permission.PLAN_TICK)


@transaction.atomic
def _write(
    item: PlanItem,
    by: User,
    revision: int,
    fields: dict,
    at: datetime | None,
    *,
    segment: Permission = Permission.PLAN_EDIT,
) -> None:
    stored = PlanItem.objects.select_for_update(of=["self"]).filter(pk=item.pk, revision=revision).first()
    if stored is None:
        raise Stale(CHANGED_MEANWHILE)
    if (service := fields.get("service")) and service.pk != stored.service_id:
        _refuse_unlisted(service)
    if all(getattr(stored, name) == value for name, value in fields.items()):
        return
    _keep(stored)
    PlanItem.objects.filter(pk=item.pk).update(
        revision=revision + 1, changed_at=at or timezone.now(), changed_by=by, **fields
    )
    _sum_up(item)
    record_change(by=by, trajectory=item.trajectory, obj=item, segment=segment)


def _sum_up(item: PlanItem) -> None:
    """The caseload says when the first open problem is due."""
    if item.kind == Kind.PRACTICAL:
        Summary.objects.select_for_update().get(pk=item.trajectory_id)
        of_client = PlanItem.objects.filter(trajectory=item.trajectory_id).exclude(state__in=OVER)
        first = of_client.aggregate(first=Min("due_on"))["first"]
        Summary.objects.filter(pk=item.trajectory_id).update(problem_due_on=first)


def _keep(item: PlanItem) -> None:
    ItemVersion.objects.create(
        organisation_id=item.organisation_id,
        trajectory_id=item.trajectory_id,
        item=item,
        revision=item.revision,
        changed_at=item.changed_at,
        changed_by_id=item.changed_by_id,
        **{name: getattr(item, name) for name in AGREED},
    )


def _done_on(state: str | None, at: datetime) -> date | None:
    return timezone.localdate(at) if state == State.DONE else None


def _refuse_unlisted(service: Service | None) -> None:
    if service and service.state != Service.State.PUBLISHED:
        raise Refused(_("This service does not stand in the directory."))


def _refuse_foreign(group: SupportGroup | None, trajectory: Trajectory) -> None:
    if group and group.organisation_id != trajectory.organisation_id:
        raise Refused(_("This group belongs to another organisation."))


@transaction.atomic
def tick(*, item: PlanItem, by: User, on: date, done: bool, at: datetime | None = None) -> None:
    """Say of one day that the item was done, or not today. Saying it again replaces it."""
    if item.state != State.ACTIVE:
        raise TransitionRefused(_("This part of your plan is not running now."))
    tick = DayTick(
        organisation_id=item.organisation_id,
        trajectory_id=item.trajectory_id,
        item=item,
        on=on,
        done=done,
        ticked_at=at or timezone.now(),
    )
    DayTick.objects.bulk_create(
        [tick], update_conflicts=True, unique_fields=["item", "on"], update_fields=["done", "ticked_at"]
    )
    record_change(by=by, trajectory=item.trajectory, obj=item, segment=Permission.PLAN_TICK)
