"""At most so many messages a day to one person, over all channels together. The rest waits for the next morning."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Q

from aftercare.core.clocks import instant, is_zone, local_date
from aftercare.notifications.hours import first_moment
from aftercare.notifications.models import NEEDED, THEN, UNDER_WAY, Message

ONE_DAY = timedelta(days=1)
NOT_COUNTED = NEEDED | {"silence", "stand_in"}
"""What nobody gets in without, and what the care team must hear today."""


def occasion(key: str) -> str:
    """A knock beside a letter, and a text message in its place, are the same occasion."""
    return key.partition(THEN)[0].removesuffix(":push")


def too_many(batch: Iterable[Message], *, at: datetime) -> dict[Message, datetime]:
    """Which of these are too many for their recipient today, and when they may go."""
    had = _had(batch, at=at)
    later = {}
    for message in batch:
        if message.kind in NOT_COUNTED:
            continue
        occasions = had[message.recipient_id]
        if occasion(message.key) not in occasions and len(occasions) >= settings.MESSAGES_PER_DAY:
            later[message] = _tomorrow(message, at)
        else:
            occasions.add(occasion(message.key))
    return later


def _had(batch: Iterable[Message], *, at: datetime) -> dict[object, set[str]]:
    zones = {message.recipient_id: _zone(message) for message in batch}
    sent = Message.objects.filter(Q(sent_at__gt=at - ONE_DAY) | Q(state__in=UNDER_WAY), recipient__in=zones)
    had = defaultdict(set)
    for person, key, sent_at in sent.exclude(kind__in=NOT_COUNTED).values_list("recipient", "key", "sent_at"):
        if local_date(sent_at or at, zones[person]) == local_date(at, zones[person]):
            had[person].add(occasion(key))
    return had


def _zone(message: Message) -> str:
    zone = message.recipient.time_zone
    return zone if is_zone(zone) else settings.TIME_ZONE


def _tomorrow(message: Message, at: datetime) -> datetime:
    zone = _zone(message)
    midnight = instant(local_date(at, zone) + ONE_DAY, time(), zone)
    return first_moment(midnight, zone=zone, quiet=message.recipient.quiet_hours)
