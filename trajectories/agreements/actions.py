"""Propose, accept, withdraw. A trajectory changes only when both have confirmed."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.notifications import actions as notifications
from trajectories.agreements import reviews
from trajectories.agreements.models import Agreement, Review
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Status, Trajectory

FURTHEST = timedelta(days=731)
LETTER_USEFUL = timedelta(days=7)
CONFIRMED = {Agreement.Side.CLIENT: "client_agreed", Agreement.Side.TEAM: "team_agreed"}


def side_of(user: User, trajectory: Trajectory) -> Agreement.Side:
    return Agreement.Side.CLIENT if trajectory.client.user_id == user.pk else Agreement.Side.TEAM


def at_registration(*, trajectories: list[Trajectory], by: User, at: datetime) -> None:
    """Registering proposes the period; each client confirms it."""
    proposed = [_proposal(one, by=by, at=at, kind=Agreement.Kind.START) for one in trajectories]
    Agreement.objects.bulk_create(proposed, batch_size=1000)
    for agreement in proposed:
        record_change(by=by, trajectory=agreement.trajectory, obj=agreement, segment=Permission.AGREE)


@transaction.atomic
def propose(
    *,
    trajectory: Trajectory,
    by: User,
    kind: Agreement.Kind,
    starts_on: date | None = None,
    ends_on: date | None = None,
    reason: str = "",
    seen: UUID | None = None,
    at: datetime | None = None,
    tell: bool = True,
) -> Agreement:
    """In the place of the open proposal that `by` has `seen`, if any: an own one is withdrawn, another's answered.

    `tell` is False for history that is brought in.
    """
    at = at or timezone.now()
    stored = _running(trajectory)
    open_now = stored.agreements.open().first()
    if (open_now and open_now.pk) != seen:
        raise Stale(_("Something else was proposed in the meantime."))
    review = _near(stored, at)
    terms = _terms(stored, kind, starts_on=starts_on, ends_on=ends_on, today=timezone.localdate(at))
    _refuse(stored, kind, terms, reason=reason, at_review=review is not None, today=timezone.localdate(at))
    side = side_of(by, trajectory)
    counters = None
    if open_now:
        counters = open_now if open_now.side != side else None
        _end(open_now, Agreement.State.COUNTERED if counters else Agreement.State.WITHDRAWN, at=at)
    proposed = _proposal(
        trajectory, by=by, at=at, kind=kind, reason=reason, review=review, counters=counters, side=side, **terms
    )
    proposed.save(force_insert=True)
    record_change(by=by, trajectory=trajectory, obj=proposed, segment=Permission.AGREE)
    if tell and side == Agreement.Side.TEAM:
        _write_to_client(proposed, "asked", at=at)
    return proposed


@transaction.atomic
def accept(
    *,
    agreement: Agreement,
    by: User,
    spoken_on: date | None = None,
    at: datetime | None = None,
    tell: bool = True,
) -> None:
    """The other side confirms: now it holds. With `spoken_on` the team writes down what the client said that day."""
    at = at or timezone.now()
    trajectory = agreement.trajectory
    _running(trajectory)
    _reload(agreement)
    if not agreement.is_open:
        raise TransitionRefused(_("This proposal is not open any more."))
    side = side_of(by, trajectory)
    if spoken_on:
        _refuse_conversation(agreement, side, spoken_on, today=timezone.localdate(at))
        side, agreement.spoken_on = Agreement.Side.CLIENT, spoken_on
    if side == agreement.side:
        raise Refused(_("You proposed this. The other one answers it."))
    if agreement.review is None:
        agreement.review = _near(trajectory, at)
    _confirm(agreement, side, by=by, at=at)
    _end(agreement, Agreement.State.AGREED, at=at)
    Trajectory.objects.filter(pk=trajectory.pk).update(
        starts_on=agreement.starts_on, ends_on=agreement.ends_on, step=agreement.step, revision=F("revision") + 1
    )
    trajectory.starts_on, trajectory.ends_on, trajectory.step = agreement.starts_on, agreement.ends_on, agreement.step
    reviews.follow(agreement, by=by, at=at)
    record_change(by=by, trajectory=trajectory, obj=agreement, segment=Permission.AGREE)
    if tell and side == Agreement.Side.TEAM:
        _write_to_client(agreement, "answered", at=at)


@transaction.atomic
def withdraw(*, agreement: Agreement, by: User, at: datetime | None = None) -> None:
    """What one side proposed is off the table. What the other side proposed is answered instead."""
    Trajectory.objects.select_for_update(of=["self"]).values_list("pk").get(pk=agreement.trajectory_id)
    _reload(agreement)
    if not agreement.is_open:
        raise TransitionRefused(_("This proposal is not open any more."))
    if side_of(by, agreement.trajectory) != agreement.side:
        raise Refused(_("Only who proposed this can withdraw it. You can propose something else."))
    _end(agreement, Agreement.State.WITHDRAWN, at=at or timezone.now())
    record_change(by=by, trajectory=agreement.trajectory, obj=agreement, segment=Permission.AGREE)


@transaction.atomic
def end_all(*, trajectory: Trajectory, by: User, at: datetime) -> None:
    """The trajectory closes: nothing waits for an answer, no review is to come."""
    for agreement in trajectory.agreements.open().select_for_update():
        _end(agreement, Agreement.State.WITHDRAWN, at=at)
        record_change(by=by, trajectory=trajectory, obj=agreement, segment=Permission.AGREE)
    trajectory.reviews.open().update(ended_at=at)


def _running(trajectory: Trajectory) -> Trajectory:
    """As it is stored, locked until the transaction ends."""
    stored = Trajectory.objects.select_for_update(of=["self"]).get(pk=trajectory.pk)
    if stored.status != Status.RUNNING:
        raise TransitionRefused(_("This aftercare is closed. There is nothing to agree on any more."))
    return stored


def _near(trajectory: Trajectory, at: datetime) -> Review | None:
    """The review of which an agreement would be the outcome."""
    review = trajectory.reviews.open().first()
    return review if review and review.is_near(timezone.localdate(at)) else None


def _reload(agreement: Agreement) -> None:
    """What another tab, or the other one, did in the meantime."""
    agreement.refresh_from_db(from_queryset=Agreement.objects.select_related("trajectory__client__user"))


def _terms(
    trajectory: Trajectory, kind: Agreement.Kind, *, starts_on: date | None, ends_on: date | None, today: date
) -> dict:
    """What would hold: what is not changed stays as it is."""
    begins = (starts_on or trajectory.starts_on) if kind == Agreement.Kind.START else trajectory.starts_on
    moves_end = kind in (*Agreement.DATED, Agreement.Kind.START)
    step = trajectory.step + Agreement.STEPS.get(kind, 0)
    return {"starts_on": begins, "ends_on": (ends_on if moves_end else None) or trajectory.ends_on, "step": step}


def _refuse(
    trajectory: Trajectory, kind: Agreement.Kind, terms: dict, *, reason: str, at_review: bool, today: date
) -> None:
    ends_on = terms["ends_on"]
    if (kind == Agreement.Kind.START) == trajectory.agreements.agreed().exists():
        raise TransitionRefused(_("First the start and the end are agreed; after that they can be changed."))
    if kind == Agreement.Kind.CONTINUE and not at_review:
        raise Refused(_("There is no review now. What was agreed goes on by itself."))
    if kind == Agreement.Kind.EXTEND and ends_on <= trajectory.ends_on:
        raise Refused(_("Choose a day after %(day)s.") % {"day": date_format(trajectory.ends_on, "j F Y")})
    if kind == Agreement.Kind.SHORTEN and not today <= ends_on < trajectory.ends_on:
        raise Refused(
            _("Choose a day from today and before %(day)s.") % {"day": date_format(trajectory.ends_on, "j F Y")}
        )
    if kind == Agreement.Kind.CLOSE and ends_on < today:
        raise Refused(_("Choose today or a day that is still to come."))
    if ends_on < terms["starts_on"]:
        raise Refused(_("The end cannot be before the start."))
    if ends_on > today + FURTHEST:
        raise Refused(_("This is more than two years ahead. Look at the year again."))
    if kind in Agreement.STEPS and not 1 <= terms["step"] <= 3:
        raise Refused(_("There are three steps. This is the last one in that direction."))
    if kind in Agreement.STEPS and not reason:
        raise Refused(_("Write in a few words why."))


def _refuse_conversation(agreement: Agreement, side: Agreement.Side, spoken_on: date, *, today: date) -> None:
    if side != Agreement.Side.TEAM or not agreement.waits_for_client:
        raise Refused(_("Only the care team writes down what was agreed in a conversation."))
    if spoken_on > today:
        raise Refused(_("This conversation is still to come."))
    if spoken_on < timezone.localdate(agreement.trajectory.opened_at):
        raise Refused(_("This is before the aftercare was registered."))


def _proposal(
    trajectory: Trajectory,
    *,
    by: User,
    at: datetime,
    kind: Agreement.Kind,
    side: Agreement.Side = Agreement.Side.TEAM,
    **terms,
) -> Agreement:
    """Who proposes has confirmed."""
    held = {"starts_on": trajectory.starts_on, "ends_on": trajectory.ends_on, "step": trajectory.step}
    proposed = Agreement(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        kind=kind,
        side=side,
        proposed_at=at,
        proposed_by=by,
        **held | terms,
    )
    _confirm(proposed, side, by=by, at=at)
    return proposed


def _confirm(agreement: Agreement, side: Agreement.Side, *, by: User, at: datetime) -> None:
    setattr(agreement, f"{CONFIRMED[side]}_at", at)
    setattr(agreement, f"{CONFIRMED[side]}_by", by)


def _end(agreement: Agreement, state: Agreement.State, *, at: datetime) -> None:
    agreement.state, agreement.ended_at = state, at
    agreement.save()
    notifications.withdraw(key_prefix=_key(agreement))


def _write_to_client(agreement: Agreement, occasion: str, *, at: datetime) -> None:
    """A neutral letter that something is ready, for whoever has an address."""
    recipient = agreement.trajectory.client.user
    if not recipient.email:
        return
    notifications.queue(
        key=f"{_key(agreement)}{occasion}",
        recipient=recipient,
        kind="agreement",
        due_at=at,
        expires_at=at + LETTER_USEFUL,
        link_view="agreements:mine",
    )


def _key(agreement: Agreement) -> str:
    return f"trajectory:{agreement.trajectory_id}:agreement:{agreement.pk}:"
