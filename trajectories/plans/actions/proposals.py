"""Propose something for the plan, take it back, answer it. One open proposal per item; an answer is final."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.core.ids import new_id
from aftercare.notifications import actions as notifications
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Summary, Trajectory
from trajectories.plans.actions import items
from trajectories.plans.actions.words import CHANGED_MEANWHILE
from trajectories.plans.models import Kind, PlanItem, Proposal, State

Wish = Proposal.Wish
STARTS_AT_ONCE = {Kind.SELF_CARE, Kind.COMMUNITY, Kind.PRACTICAL, Kind.SKILL}
"""What somebody does by themselves. The rest is still to be arranged when it comes into the plan."""

ANSWER_STAYS_NEWS = timedelta(days=3)


@transaction.atomic
def propose(
    *,
    trajectory: Trajectory,
    by: User,
    wish: Wish,
    item: PlanItem | None = None,
    key: UUID | None = None,
    at: datetime | None = None,
    **words,
) -> Proposal:
    """`words` are kind, area, title, frequency, goal and why. Sent twice with one `key` it is one proposal."""
    if item and item.is_over:
        raise TransitionRefused(_("This part of your plan is over. Propose something new instead."))
    proposal = Proposal(
        id=key or new_id(),
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        wish=wish,
        item=item,
        about_revision=item and item.revision,
        proposed_by=by,
        proposed_at=at or timezone.now(),
        **words,
    )
    Proposal.objects.bulk_create([proposal], ignore_conflicts=True)
    stored = trajectory.proposals.filter(pk=proposal.pk).first()
    if stored is None:
        raise Refused(_("You proposed a change of this already. You can rewrite that one."))
    _sum_up(trajectory)
    record_change(by=by, trajectory=trajectory, obj=stored, segment=Permission.PLAN_PROPOSE)
    return stored


@transaction.atomic
def rewrite(*, proposal: Proposal, by: User, revision: int, **words) -> None:
    """Say it otherwise, as long as nobody has answered. It waits from the moment it was first proposed."""
    stored = _lock(proposal, revision)
    about = stored.item and stored.item.revision
    Proposal.objects.filter(pk=proposal.pk).update(revision=revision + 1, about_revision=about, **words)
    record_change(by=by, trajectory=proposal.trajectory, obj=proposal, segment=Permission.PLAN_PROPOSE)


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User, at: datetime | None = None) -> None:
    stored = _lock(proposal, None)
    _close(stored, by, Proposal.State.WITHDRAWN, at, segment=Permission.PLAN_PROPOSE)


@transaction.atomic
def accept(
    *,
    proposal: Proposal,
    by: User,
    revision: int,
    item_revision: int | None = None,
    details: dict | None = None,
    answer: str = "",
    at: datetime | None = None,
) -> PlanItem:
    """Put it in the plan as proposed, or as `details` say. The writer saw both revisions; another one is Stale."""
    stored = _lock(proposal, revision)
    if stored.wish == Wish.ADD:
        item = _add(stored, by, details, at)
    else:
        item = stored.item
        if stored.wish == Wish.CHANGE:
            items.change(item=item, by=by, revision=item_revision, at=at, **(details or stored.words))
        else:
            items.set_state(item=item, by=by, revision=item_revision, state=Proposal.LEADS_TO[stored.wish], at=at)
    differs = any((details or {}).get(name, value) != value for name, value in stored.words.items())
    state = Proposal.State.CHANGED if differs else Proposal.State.ACCEPTED
    _close(stored, by, state, at, item=item, answer=answer)
    _tell(stored, at)
    return item


@transaction.atomic
def decline(*, proposal: Proposal, by: User, revision: int, answer: str, at: datetime | None = None) -> None:
    """With a reason, which the client reads."""
    stored = _lock(proposal, revision)
    _close(stored, by, Proposal.State.DECLINED, at, answer=answer)
    _tell(stored, at)


def _lock(proposal: Proposal, revision: int | None) -> Proposal:
    """The proposal as it stands, held until the end of the transaction; refused once it has an answer."""
    stored = Proposal.objects.select_for_update(of=["self"]).select_related("item", "trajectory").get(pk=proposal.pk)
    if not stored.is_open:
        raise TransitionRefused(
            _("This proposal has an answer already: “%(state)s”.") % {"state": stored.get_state_display()}
        )
    if revision is not None and stored.revision != revision:
        raise Stale(CHANGED_MEANWHILE)
    return stored


def _add(stored: Proposal, by: User, details: dict | None, at: datetime | None) -> PlanItem:
    if details is None:
        if not stored.can_be_accepted_as_it_is:
            raise Refused(_("Choose first what kind of item this is."))
        state = State.ACTIVE if stored.kind in STARTS_AT_ONCE else State.PLANNED
        details = {"kind": stored.kind, "area": stored.area, "state": state, **stored.words}
    return items.add(trajectory=stored.trajectory, by=by, at=at, **details)


def _close(
    stored: Proposal,
    by: User,
    state: Proposal.State,
    at: datetime | None,
    *,
    item: PlanItem | None = None,
    answer: str = "",
    segment: Permission = Permission.PLAN_EDIT,
) -> None:
    stored.state, stored.answered_at, stored.answered_by, stored.answer = state, at or timezone.now(), by, answer
    stored.item = item or stored.item
    stored.save(update_fields=["state", "answered_at", "answered_by", "answer", "item"])
    _sum_up(stored.trajectory)
    record_change(by=by, trajectory=stored.trajectory, obj=stored, segment=segment)


def _sum_up(trajectory: Trajectory) -> None:
    """The caseload says since when a proposal waits."""
    Summary.objects.select_for_update().get(pk=trajectory.pk)
    first = trajectory.proposals.open().order_by().aggregate(first=Min("proposed_at"))["first"]
    Summary.objects.filter(pk=trajectory.pk).update(proposal_at=first)


def _tell(stored: Proposal, at: datetime | None) -> None:
    """The client hears that something is ready, and no more. An answer of long ago is no news."""
    client, at = stored.trajectory.client.user, at or timezone.now()
    if client.email and timezone.now() < at + ANSWER_STAYS_NEWS:
        notifications.queue(
            key=f"proposal:{stored.pk}",
            recipient=client,
            kind="something_ready",
            due_at=at,
            expires_at=at + ANSWER_STAYS_NEWS,
            link_view="plans:proposals",
        )
