"""Everybody in one's care by name, closed trajectories too; and whom a search finds among them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.core.prepared import Prepared
from trajectories.caseload.access import caseload_of
from trajectories.caseload.facts import CARRIER, HEARD_AT
from trajectories.caseload.listing import AS_TYPED_FIRST, PAGE, SEARCH, Asked, Listing
from trajectories.caseload.rows import Listed
from trajectories.dossier.models import Trajectory

TOTALS = 4
"""So many columns come before those of a row."""


@dataclass(frozen=True)
class Register(Listing):
    intakes: int
    """How many intakes are to be finished."""


@Prepared
def _everybody(user: UUID, on: date) -> QuerySet[Trajectory]:
    mine = caseload_of(user, on=on).order_by()
    return mine.values_list("pk", "client__user", "kind", "status", "step", "starts_on", "part")


def _sql(*, mine: str, search: str, whose: str, order: str) -> str:
    """Every part is ours; what a person typed goes in as a parameter."""
    return f"""
        WITH asked (now, today) AS (SELECT %s::timestamptz, %s::date),
        mine (id, person, kind, status, step, starts_on, part) AS MATERIALIZED ({mine}),
        named AS (
            SELECT mine.*, name, plain_name, part = 'stand_in' AS stands_in,
                status = 'running' AND intake.id IS NOT NULL AS in_intake
            FROM mine JOIN accounts_user AS person ON person.id = mine.person
            LEFT JOIN trajectories_intake AS intake ON intake.trajectory_id = mine.id AND intake.finished_at IS NULL
            {search}
        ),
        totals AS (
            SELECT count(*) FILTER (WHERE {whose}), count(*) FILTER (WHERE stands_in), count(*),
                count(*) FILTER (WHERE {whose} AND in_intake)
            FROM named
        ),
        page AS (
            SELECT *, row_number() OVER (ORDER BY {order}, id) AS place
            FROM named WHERE {whose} ORDER BY place LIMIT {PAGE} OFFSET %s
        ),
        rows AS (
            SELECT mine.id, kind, status, step, starts_on, mine.name, {HEARD_AT} AS heard_at, next_appointment_at,
                next_appointment_at > now AS appointment_comes, carrier.name AS carrier,
                carrier.back_on AS carrier_back_on, today, place
            FROM page AS mine CROSS JOIN asked
            JOIN trajectories_summary AS summary ON summary.trajectory_id = mine.id
            {CARRIER}
        )
        SELECT * FROM totals LEFT JOIN rows ON true ORDER BY place
    """  # noqa: S608


def load(*, by: User, asked: Asked, at: datetime | None = None) -> Register:
    now = at or timezone.now()
    mine, mine_params = _everybody.sql(user=by.pk, on=timezone.localdate())
    order = AS_TYPED_FIRST + "plain_name" if asked.searches else "plain_name"
    sql = _sql(mine=mine, search=SEARCH if asked.searches else "", whose=asked.whose_sql, order=order)
    searched = [asked.pattern, asked.search] if asked.searches else []
    ordered = [asked.pattern] if asked.searches else []
    with connection.cursor() as cursor:
        cursor.execute(sql, [now, timezone.localdate(now), *mine_params, *searched, *ordered, asked.offset])
        found = cursor.fetchall()
    total, stood_in, everybody, intakes = found[0][:TOTALS]
    rows = [Listed(*line[TOTALS:-1]) for line in found if line[TOTALS]]
    return Register(asked, rows, total, stood_in, everybody, intakes)
