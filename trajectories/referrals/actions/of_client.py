"""What the client does: say yes and to what, stop it at any moment, say whether it goes well there."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused
from trajectories.dossier.models import Category
from trajectories.referrals.actions.steps import What, ask_team, end, lock, move, stop_sharing, take, tell_partner
from trajectories.referrals.models import OPEN, Referral, State
from trajectories.sharing import actions as sharing


@transaction.atomic
def agree(
    *,
    referral: Referral,
    by: User,
    until: date,
    categories: Collection[Category] = (),
    shares_phone: bool = False,
    may_propose: bool = False,
    at: datetime | None = None,
) -> None:
    """Yes: the partner hears of it, and may read the reason and these categories until that day."""
    at = at or timezone.now()
    stored = lock(referral, among=[State.PROPOSED])
    if until < timezone.localdate(at):
        raise Refused(_("Choose a day that is still to come."))
    if categories:
        of_whom = {"user": stored.to_user, "partner": stored.to_organisation}
        of_whom = of_whom if stored.to_organisation_id else {"email": stored.to_user.email}
        stored.recipient = sharing.share_for_handover(
            trajectory=stored.trajectory,
            by=by,
            categories=categories,
            until=until,
            name=stored.to_name,
            at=at,
            **of_whom,
        )
    terms = {"until": until, "shares_phone": shares_phone, "may_propose": may_propose}
    move(stored, State.AGREED, by=by, at=at, agreed_at=at, **terms)
    tell_partner(stored, at=at)


@transaction.atomic
def stop(*, referral: Referral, by: User, at: datetime | None = None) -> None:
    """No, or not any more. What was shared for it stops at once, also with a partner where the client arrived."""
    at = at or timezone.now()
    stored = lock(referral, among=[*OPEN, State.ARRIVED])
    if stored.state == State.ARRIVED:
        stored.until = timezone.localdate(at) - timedelta(days=1)
        stored.save(update_fields=["until"])
        if stored.recipient:
            stop_sharing(stored, by=by, at=at)
        take(stored, What.STOPPED, by=by, at=at)
        return
    end(stored, State.STOPPED, by=by, at=at)


@transaction.atomic
def tell_how_it_goes(*, referral: Referral, by: User, well: bool, words: str = "", at: datetime | None = None) -> None:
    """Well: the client has arrived. Not well: the care team calls, and the question stays open."""
    at = at or timezone.now()
    stored = lock(referral, among=[State.ASKED])
    stored.goes_well = well
    if well:
        end(stored, State.ARRIVED, by=by, at=at, because=words)
        return
    stored.save(update_fields=["goes_well"])
    take(stored, What.NOT_WELL, by=by, at=at, words=words)
    ask_team(stored, occasion=f"not-well:{at:%Y-%m-%d}", by=by, at=at, words=words or _("It does not go well there."))
