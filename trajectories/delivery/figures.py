"""The outbox of an operator, counted: by state, the oldest that waits, and failures by their reason."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q

from aftercare.notifications.models import UNDER_WAY, Channel, MessageQuerySet, State
from trajectories.delivery.words import in_words

LOOKED_BACK = timedelta(days=7)
OPEN = {State.DUE, State.UNCERTAIN} | UNDER_WAY


@dataclass(frozen=True)
class Failure:
    channel: str
    reason: str
    count: int
    newest: datetime


@dataclass(frozen=True)
class Figures:
    """Of what is open, and of what was queued in the last days and is not."""

    waiting: int
    later: int
    under_way: int
    sent: int
    failed: int
    expired: int
    uncertain: int
    oldest_due_at: datetime | None
    failures: list[Failure]


def read(messages: MessageQuerySet, *, now: datetime) -> Figures:
    lately = messages.filter(Q(state__in=OPEN) | Q(queued_at__gt=now - LOOKED_BACK)).order_by()
    states = Counter(dict(lately.values_list("state").annotate(Count("pk"))))
    due = lately.filter(state=State.DUE, due_at__lte=now).aggregate(count=Count("pk"), oldest=Min("due_at"))
    grouped = lately.filter(state=State.FAILED).values_list("channel", "last_error")
    failures = [
        Failure(str(Channel(channel).label), in_words(reason), count, newest)
        for channel, reason, count, newest in grouped.annotate(Count("pk"), Max("queued_at")).order_by("-pk__count")
    ]
    return Figures(
        waiting=due["count"],
        later=states[State.DUE] - due["count"],
        under_way=sum(states[state] for state in UNDER_WAY),
        sent=states[State.SENT],
        failed=states[State.FAILED],
        expired=states[State.EXPIRED],
        uncertain=states[State.UNCERTAIN],
        oldest_due_at=due["oldest"],
        failures=failures,
    )
