"""Between conversations: the exercises of a client, on the dossier page and on its timeline."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from trajectories.exercises import library
from trajectories.exercises.library import Exercise
from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words

COLUMN = """
    jsonb_build_object(
        'exercises', (SELECT jsonb_agg(to_jsonb(one) ORDER BY assigned_at, id) FROM (
            SELECT assigned.id, assigned.slug, until, assigned_at, count(done.id) AS times, max(done_at) AS last_done_at
            FROM trajectories_assignedexercise AS assigned
            LEFT JOIN trajectories_doneexercise AS done ON done.assigned_id = assigned.id
            WHERE assigned.trajectory_id = trajectory AND ended_at IS NULL GROUP BY assigned.id) AS one)
    )
"""
"""A column of the query of `facts`, which knows `trajectory` and `now`."""


@dataclass(frozen=True)
class Assigned:
    exercise: Exercise
    until: date | None
    times: int
    last_done_at: datetime | None


@dataclass(frozen=True)
class Between:
    exercises: list[Assigned]


def of(column: dict[str, Any]) -> Between:
    return Between(exercises=[_assigned(row) for row in column["exercises"] or ()])


def _assigned(row: Row) -> Assigned:
    return Assigned(
        exercise=library.load(row["slug"]),
        until=row["until"] and parse_date(row["until"]),
        times=row["times"],
        last_done_at=row["last_done_at"] and parse_datetime(row["last_done_at"]),
    )


def exercise(row: Row) -> Words:
    title = library.load(row["slug"]).title
    return Words("book-open-check", _("Exercise: %(title)s") % {"title": title}, own=[row["how"]] if row["how"] else [])


SOURCES = (
    Source(
        name="exercise",
        group="plan",
        at="done_at",
        known_at="done_at",
        by="NULL::uuid",
        tables="trajectories_doneexercise AS source",
        where=OF_TRAJECTORY,
        words=exercise,
    ),
)
