"""How recovery goes for somebody, week by week: five courses, each with its ups and downs."""

from dataclasses import dataclass, replace
from enum import Enum
from random import Random


class Course(Enum):
    IMPROVING = "improving"
    STABLE = "stable"
    STRUGGLING = "struggling"
    DROPPING_OUT = "dropping out"
    RETURNING = "returning"


WEIGHTS = {
    Course.IMPROVING: 34,
    Course.STABLE: 32,
    Course.STRUGGLING: 12,
    Course.DROPPING_OUT: 9,
    Course.RETURNING: 13,
}

CRAVING = {
    Course.IMPROVING: [(0, 7), (0.3, 5.5), (0.6, 3.5), (1, 2)],
    Course.STABLE: [(0, 3), (0.5, 2.5), (1, 2.5)],
    Course.STRUGGLING: [(0, 5), (0.4, 6), (0.75, 4.5), (1, 7)],
    Course.DROPPING_OUT: [(0, 5), (0.5, 4.5), (1, 6)],
    Course.RETURNING: [(0, 6), (0.35, 5), (0.5, 7.5), (0.7, 6), (1, 3)],
}
"""Points of a line: how far on the way, and the craving there."""

MISSES = {
    Course.IMPROVING: 0.06,
    Course.STABLE: 0.05,
    Course.STRUGGLING: 0.2,
    Course.DROPPING_OUT: 0.12,
    Course.RETURNING: 0.08,
}
USES = {
    Course.IMPROVING: 0.03,
    Course.STABLE: 0.01,
    Course.STRUGGLING: 0.16,
    Course.DROPPING_OUT: 0.08,
    Course.RETURNING: 0.04,
}

ODD = (1, 3, 5, 7, 9)
OFTEN = (0, 3, 5, 7, 10)
OWN_TIME = (0, 5, 10)
COMPANY = {"family": 0.7, "friend": 0.45, "group": 0.4, "counsellor": 0.5}


@dataclass(frozen=True)
class Week:
    """What a week was like. `answered` says whether the check-in was filled in; life went on either way."""

    craving: int
    mood: int
    sleep: int
    risk: int
    confidence: int
    company: tuple[str, ...]
    used: bool = False
    answered: bool = True
    back: bool = False

    @property
    def answers(self) -> dict[str, int | list[str]]:
        """To the weekly seven."""
        return {
            "mood": self.mood,
            "craving": self.craving,
            "sleep": self.sleep,
            "risk": self.risk,
            "confidence": self.confidence,
            "use": int(self.used),
            "support": list(self.company),
        }

    @property
    def answers_of_relative(self) -> dict[str, int | list[str]]:
        """To the weekly check-in for relatives: the craving of one is the strain of the other."""
        return {
            "mood": self.mood,
            "strain": self.craving,
            "sleep": self.sleep,
            "own_time": nearest(OWN_TIME, self.confidence),
            "safe": 0,
            "support": list(self.company),
        }


def draw(rng: Random) -> Course:
    return rng.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]


def weeks(course: Course, count: int, rng: Random) -> list[Week]:
    """`count` weeks, oldest first."""
    away = _away(course, count, rng)
    return [_week(course, week, count, away, rng) for week in range(count)]


def _away(course: Course, count: int, rng: Random) -> range:
    """The weeks in which somebody lets nothing be heard."""
    if course is Course.DROPPING_OUT and count > 2:
        return range(count - rng.randint(2, min(5, count - 1)), count)
    if course is Course.RETURNING and count > 7:
        start = round(count * 0.45)
        return range(start, start + rng.randint(2, max(2, count // 5)))
    return range(0)


def _week(course: Course, week: int, count: int, away: range, rng: Random) -> Week:
    craving = max(0, min(10, round(_on_line(CRAVING[course], week / max(1, count - 1)) + rng.gauss(0, 0.7))))
    back = bool(away) and week == away.stop
    used = rng.random() < (0.7 if back else USES[course])
    answered = week not in away and (back or rng.random() >= MISSES[course])
    return replace(with_craving(craving, rng), used=used, answered=answered, back=back)


def with_craving(craving: int, rng: Random) -> Week:
    """A week in which mood, sleep and the rest go with the craving, more or less."""
    return Week(
        craving=craving,
        mood=nearest(ODD, 8.4 - 0.6 * craving + rng.gauss(0, 0.8)),
        sleep=nearest(ODD, 8.2 - 0.6 * craving + rng.gauss(0, 1)),
        risk=nearest(OFTEN, 0.8 * craving - 0.5 + rng.gauss(0, 1.2)),
        confidence=nearest(ODD, 9.2 - 0.6 * craving + rng.gauss(0, 0.7)),
        company=tuple(who for who, chance in COMPANY.items() if rng.random() < chance) or ("nobody",),
    )


def _on_line(points: list[tuple[float, float]], at: float) -> float:
    before = points[0]
    for point in points[1:]:
        if at <= point[0]:
            part = (at - before[0]) / (point[0] - before[0])
            return before[1] + part * (point[1] - before[1])
        before = point
    return before[1]


def nearest(values: tuple[int, ...], wanted: float) -> int:
    return min(values, key=lambda value: abs(value - wanted))
