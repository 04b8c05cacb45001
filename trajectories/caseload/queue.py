"""The caseload as one query: the facts, which reasons hold, how many of each, and one page of rows.

Written in SQL: the ORM took 10 ms to build it before PostgreSQL saw it, and the counts as much again.
Who is in it still comes from the access policy, as a queryset.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import User
from aftercare.core.prepared import Prepared
from trajectories.caseload.access import asking, caseload_of
from trajectories.caseload.facts import BACK_AT, FACTS, KEPT
from trajectories.caseload.listing import AS_TYPED_FIRST, NEWS, ORDERS, PAGE, SEARCH, WITHOUT, Asked, Filter, Listing
from trajectories.caseload.reasons import REASONS, Reason
from trajectories.caseload.rows import Row
from trajectories.dossier.models import Trajectory

NEVER_LOOKED = timedelta(days=7)
"""How far back a log is new to somebody who never opened the dossier."""

TO_DO_FIRST = "cardinality(reasons) = 0, back_at IS NOT NULL"
"""What asks for something, then what was put off, then the rest."""

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
        SELECT totals.*, page.id, kind, status, step, starts_on, name, heard_at, next_appointment_at,
            appointment_comes, carrier, carrier_back_on, today,
            ends_on, called, phone, craving,
            check_ins_missed, last_check_in_at, use_reported_at, last_trigger_at, last_trigger_strength,
            colour, colour_set_at, last_contact_at, message_waits_since, unread_message_at,
            task_id, task_kind, task_text, task_asked_at, task_due_at, task_own, more_tasks,
            proposal_at, problem_due_on, medicine_not_taken_at, medicine_raised_at, intake_since,
            handover_id, handover_giver, handover_since,
            proposal_kind, proposal_ends_on, proposal_step, proposed_at, review_due_on,
            signals, step_proposed_at, is_news, back_at,
            (SELECT appointment.id FROM trajectories_appointment AS appointment
             WHERE trajectory_id = page.id AND starts_at = next_appointment_at AND state = 'planned' LIMIT 1),
            cravings, reasons
        FROM totals LEFT JOIN page ON true ORDER BY place
    """  # noqa: S608


@dataclass(frozen=True)
class Kept:
    """A view that the reader keeps."""

    id: str
    name: str
    query: str
    current: bool


@dataclass(frozen=True)
class Queue(Listing):
    """Those who can ask for attention, and how many have which reason."""

    rows: list[Row]
    counts: dict[Reason, int]
    with_reason: int
    news: int
    put_off: int
    kept: list["Kept"]

    @property
    def without_reason(self) -> int:
        return self.total - self.with_reason

    @property
    def whole(self) -> bool:
        """Whether those with and without a reason stand in one list."""
        return self.asked.searches or self.asked.reason == WITHOUT

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
def _asking(user: UUID, on: date) -> QuerySet[Trajectory]:
    mine = asking(caseload_of(user, on=on)).order_by()
    return mine.values_list("pk", "client__user", "kind", "status", "step", "starts_on", "ends_on", "part")


def load(*, by: User, asked: Asked, at: datetime | None = None) -> Queue:
    """A page of those who can ask for attention; who does, first."""
    now = at or timezone.now()
    mine_sql, mine_params = _asking.sql(user=by.pk, on=timezone.localdate())
    only, only_params = _only(asked.reason)
    order = f"{TO_DO_FIRST}, {ORDERS[asked.order][1]}"
    sql = _sql(
        mine=mine_sql,
        search=SEARCH if asked.searches else "",
        whose=asked.whose_sql,
        only=only,
        order=AS_TYPED_FIRST + order if asked.searches else order,
    )
    search_params = [asked.pattern, asked.search, asked.pattern] if asked.searches else []
    clock = [now, timezone.localdate(now), _tomorrow(now), now - NEVER_LOOKED]
    with connection.cursor() as cursor:
        cursor.execute(sql, [by.pk, *clock, *mine_params, *search_params, *only_params, asked.offset])
        found = cursor.fetchall()
    total, counts, with_reason, stood_in, everybody, news, put_off, kept = found[0][:TOTALS]
    counted = json.loads(counts)
    return Queue(
        asked=asked,
        rows=[_row(line[TOTALS:], asked=asked) for line in found if line[TOTALS]],
        total=total,
        stood_in=stood_in,
        everybody=everybody,
        counts={reason: counted.get(str(place), 0) for place, reason in enumerate(REASONS, start=1)},
        with_reason=with_reason,
        news=news,
        put_off=put_off,
        kept=[Kept(*columns, current=columns[2] == asked.view) for columns in json.loads(kept)],
    )


def _row(columns: Sequence, *, asked: Asked) -> Row:
    """The reason that is asked for comes first."""
    *facts, cravings, places = columns
    reasons = sorted((REASONS[place - 1] for place in places), key=lambda reason: reason.name != asked.reason)
    return Row(*facts, tuple(cravings), tuple(reasons))


def _only(name: str) -> tuple[str, list[int]]:
    if name == WITHOUT:
        return "cardinality(reasons) = 0", []
    if name == NEWS:
        return "is_news AND cardinality(reasons) > 0", []
    places = [place for place, reason in enumerate(REASONS, start=1) if reason.name == name]
    return ("%s = ANY (reasons)", places) if places else ("true", [])


def _tomorrow(now: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=1), time()))
