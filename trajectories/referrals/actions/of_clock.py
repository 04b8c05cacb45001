"""What happens by itself: the client is asked after four weeks; what nobody took up expires, visibly."""

from datetime import datetime

from django.db import transaction

from trajectories.referrals.actions.steps import ask_team, end, move, tell_client
from trajectories.referrals.models import Referral, ReferralQuerySet, State

BATCH = 100


@transaction.atomic
def ask_after(*, at: datetime, limit: int = BATCH) -> int:
    """Returns how many clients were asked how it goes with the partner."""
    found = _held(Referral.objects.to_ask(at=at), limit)
    for stored in found:
        move(stored, State.ASKED, by=None, at=at, asked_at=at)
        tell_client(stored, at=at)
    return len(found)


@transaction.atomic
def expire(*, at: datetime, limit: int = BATCH) -> int:
    """Returns how many handovers are over. The client hears of it, and the care team has something to do."""
    found = _held(Referral.objects.over(at=at), limit)
    for stored in found:
        end(stored, State.EXPIRED, by=None, at=at)
        ask_team(stored, occasion="expired", by=None, at=at)
        tell_client(stored, at=at)
    return len(found)


def _held(referrals: ReferralQuerySet, limit: int) -> list[Referral]:
    people = ("trajectory__client__user", "trajectory__organisation", "to_user", "recipient")
    return list(referrals.select_for_update(of=["self"], skip_locked=True).select_related(*people)[:limit])
