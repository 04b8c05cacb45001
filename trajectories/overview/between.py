"""Between conversations: exercises and self-care of a client, on the dossier page and on its timeline."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from trajectories.exercises import library
from trajectories.exercises.library import Exercise
from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words
from trajectories.plans.models import AREA_ICONS, SELF_CARE_AREAS, LifeArea

COLUMN = """
    jsonb_build_object(
        'exercises', (SELECT jsonb_agg(to_jsonb(one) ORDER BY assigned_at, id) FROM (
            SELECT assigned.id, assigned.slug, until, assigned_at, count(done.id) AS times, max(done_at) AS last_done_at
            FROM trajectories_assignedexercise AS assigned
            LEFT JOIN trajectories_doneexercise AS done ON done.assigned_id = assigned.id
            WHERE assigned.trajectory_id = trajectory AND ended_at IS NULL GROUP BY assigned.id) AS one),
        'scores', (SELECT jsonb_agg(to_jsonb(one) ORDER BY area) FROM (
            SELECT area, (array_agg(score ORDER BY day DESC))[1] AS score, max(day) AS day,
                (array_agg(score ORDER BY day))[1] AS first_score, min(day) AS first_day
            FROM trajectories_areascore WHERE trajectory_id = trajectory AND day > today - 183 GROUP BY area) AS one)
    )
"""
"""A column of the query of `facts`, which knows `trajectory` and `today`."""


@dataclass(frozen=True)
class Assigned:
    exercise: Exercise
    until: date | None
    times: int
    last_done_at: datetime | None


@dataclass(frozen=True)
class Scored:
    """An area of self-care: its last score, and the first of half a year."""

    area: LifeArea
    score: int
    day: date
    first_score: int
    first_day: date

    @property
    def icon(self) -> str:
        return AREA_ICONS[self.area]

    @property
    def has_moved(self) -> bool:
        return self.score != self.first_score


@dataclass(frozen=True)
class Between:
    exercises: list[Assigned]
    scores: list[Scored]


def of(column: dict[str, Any]) -> Between:
    scores = [_scored(row) for row in column["scores"] or ()]
    return Between(
        exercises=[_assigned(row) for row in column["exercises"] or ()],
        scores=sorted(scores, key=lambda scored: SELF_CARE_AREAS.index(scored.area)),
    )


def _scored(row: Row) -> Scored:
    return Scored(
        area=LifeArea(row["area"]),
        score=row["score"],
        day=parse_date(row["day"]),
        first_score=row["first_score"],
        first_day=parse_date(row["first_day"]),
    )


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


def self_care(row: Row) -> Words:
    """All that was scored on one day is one moment."""
    scores = [f"{area.label} {row['scores'][area]}".lower() for area in SELF_CARE_AREAS if area in row["scores"]]
    return Words("sprout", _("Self-care"), ", ".join(scores).capitalize())


SCORED_ON_A_DAY = """
    (SELECT trajectory_id, (array_agg(id ORDER BY scored_at DESC))[1] AS id, max(scored_at) AS scored_at,
        (array_agg(scored_by_id ORDER BY scored_at DESC))[1] AS scored_by_id, jsonb_object_agg(area, score) AS scores
    FROM trajectories_areascore GROUP BY trajectory_id, day)
"""

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
    Source(
        name="self_care",
        group="logs",
        at="scored_at",
        known_at="scored_at",
        by="scored_by_id",
        tables=f"{SCORED_ON_A_DAY} AS source",
        where=OF_TRAJECTORY,
        words=self_care,
    ),
)
