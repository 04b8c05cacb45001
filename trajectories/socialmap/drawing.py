"""The map as a drawing: three rings around the client, names on them. Each stance has its own shape."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from trajectories.socialmap.models import KnownPerson, Ring

SIZE = 400
CENTRE = SIZE / 2
RADII = {Ring.CLOSE: 66, Ring.NEAR: 124, Ring.FAR: 180}
NAMES_FIT = {Ring.CLOSE: 5, Ring.NEAR: 9, Ring.FAR: 12}
"""With more people than this on one ring, numbers stand for the names."""
LONGEST, LETTER, LINE = 9, 7.4, 16
TURNS = 24
VIEW_BOX = f"-24 0 {SIZE + 48} {SIZE + 24}"
"""With room for the names of who stands at the edge."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    stance: str
    label: str
    x: str
    y: str


@dataclass(frozen=True)
class Map:
    view_box: str
    centre: str
    rings: list[str]
    places: list[Place]
    numbered: bool


def draw(people: Sequence[KnownPerson]) -> Map:
    """`people` in the order of the list below the drawing, which the numbers refer to."""
    of_ring = {ring: [(number, one) for number, one in enumerate(people, start=1) if one.ring == ring] for ring in Ring}
    numbered = any(len(found) > NAMES_FIT[ring] for ring, found in of_ring.items())
    places, taken = [], []
    for ring, found in of_ring.items():
        labels = [str(number) if numbered else short(one.name) for number, one in found]
        points = _freest(len(found), RADII[ring], labels, taken)
        taken += [_box(point, label) for point, label in zip(points, labels, strict=True)]
        places += [
            Place(one.stance, label, _number(x), _number(y))
            for (_n, one), label, (x, y) in zip(found, labels, points, strict=True)
        ]
    return Map(VIEW_BOX, _number(CENTRE), [str(radius) for radius in RADII.values()], places, numbered)


def short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _freest(count: int, radius: float, labels: Sequence[str], taken: Sequence[Box]) -> list[tuple[float, float]]:
    """Evenly around the ring, turned to where the labels cover each other and the inner ones least."""
    first = radius / SIZE * pi
    turned = [_around(count, radius, first + 2 * pi * turn / (TURNS * max(count, 1))) for turn in range(TURNS)]
    return min(turned, key=lambda points: _covered(points, labels, taken))


def _around(count: int, radius: float, start: float) -> list[tuple[float, float]]:
    angles = [start - pi / 2 + 2 * pi * number / count for number in range(count)]
    return [(CENTRE + radius * cos(angle), CENTRE + radius * sin(angle)) for angle in angles]


def _covered(points: Iterable[tuple[float, float]], labels: Sequence[str], taken: Sequence[Box]) -> float:
    boxes = [_box(point, label) for point, label in zip(points, labels, strict=True)]
    among = sum(_overlap(one, other) for place, one in enumerate(boxes) for other in boxes[:place])
    return among + sum(_overlap(one, other) for one in boxes for other in taken)


def _box(point: tuple[float, float], label: str) -> Box:
    x, y = point
    half = max(len(label) * LETTER / 2, 10)
    return x - half, y - 10, x + half, y + 10 + LINE


def _overlap(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
