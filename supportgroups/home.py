"""What a coordinator has to arrange now: today, sessions without facilitator, groups that are full or empty."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from supportgroups.models import Session, SupportGroup


@dataclass(frozen=True)
class ToArrange:
    today: list[Session]
    unled: list[Session]
    waiting: list[SupportGroup]
    empty: list[SupportGroup]

    def __bool__(self) -> bool:
        return bool(self.today or self.unled or self.waiting or self.empty)


def to_arrange(groups: QuerySet[SupportGroup], *, start: datetime, end: datetime, at: datetime) -> ToArrange:
    """Of the groups that this person plans: five queries and those of the people, however many groups."""
    running = groups.running().order_by()
    sessions = Session.objects.filter(group__in=running.values("pk"))
    placed = list(groups.running().with_places().with_waiting())
    waiting = [group for group in placed if group.waiting]
    return ToArrange(
        list(sessions.planned().published().within(start, end).with_people().order_by("period", "id")),
        list(sessions.without_facilitator(at=at).with_people()),
        sorted(waiting, key=lambda group: group.waiting_since),
        [group for group in placed if not group.taken],
    )
