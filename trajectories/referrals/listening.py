"""Whoever stops all sharing with a partner stops the handover to them as well: then they see nothing at all."""

from datetime import datetime
from typing import Any

from trajectories.dossier.happenings import What, follow
from trajectories.dossier.models import Consent
from trajectories.referrals import actions
from trajectories.referrals.models import Referral, State


def start() -> None:
    follow(What.TAKEN_BACK, of_stopping)


def of_stopping(*, found: list[Any], at: datetime) -> None:
    """Only what the client stopped: what ends with its day ends with the handover's own."""
    ended = Consent.objects.filter(pk__in=[one.pk for one in found if isinstance(one, Consent)])
    stopped = ended.filter(ended_because=Consent.Ended.STOPPED).order_by().values("recipient")
    standing = Consent.objects.filter(ended_at=None).order_by().values("recipient")
    with_them = Referral.objects.filter(recipient__in=stopped).exclude(recipient__in=standing)
    running = with_them.open() | with_them.filter(state=State.ARRIVED, until__gte=at.date())
    for referral in running.select_related("trajectory__client__user").order_by("id"):
        actions.stop(referral=referral, by=referral.trajectory.client.user, at=at)
