"""What a coordinator sees first: today, the coming week, and what has to be arranged."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from supportgroups import cover
from supportgroups.cover import Gap
from supportgroups.models import Session, SupportGroup

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
SOON = timedelta(weeks=3)
"""So far ahead a session without a facilitator is shown."""


@dataclass(frozen=True)
class Home:
    """`gaps` are of the coming weeks; a group is `full` where nobody waits, else it is in `waiting`."""

    today: list[Session]
    this_week: list[Session]
    gaps: list[Gap]
    waiting: list[SupportGroup]
    full: list[SupportGroup]
    empty: list[SupportGroup]

    @property
    def is_arranged(self) -> bool:
        return not (self.gaps or self.waiting or self.full or self.empty)


def look(groups: QuerySet[SupportGroup], *, midnight: datetime, at: datetime) -> Home:
    """Of the groups that this person plans: the same few queries, however many groups."""
    running = groups.running().order_by()
    planned = Session.objects.planned().filter(group__in=running.values("pk"))
    soon = list(planned.within(midnight, midnight + SOON).with_people().order_by("period", "id"))
    placed = list(groups.running().with_places().with_waiting())
    published = [session for session in soon if not session.series.draft]
    return Home(
        [session for session in published if session.period.lower < midnight + A_DAY],
        [session for session in published if A_DAY <= session.period.lower - midnight < A_WEEK],
        cover.gaps(session for session in soon if session.period.lower > at),
        sorted((group for group in placed if group.waiting), key=lambda group: group.waiting_since),
        [group for group in placed if group.free <= 0 and not group.waiting],
        [group for group in placed if not group.taken],
    )
