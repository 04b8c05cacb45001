"""All conversations of a caseload: who wrote, what waits. It shows no words: those stand in the conversation."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import User
from trajectories.dossier.models import TrajectoryQuerySet
from trajectories.messages.models import Message

PAGE = 50
UNREAD, WAITING, ALL = "unread", "waiting", "all"
SHOWN: dict[str, tuple[Promise, Q]] = {
    UNREAD: (_("Not read yet"), Q(unread__gt=0)),
    WAITING: (_("Waits for an answer"), Q(summary__message_waits_since__isnull=False)),
    ALL: (_("All"), Q()),
}


@dataclass(frozen=True)
class Filter:
    name: str
    text: Promise
    count: int
    current: bool


@dataclass(frozen=True)
class Inbox:
    page: Page
    filters: list[Filter]

    @property
    def shown(self) -> str:
        return next(one.name for one in self.filters if one.current)


def read(mine: TrajectoryQuerySet, *, by: User, asked: Mapping[str, str]) -> Inbox:
    """What was not read yet stands first in time; everything else the newest first."""
    conversations = _with_news(mine, by)
    counts = {name: conversations.filter(of).count() for name, (_text, of) in SHOWN.items()}
    shown = asked.get("show", "")
    shown = shown if shown in SHOWN else UNREAD if counts[UNREAD] else ALL
    order = "summary__message_waits_since" if shown in {UNREAD, WAITING} else "-last_at"
    found = conversations.filter(SHOWN[shown][1]).select_related("client__user", "summary").order_by(order, "pk")
    filters = [Filter(name, text, counts[name], name == shown) for name, (text, _of) in SHOWN.items()]
    return Inbox(Paginator(found, PAGE).get_page(asked.get("page")), filters)


def _with_news(mine: TrajectoryQuerySet, by: User) -> QuerySet:
    """Those in which somebody wrote, each with how much is `unread` and when the last message came."""
    unread = Message.objects.filter(trajectory=OuterRef("pk")).from_client().unanswered().unread_by(by).order_by()
    return mine.annotate(
        last_at=Greatest("summary__client_wrote_at", "summary__team_wrote_at"),
        unread=Coalesce(Subquery(unread.values("trajectory").annotate(count=Count("pk")).values("count")), 0),
    ).filter(last_at__isnull=False)
