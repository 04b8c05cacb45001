"""Contact over time, read in SQL: for one trajectory on its dossier, for all of an organisation as figures.

A contact is an appointment or a call that took place, a task done by speaking with the client, or a group session
that the person came to. The clock starts when the treatment before ended, or else when the trajectory does.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from trajectories.dossier.models import Trajectory
from trajectories.teamtasks.models import TeamTask

ZONE = "Europe/Amsterdam"
"""Days are counted on this clock."""
BY_CALLING = ", ".join(f"'{kind}'" for kind in TeamTask.BY_CALLING)

CONTACTS = f"""
    SELECT starts_at AS at FROM trajectories_appointment WHERE trajectory_id = trajectory AND state = 'held'
    UNION ALL
    SELECT done_at FROM trajectories_teamtask
    WHERE trajectory_id = trajectory AND done_at IS NOT NULL AND kind IN ({BY_CALLING})
    UNION ALL
    SELECT lower(period) FROM supportgroups_attendance AS attendance
    JOIN supportgroups_session AS session ON session.id = session_id
    WHERE participant_id = person AND attendance.organisation_id = organisation AND mark IN ('present', 'late')
"""  # noqa: S608 - every part is ours
"""Each contact's moment, in a query that knows `trajectory`, `person` and `organisation`."""

COLUMN = f"""
    json_build_object(
        'contacts', (SELECT json_agg(DISTINCT (at AT TIME ZONE '{ZONE}')::date) FROM ({CONTACTS}) AS contacts),
        'open_handovers', (SELECT count(*) FROM trajectories_handover
            WHERE trajectory_id = trajectory AND acknowledged_at IS NULL)
    )
"""  # noqa: S608 - every part is ours
"""A column of such a query."""

OF_ORGANISATION = f"""
    SELECT status, closed_at, since, {COLUMN} FROM (
        SELECT one.id AS trajectory, user_id AS person, one.organisation_id AS organisation, status, closed_at,
            coalesce(treatment_ended_on, starts_on) AS since
        FROM trajectories_trajectory AS one JOIN trajectories_client AS client ON client.id = client_id
        WHERE one.organisation_id = %(organisation)s AND kind = 'client'
        AND (status = 'running' OR starts_on >= %(from)s)
    ) AS asked
"""  # noqa: S608 - every part is ours


@dataclass(frozen=True)
class Clock:
    """One trajectory. A gap also runs from the start to the first contact, and from the last one to today."""

    status: str
    since: date
    today: date
    until: date
    """When it closed, or else today."""
    contacts: list[date]
    """The days between the two on which there was contact."""
    open_handovers: int

    @property
    def first(self) -> date | None:
        return self.contacts[0] if self.contacts else None

    @property
    def last(self) -> date | None:
        return self.contacts[-1] if self.contacts else None

    @cached_property
    def gap(self) -> tuple[date, date]:
        """The longest, the first of those that are as long."""
        days = [self.since, *self.contacts, max(self.since, self.until)]
        return max(pairwise(days), key=lambda gap: gap[1] - gap[0])

    @property
    def longest_gap(self) -> int:
        gap_from, gap_until = self.gap
        return (gap_until - gap_from).days

    @property
    def gap_goes_on(self) -> bool:
        return self.gap[1] == self.today

    @property
    def days_to_first(self) -> int | None:
        return (self.first - self.since).days if self.first else None

    @property
    def days_without(self) -> int:
        """Since the last contact, or since the start when there was none."""
        return max(0, (self.today - (self.last or self.since)).days)


def of(trajectory: Trajectory, column: dict[str, Any], *, today: date) -> Clock:
    since = trajectory.treatment_ended_on or trajectory.starts_on
    return _clock(column, status=trajectory.status, since=since, closed_at=trajectory.closed_at, today=today)


def of_organisation(organisation_id: UUID, *, started_from: date, now: datetime) -> list[Clock]:
    """Everybody who is running, and whoever started from that day."""
    today = timezone.localdate(now)
    with connection.cursor() as cursor:
        cursor.execute(OF_ORGANISATION, {"organisation": organisation_id, "from": started_from})
        return [
            _clock(column, status=status, since=since, closed_at=closed_at, today=today)
            for status, closed_at, since, column in cursor.fetchall()
        ]


def _clock(column: dict[str, Any], *, status: str, since: date, closed_at: datetime | None, today: date) -> Clock:
    until = timezone.localdate(closed_at, ZoneInfo(ZONE)) if closed_at else today
    days = [date.fromisoformat(day) for day in column["contacts"] or ()]
    contacts = [day for day in days if since <= day <= until]
    return Clock(status, since, today, until, contacts, column["open_handovers"])
