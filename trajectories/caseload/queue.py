"""The caseload as one query: the facts, which reasons hold, how many of each, and one page of rows.

Written in SQL: the ORM took 10 ms to build it before PostgreSQL saw it, and the counts as much again.
Who is in it still comes from the access policy, as a queryset.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import User
from aftercare.core.prepared import Prepared
from trajectories.caseload.access import asking, caseload_of
from trajectories.caseload.facts import BACK_AT, FACTS, KEPT, SEARCH
from trajectories.caseload.reasons import INTAKE, REASONS, Reason
from trajectories.caseload.rows import Row
from trajectories.dossier.models import Trajectory, TrajectoryQuerySet

PAGE = 50
SHORTEST_SEARCH = 2
NEVER_LOOKED = timedelta(days=7)
"""How far back a log is new to somebody who never opened the dossier."""

WITHOUT, NEWS = "none", "new"
"""The filters for those without a reason, and for those with something new since the reader looked."""

ORDERS: dict[str, tuple[Promise, str]] = {
    "need": (_("Contact first"), "reasons[1], cardinality(reasons) DESC, heard_at"),
    "waiting": (_("Longest waiting"), "coalesce(last_contact_at, starts_on)"),
    "name": (_("Name"), "plain_name"),
}
TO_DO_FIRST = "cardinality(reasons) = 0, back_at IS NOT NULL"
"""What asks for something, then what was put off, then the rest."""
BY_NAME = "plain_name"
AS_TYPED_FIRST = "plain_name NOT LIKE '%%' || (SELECT aftercare_plain(%s)) || '%%', "
"""Of what a search finds: whose name holds what was typed, then whose name looks like it."""

WHOSE: dict[str, tuple[Promise, str]] = {
    "": (_("All clients"), "true"),
    "own": (_("My own clients"), "NOT stands_in"),
    "stand_in": (_("For whom I stand in"), "stands_in"),
}

HOLDING = ", ".join(
    f"CASE WHEN (status = 'running' OR {reason.after_closing}) AND ({reason.sql}) THEN {place} END"
    for place, reason in enumerate(REASONS, start=1)
)
COUNTS = """
SELECT coalesce(jsonb_object_agg(place, many), '{}')
FROM (SELECT place, count(*) AS many FROM judged, unnest(reasons) AS place WHERE shown GROUP BY place) AS counted
"""
"""How many have each reason, by its place; those that nobody has are left out."""

TOTALS = 8
"""So many columns come before those of a row."""


def _sql(*, mine: str, search: str, whose: str, only: str, order: str) -> str:
    """Every part is ours; what a person typed goes in as a parameter."""
    return f"""
        WITH asked (asker, now, today, tomorrow, never_looked) AS (
            SELECT %s::uuid, %s::timestamptz, %s::date, %s::timestamptz, %s::timestamptz
        ),
        mine (id, person, kind, status, step, starts_on, ends_on, part) AS MATERIALIZED ({mine}),
        facts AS MATERIALIZED ({FACTS} {search}),
        judged AS (
            SELECT *, array_remove(ARRAY[{HOLDING}], NULL) AS reasons, {whose} AS shown, {BACK_AT} AS back_at,
                coalesce(news_at > looked_at, false) AS is_news
            FROM facts
        ),
        totals AS (
            SELECT count(*) FILTER (WHERE shown), ({COUNTS}),
                count(*) FILTER (WHERE shown AND cardinality(reasons) > 0),
                count(*) FILTER (WHERE stands_in), count(*),
                count(*) FILTER (WHERE shown AND is_news AND cardinality(reasons) > 0),
                count(*) FILTER (WHERE shown AND back_at IS NOT NULL AND cardinality(reasons) > 0), ({KEPT})
            FROM judged
        ),
        page AS (
            SELECT *, row_number() OVER (ORDER BY {order}, plain_name, id) AS place
            FROM judged WHERE shown AND {only} ORDER BY place LIMIT {PAGE} OFFSET %s
        )
        SELECT totals.*, page.id, kind, status, step, starts_on, ends_on, name, called, phone, craving,
            check_ins_missed, last_check_in_at, use_reported_at, last_trigger_at, last_trigger_strength,
            colour, colour_set_at, next_appointment_at, appointment_comes, last_contact_at, message_waits_since,
            unread_message_at, heard_at,
            task_id, task_kind, task_text, task_asked_at, task_due_at, task_own, more_tasks,
            proposal_at, problem_due_on, medicine_not_taken_at, medicine_raised_at, intake_since,
            handover_id, handover_giver, handover_since,
            proposal_kind, proposal_ends_on, proposal_step, proposed_at, review_due_on, carrier, carrier_back_on,
            signals, step_proposed_at, is_news, back_at,
            (SELECT appointment.id FROM trajectories_appointment AS appointment
             WHERE trajectory_id = page.id AND starts_at = next_appointment_at AND state = 'planned' LIMIT 1),
            cravings, reasons
        FROM totals LEFT JOIN page ON true ORDER BY place
    """  # noqa: S608


@dataclass(frozen=True)
class Asked:
    """What the address asks for. What it does not know is left out, never an error."""

    reason: str = ""
    order: str = "need"
    search: str = ""
    page: int = 1
    whose: str = ""

    @classmethod
    def of(cls, params: Mapping[str, str]) -> "Asked":
        known = {reason.name for reason in REASONS} | {WITHOUT, NEWS}
        reason, order, page = params.get("reason", ""), params.get("order", ""), params.get("page", "")
        return cls(
            reason=reason if reason in known else "",
            order=order if order in ORDERS else "need",
            search=" ".join(params.get("q", "").replace("\x00", "").split())[:100],
            page=int(page) if page.isascii() and page.isdigit() and 0 < int(page) < 10_000 else 1,
            whose=params["whose"] if params.get("whose") in WHOSE else "",
        )

    @property
    def searches(self) -> bool:
        return len(self.search) >= SHORTEST_SEARCH

    @property
    def view(self) -> str:
        """What of it can be kept under a name."""
        usual = Asked()
        parts = {"reason": self.reason, "order": self.order, "whose": self.whose}
        return urlencode({name: value for name, value in parts.items() if value != getattr(usual, name)})

    def narrowed(self, **to: str | None) -> str:
        """The query of the first page of what is narrowed to something else."""
        return replace(self, page=1, **{name: value or "" for name, value in to.items()}).query

    @property
    def query(self) -> str:
        """The whole, for coming back to it."""
        rest = {"q": self.search, "page": self.page if self.page > 1 else ""}
        return "&".join(filter(None, [self.view, urlencode({name: value for name, value in rest.items() if value})]))


@dataclass(frozen=True)
class Filter:
    name: str | None
    text: Promise
    count: int
    current: bool


@dataclass(frozen=True)
class Kept:
    """A view that the reader keeps."""

    id: str
    name: str
    query: str
    current: bool


@dataclass(frozen=True)
class Queue:
    """One page of rows, and how many there are of each."""

    asked: Asked
    rows: list[Row]
    total: int
    counts: dict[Reason, int]
    with_reason: int
    stood_in: int
    """For how many the reader stands in, and how many there are in all, whichever are shown."""
    everybody: int
    news: int
    put_off: int
    kept: list["Kept"]
    by_name: bool

    @property
    def without_reason(self) -> int:
        return self.total - self.with_reason

    @property
    def whole(self) -> bool:
        """Whether those with and without a reason stand in one list."""
        return self.by_name or self.asked.searches or self.asked.reason == WITHOUT

    @property
    def matching(self) -> int:
        """How many the list holds over all its pages."""
        if self.asked.reason == WITHOUT:
            return self.without_reason
        if self.asked.reason == NEWS:
            return self.news
        if self.asked.reason:
            return next(count for reason, count in self.counts.items() if reason.name == self.asked.reason)
        return self.total if self.whole else self.with_reason

    @property
    def intakes(self) -> int:
        """How many intakes are to be finished."""
        return self.counts[INTAKE]

    @property
    def pages(self) -> int:
        return max(1, -(-self.matching // PAGE))

    @property
    def is_past_the_end(self) -> bool:
        return self.asked.page > self.pages

    @property
    def is_last(self) -> bool:
        return self.asked.page == self.pages

    @property
    def listed(self) -> list[Row]:
        return self.rows if self.whole else [row for row in self.rows if row.reasons and not row.back_at]

    @property
    def later(self) -> list[Row]:
        """Those that were put off: they stand apart, with when they come back."""
        return [] if self.whole else [row for row in self.rows if row.reasons and row.back_at]

    @property
    def kept_here(self) -> "Kept | None":
        """The kept view that is looked at."""
        return next((one for one in self.kept if one.current), None)

    @property
    def quiet(self) -> list[Row]:
        """Those without a reason who still fit on the last page."""
        return [] if self.whole else [row for row in self.rows if not row.reasons]

    @property
    def views(self) -> list["Filter"]:
        """Whose clients are shown: a choice for whoever stands in for somebody."""
        counts = {"": self.everybody, "own": self.everybody - self.stood_in, "stand_in": self.stood_in}
        each = [
            Filter(name or None, text, counts[name], name == self.asked.whose) for name, (text, _holds) in WHOSE.items()
        ]
        return each if self.stood_in or self.asked.whose else []

    @property
    def filters(self) -> list["Filter"]:
        """All, those that somebody has, and the one that is chosen."""
        chosen = self.asked.reason
        every = Filter(None, _("All reasons"), self.with_reason, current=chosen == "")
        news = Filter(NEWS, _("New since you looked"), self.news, current=chosen == NEWS)
        each = [
            Filter(reason.name, reason.label, count, chosen == reason.name) for reason, count in self.counts.items()
        ]
        without = Filter(WITHOUT, _("No reason today"), self.without_reason, current=True)
        some = [one for one in (news, *each) if one.count or one.current]
        return [every, *some, *([without] if chosen == WITHOUT else [])]


@Prepared
def _everybody(user: UUID, on: date) -> QuerySet[Trajectory]:
    return _columns(caseload_of(user, on=on))


@Prepared
def _asking(user: UUID, on: date) -> QuerySet[Trajectory]:
    return _columns(asking(caseload_of(user, on=on)))


def _columns(mine: TrajectoryQuerySet) -> QuerySet[Trajectory]:
    return mine.order_by().values_list("pk", "client__user", "kind", "status", "step", "starts_on", "ends_on", "part")


def load(*, by: User, asked: Asked, by_name: bool = False, at: datetime | None = None) -> Queue:
    """A page of those who can ask for attention, who does first; or of everybody, simply by name."""
    now = at or timezone.now()
    mine = _everybody if by_name else _asking
    mine_sql, mine_params = mine.sql(user=by.pk, on=timezone.localdate())
    only, only_params = _only(asked.reason)
    order = BY_NAME if by_name else f"{TO_DO_FIRST}, {ORDERS[asked.order][1]}"
    sql = _sql(
        mine=mine_sql,
        search=SEARCH if asked.searches else "",
        whose=WHOSE[asked.whose][1],
        only=only,
        order=AS_TYPED_FIRST + order if asked.searches else order,
    )
    pattern = _as_pattern(asked.search)
    search_params = [pattern, asked.search, pattern] if asked.searches else []
    offset = (asked.page - 1) * PAGE
    today = timezone.localdate(now)
    clock = [now, today, _tomorrow(now), now - NEVER_LOOKED]
    with connection.cursor() as cursor:
        cursor.execute(sql, [by.pk, *clock, *mine_params, *search_params, *only_params, offset])
        found = cursor.fetchall()
    total, counts, with_reason, stood_in, everybody, news, put_off, kept = found[0][:TOTALS]
    rows = [_row(line[TOTALS:], asked=asked, today=today) for line in found if line[TOTALS]]
    counted = json.loads(counts)
    reasons = {reason: counted.get(str(place), 0) for place, reason in enumerate(REASONS, start=1)}
    views = [Kept(*columns, current=columns[2] == asked.view) for columns in json.loads(kept)]
    return Queue(asked, rows, total, reasons, with_reason, stood_in, everybody, news, put_off, views, by_name)


def _row(columns: Sequence, *, asked: Asked, today: date) -> Row:
    """The reason that is asked for comes first."""
    *facts, cravings, places = columns
    reasons = sorted((REASONS[place - 1] for place in places), key=lambda reason: reason.name != asked.reason)
    return Row(*facts, tuple(cravings), tuple(reasons), today)


def _only(name: str) -> tuple[str, list[int]]:
    if name == WITHOUT:
        return "cardinality(reasons) = 0", []
    if name == NEWS:
        return "is_news AND cardinality(reasons) > 0", []
    places = [place for place, reason in enumerate(REASONS, start=1) if reason.name == name]
    return ("%s = ANY (reasons)", places) if places else ("true", [])


def _as_pattern(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _tomorrow(now: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=1), time()))
