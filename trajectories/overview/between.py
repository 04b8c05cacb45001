"""Between conversations: exercises, self-care and people of a client, on the dossier page and on its timeline."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from trajectories.exercises import library
from trajectories.exercises.library import Exercise
from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words
from trajectories.plans.models import AREA_ICONS, SELF_CARE_AREAS, LifeArea
from trajectories.socialmap.models import Aim, MapChange, Stance

COLUMN = """
    json_build_object(
        'exercises', (SELECT json_agg(to_json(one) ORDER BY assigned_at, id) FROM (
            SELECT assigned.id, assigned.slug, until, assigned_at, count(done.id) AS times, max(done_at) AS last_done_at
            FROM trajectories_assignedexercise AS assigned
            LEFT JOIN trajectories_doneexercise AS done ON done.assigned_id = assigned.id
            WHERE assigned.trajectory_id = trajectory AND ended_at IS NULL GROUP BY assigned.id) AS one),
        'scores', (SELECT json_agg(to_json(one) ORDER BY area) FROM (
            SELECT area, (array_agg(score ORDER BY day DESC))[1] AS score, max(day) AS day,
                (array_agg(score ORDER BY day))[1] AS first_score, min(day) AS first_day
            FROM trajectories_areascore WHERE trajectory_id = trajectory AND day > today - 183 GROUP BY area) AS one),
        'people', (SELECT json_agg(json_build_array(name, stance, aim) ORDER BY ring, name)
            FROM trajectories_knownperson WHERE trajectory_id = trajectory AND removed_at IS NULL)
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
    people: list[tuple[str, str, str]]
    """Name, stance and aim of everybody on the map, from near to far."""

    @property
    def by_stance(self) -> list[tuple[str, str]]:
        """Each stance that occurs, with the names."""
        named = [(stance, [name for name, of, _aim in self.people if of == stance]) for stance in Stance]
        return [(str(stance.label), ", ".join(names)) for stance, names in named if names]

    @property
    def aims(self) -> list[tuple[str, str]]:
        named = [(aim, [name for name, _stance, of in self.people if of == aim]) for aim in Aim]
        return [(str(aim.label), ", ".join(names)) for aim, names in named if names]


def of(column: dict[str, Any]) -> Between:
    scores = [_scored(row) for row in column["scores"] or ()]
    return Between(
        exercises=[_assigned(row) for row in column["exercises"] or ()],
        scores=sorted(scores, key=lambda scored: SELF_CARE_AREAS.index(scored.area)),
        people=[tuple(row) for row in column["people"] or ()],
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


def people(row: Row) -> Words:
    """All that changed on one day is one moment."""
    said = [(what, row["names"].get(what)) for what in MapChange.What]
    parts = [f"{what.label}: {', '.join(names)}." for what, names in said if names]
    return Words("users-round", _("Map of people"), " ".join(parts))


CHANGED_ON_A_DAY = """
    (SELECT trajectory_id, (array_agg(id ORDER BY at DESC))[1] AS id, max(at) AS at,
        (array_agg(by_id ORDER BY at DESC))[1] AS by_id, json_object_agg(what, names) AS names
    FROM (SELECT change.trajectory_id, what, max(at) AS at, (array_agg(change.id ORDER BY at DESC))[1] AS id,
            (array_agg(change.by_id ORDER BY at DESC))[1] AS by_id, json_agg(DISTINCT name) AS names,
            (at AT TIME ZONE %(zone)s)::date AS day
        FROM trajectories_mapchange AS change JOIN trajectories_knownperson AS known ON known.id = person_id
        GROUP BY change.trajectory_id, what, (at AT TIME ZONE %(zone)s)::date) AS each
    GROUP BY trajectory_id, day)
"""

SCORED_ON_A_DAY = """
    (SELECT trajectory_id, (array_agg(id ORDER BY scored_at DESC))[1] AS id, max(scored_at) AS scored_at,
        (array_agg(scored_by_id ORDER BY scored_at DESC))[1] AS scored_by_id, json_object_agg(area, score) AS scores
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
    Source(
        name="people",
        group="plan",
        at="source.at",
        known_at="source.at",
        by="source.by_id",
        tables=f"{CHANGED_ON_A_DAY} AS source",
        where=OF_TRAJECTORY,
        words=people,
    ),
)
