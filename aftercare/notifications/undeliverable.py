"""Addresses that do not work: noted once, told once, and tried again when somebody says that they are right.

Notifications know no care team. Whoever tells one registers here, when the portal starts (AppConfig.ready).
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Value
from django.db.models.functions import Concat
from django.utils import timezone

from aftercare.notifications import outbox
from aftercare.notifications.models import THEN, Channel, Message, State, Undeliverable

SUPPRESSED = "address suppressed"
"""Why a message to such an address is not even tried."""

Follower = Callable[..., None]
_followers: list[tuple[Follower, Follower]] = []


def follow(found: Follower, over: Follower) -> None:
    """`found(address=…, at=…)` runs when one is noted, `over(address=…, at=…)` when it counts no more."""
    if (found, over) not in _followers:
        _followers.append((found, over))


def address_of(message: Message) -> str:
    return (message.recipient.email or "").lower() if message.channel == Channel.EMAIL else message.recipient.phone


@transaction.atomic
def note(message: Message, *, reason: str, at: datetime) -> None:
    address, is_new = Undeliverable.objects.get_or_create(
        channel=message.channel,
        address=address_of(message),
        defaults={"user": message.recipient, "reason": reason, "since": at},
    )
    if is_new:
        for found, _over in _followers:
            found(address=address, at=at)


@transaction.atomic
def resume(*, recipient: Model) -> None:
    """The addresses of this person are right, or others by now. What could still be sent is tried again."""
    now = timezone.now()
    addresses = list(Undeliverable.objects.filter(user=recipient).select_for_update())
    if not addresses:
        return
    reasons = {SUPPRESSED, *(address.reason for address in addresses)}
    failed = Message.objects.filter(recipient=recipient, state=State.FAILED, last_error__in=reasons, expires_at__gt=now)
    instead = Message.objects.filter(key__startswith=Concat(OuterRef("key"), Value(THEN)))
    failed.exclude(Exists(instead)).update(state=State.DUE, due_at=now, attempts=0)
    Undeliverable.objects.filter(pk__in=[address.pk for address in addresses]).delete()
    for address in addresses:
        for _found, over in _followers:
            over(address=address, at=now)
    outbox.wake_on_commit()
