"""What the care team does: propose, write down the conversation of three, answer, send again, call it off."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts import actions as accounts
from aftercare.accounts.models import Membership, User
from aftercare.core.errors import Refused
from aftercare.network.models import Service
from trajectories.dossier.models import Trajectory
from trajectories.referrals import deadlines
from trajectories.referrals.actions.steps import What, end, lock, move, take, tell_client, tell_partner
from trajectories.referrals.models import ANSWERABLE, OPEN, Referral, State
from trajectories.teamtasks import actions as teamtasks


@transaction.atomic
def propose(
    *,
    trajectory: Trajectory,
    by: User,
    reason: str,
    professional: Membership | None = None,
    name: str = "",
    email: str = "",
    place: str = "",
    listed: Service | None = None,
    service: str = "",
    at: datetime | None = None,
) -> Referral:
    """To a `professional` with an account here, or to somebody by `name` and `email`. The client decides."""
    at = at or timezone.now()
    if trajectory.kind != Trajectory.Kind.CLIENT:
        raise Refused(_("Only a client is handed over to a partner."))
    whom = {"to_user": professional.user, "to_organisation": professional.organisation} if professional else {}
    whom = whom or {"to_user": _person(trajectory, by, name=name, email=email)}
    referral = Referral(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        to_name=professional.user.name if professional else name,
        to_place=professional.organisation.name if professional else place,
        listed=listed,
        service=service or (listed.name if listed else ""),
        reason=reason,
        proposed_at=at,
        proposed_by=by,
        **whom,
        **deadlines.of(State.PROPOSED, since=at),
    )
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("A handover to %(name)s is under way already.") % {"name": referral.to_name}) from error
    take(referral, What.PROPOSED, by=by, at=at, words=reason)
    tell_client(referral, at=at)
    return referral


def _person(trajectory: Trajectory, by: User, *, name: str, email: str) -> User:
    """Whom the letters go to. An address that is known already keeps its owner; nothing is told of them."""
    known = User.objects.filter(email__iexact=email.strip()).first()
    if known is None:
        return accounts.find_or_add_person(name=name, email=email, organisation=trajectory.organisation, by=by)
    if known.pk in (trajectory.client.user_id, by.pk):
        raise Refused(_("This is the client’s address or your own. Fill in the partner’s."))
    if not known.is_active:
        raise Refused(_("Nothing can be sent to this address. Ask the partner for another one."))
    return known


@transaction.atomic
def note_talk(*, referral: Referral, by: User, on: date, at: datetime | None = None) -> None:
    """The client, the partner and the counsellor spoke together. It may come after the partner’s yes as well."""
    at = at or timezone.now()
    stored = lock(referral, among=[*ANSWERABLE, State.ACCEPTED])
    if stored.talked_on:
        raise Refused(_("The conversation of three is written down already."))
    if not timezone.localdate(stored.agreed_at) <= on <= timezone.localdate(at):
        raise Refused(_("Choose a day between the client’s yes and today."))
    if stored.state == State.AGREED:
        move(stored, State.TALKED, by=by, at=at, talked_on=on)
    else:
        stored.talked_on = on
        stored.save(update_fields=["talked_on"])
        take(stored, What.TALKED, by=by, at=at)


@transaction.atomic
def answer_question(*, referral: Referral, by: User, words: str, at: datetime | None = None) -> None:
    """To what the partner asked. The task that asked for it is done."""
    at = at or timezone.now()
    stored = lock(referral, among=OPEN)
    take(stored, What.ANSWER, by=by, at=at, words=words)
    for task in stored.trajectory.team_tasks.open().filter(key__startswith=f"referral:{stored.pk}:question"):
        teamtasks.finish(task=task, by=by, outcome=_("Answered."), at=at)
    tell_partner(stored, at=at)


@transaction.atomic
def send_again(*, referral: Referral, by: User, at: datetime | None = None) -> None:
    """A new letter to the partner; the link in the one before stops working."""
    at = at or timezone.now()
    stored = lock(referral, among=[*ANSWERABLE, State.ACCEPTED])
    take(stored, What.SENT, by=by, at=at)
    tell_partner(stored, at=at)


@transaction.atomic
def withdraw(*, referral: Referral, by: User, reason: str, at: datetime | None = None) -> None:
    """The care team calls it off, with a reason that the client reads."""
    at = at or timezone.now()
    stored = lock(referral, among=OPEN)
    end(stored, State.STOPPED, by=by, at=at, because=reason)
    tell_client(stored, at=at)
