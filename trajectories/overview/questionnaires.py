"""Sums of questionnaires on the dossier page and on its timeline: the last ones, and what they mean."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from aftercare.core import charts
from trajectories.checkins import library
from trajectories.checkins.meaning import said
from trajectories.outsidescores.models import RANGES, Instrument, OutsideScore
from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words

SHOWN = 8
REGULAR = ", ".join(f"'{name}'" for name in sorted(library.REGULAR))
COLUMN = f"""
    json_build_object(
        'answered', (SELECT json_agg(to_json(one) ORDER BY instrument, submitted_at) FROM (
            SELECT instrument, version, scores, submitted_at,
                row_number() OVER (PARTITION BY instrument ORDER BY submitted_at DESC) AS back
            FROM trajectories_checkin
            WHERE trajectory_id = trajectory AND submitted_at IS NOT NULL AND instrument NOT IN ({REGULAR})) AS one
            WHERE back <= {SHOWN}),
        'outside', (SELECT json_agg(to_json(one) ORDER BY instrument, part, taken_on) FROM (
            SELECT instrument, part, score, taken_on,
                row_number() OVER (PARTITION BY instrument, part ORDER BY taken_on DESC) AS back
            FROM trajectories_outsidescore WHERE trajectory_id = trajectory) AS one WHERE back <= {SHOWN})
    )
"""  # noqa: S608 - every part is ours
"""A column of the query of `facts`, which knows `trajectory`."""


@dataclass(frozen=True)
class Course:
    """One sum over the last times, oldest first."""

    name: str
    told: str
    level: str
    is_flagged: bool
    scores: list[float]
    days: list[date]
    highest: int | None = None

    @property
    def day(self) -> date:
        return self.days[-1]

    @property
    def before(self) -> str:
        """What it was the time before; empty at the first."""
        if len(self.scores) < 2:
            return ""
        return _neat(self.scores[-2])

    @property
    def day_before(self) -> date | None:
        return self.days[-2] if len(self.days) > 1 else None

    @property
    def spark(self) -> charts.Spark:
        return charts.spark(self.scores, highest=self.highest or max(*self.scores, 1))

    @property
    def values(self) -> str:
        return ", ".join(map(_neat, self.scores))


def of(column: dict[str, Any]) -> list[Course]:
    """Those filled in here, each of its sums; then those from elsewhere."""
    return [*_answered(column["answered"] or []), *_outside(column["outside"] or [])]


def _answered(rows: list[Row]) -> list[Course]:
    told: dict[tuple[str, str], list] = {}
    for row in rows:
        asked = library.load(row["instrument"], row["version"])
        for one in said(asked, row["scores"]):
            told.setdefault((asked.id, one.scale.id), []).append((asked, one, parse_datetime(row["submitted_at"])))
    return [_course(times) for times in told.values()]


def _course(times: list) -> Course:
    asked, last, _at = times[-1]
    only = len(asked.sums) == 1
    return Course(
        name=asked.name if only else f"{asked.name}, {last.scale.label}",
        told=last.of_highest,
        level=str(last.level.text) if last.level else "",
        is_flagged=last.is_flagged,
        scores=[one.score for _asked, one, _at in times],
        days=[_day(at) for _asked, _one, at in times],
        highest=last.scale.highest,
    )


def _outside(rows: list[Row]) -> list[Course]:
    told: dict[str, list[Row]] = {}
    for row in rows:
        told.setdefault(str(OutsideScore(instrument=row["instrument"], part=row["part"])), []).append(row)
    return [
        Course(
            name=name,
            told=_neat(times[-1]["score"]),
            level=_("from elsewhere"),
            is_flagged=False,
            scores=[row["score"] for row in times],
            days=[parse_date(row["taken_on"]) for row in times],
            highest=RANGES.get(Instrument(times[-1]["instrument"]), (0, None))[1],
        )
        for name, times in told.items()
    ]


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _neat(score: float) -> str:
    return number_format(score, 0 if score == int(score) else 1)


def outside(row: Row) -> Words:
    score = OutsideScore(instrument=row["instrument"], part=row["part"])
    return Words(
        "list-checks", _("%(name)s: %(score)s") % {"name": score, "score": _neat(row["score"])}, whole_day=True
    )


SOURCES = (
    Source(
        name="outside_score",
        group="logs",
        at="(taken_on::timestamp AT TIME ZONE %(zone)s)",
        known_at="recorded_at",
        by="recorded_by_id",
        tables="trajectories_outsidescore AS source",
        where=OF_TRAJECTORY,
        words=outside,
    ),
)
