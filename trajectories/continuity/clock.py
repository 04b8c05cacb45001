"""Contact over time, read in SQL: for one trajectory on its dossier, for all of an organisation as figures.

A contact is an appointment or a call that took place, a task done by speaking with the client, or a group session
that the person came to. The clock starts when the treatment before ended, or else when the trajectory does.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from trajectories.teamtasks.models import TeamTask

ZONE = "Europe/Amsterdam"
"""Days are counted on this clock."""
DAYS = ("since", "today", "first", "last", "gap_from", "gap_until")
BY_CALLING = ", ".join(f"'{kind}'" for kind in TeamTask.BY_CALLING)

CONTACTS = f"""
    SELECT trajectory_id AS id, starts_at AS at FROM trajectories_appointment
    WHERE state = 'held' AND trajectory_id IN (SELECT id FROM mine)
    UNION ALL
    SELECT trajectory_id, done_at FROM trajectories_teamtask
    WHERE done_at IS NOT NULL AND kind IN ({BY_CALLING}) AND trajectory_id IN (SELECT id FROM mine)
    UNION ALL
    SELECT mine.id, lower(session.period) FROM mine
    JOIN supportgroups_attendance AS attendance
        ON attendance.participant_id = mine.person AND attendance.organisation_id = mine.organisation_id
        AND attendance.mark IN ('present', 'late')
    JOIN supportgroups_session AS session ON session.id = attendance.session_id
"""  # noqa: S608 - every part is ours


def gaps(which: str, *, today: str) -> str:
    """SQL: a row per trajectory of which the condition `which` holds; `today` is an SQL date."""
    return f"""
        WITH mine AS (
            SELECT trajectory.id, client.user_id AS person, trajectory.organisation_id, trajectory.status,
                coalesce(treatment_ended_on, starts_on) AS since,
                coalesce((closed_at AT TIME ZONE '{ZONE}')::date, {today}) AS until
            FROM trajectories_trajectory AS trajectory
            JOIN trajectories_client AS client ON client.id = trajectory.client_id
            WHERE {which}
        ),
        contact AS (SELECT id, (at AT TIME ZONE '{ZONE}')::date AS day FROM ({CONTACTS}) AS contacts),
        held AS (SELECT contact.id, day FROM contact JOIN mine USING (id) WHERE day BETWEEN since AND until),
        moment AS (
            SELECT id, since AS day FROM mine
            UNION ALL SELECT id, day FROM held
            UNION ALL SELECT id, greatest(since, until) FROM mine
        ),
        gap AS (SELECT id, day, lead(day) OVER (PARTITION BY id ORDER BY day) AS next FROM moment),
        longest AS (SELECT DISTINCT ON (id) id, day, next FROM gap WHERE next > day ORDER BY id, next - day DESC, day)
        SELECT mine.status, mine.since, {today} AS today,
            (SELECT min(day) FROM held WHERE held.id = mine.id) AS first,
            (SELECT max(day) FROM held WHERE held.id = mine.id) AS last,
            longest.day AS gap_from, longest.next AS gap_until,
            (SELECT count(*) FROM trajectories_handover AS given
             WHERE given.trajectory_id = mine.id AND acknowledged_at IS NULL) AS open_handovers
        FROM mine LEFT JOIN longest USING (id)
    """  # noqa: S608 - every part is ours


OF_ORGANISATION = gaps(
    "trajectory.organisation_id = %(organisation)s AND trajectory.kind = 'client'"
    " AND (trajectory.status = 'running' OR trajectory.starts_on >= %(from)s)",
    today="%(today)s::date",
)


@dataclass(frozen=True)
class Clock:
    """One trajectory. A gap also runs from the start to the first contact, and from the last one to today."""

    status: str
    since: date
    today: date
    first: date | None
    last: date | None
    gap_from: date | None
    gap_until: date | None
    open_handovers: int

    @property
    def days_to_first(self) -> int | None:
        return (self.first - self.since).days if self.first else None

    @property
    def longest_gap(self) -> int:
        return (self.gap_until - self.gap_from).days if self.gap_from else 0

    @property
    def gap_goes_on(self) -> bool:
        return self.gap_until == self.today

    @property
    def days_without(self) -> int:
        """Since the last contact, or since the start when there was none."""
        return max(0, (self.today - (self.last or self.since)).days)


def of_json(row: dict) -> Clock:
    """From the row as PostgreSQL writes it in JSON."""
    days = {name: value and date.fromisoformat(value) for name, value in row.items() if name in DAYS}
    return Clock(**row | days)


def of_organisation(organisation_id: UUID, *, started_from: date, now: datetime) -> list[Clock]:
    """Everybody who is running, and whoever started from that day."""
    params = {"organisation": organisation_id, "from": started_from, "today": timezone.localdate(now)}
    with connection.cursor() as cursor:
        cursor.execute(OF_ORGANISATION, params)
        return [Clock(*row) for row in cursor.fetchall()]
