"""Geometry of the charts that are drawn on the server. Numbers in, strings for SVG attributes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

Value = float | None

LEFT, TOP, LABEL_ROOM, TICK_ROOM, LABEL_HEIGHT = 28, 12, 78, 26, 15
MOST_TICKS = 7
SQUARES = {"mood"}


@dataclass(frozen=True)
class Series:
    """One line: `key` picks colour and dash (craving, mood, now, then), None is a missing value."""

    key: str
    label: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Line:
    key: str
    label: str
    square: bool
    paths: list[str]
    points: list[tuple[str, str]]
    label_y: str


@dataclass(frozen=True)
class LineChart:
    width: int
    height: int
    left: int
    right: int
    bottom: int
    grid: list[tuple[str, str]]
    ticks: list[tuple[str, str]]
    moments: list[tuple[str, str]]
    lines: list[Line]
    heads: list[str]
    rows: list[tuple[str, list[Value | str]]]


@dataclass(frozen=True)
class Spark:
    paths: list[str]
    last: tuple[str, str] | None


@dataclass(frozen=True)
class Heatmap:
    columns: Sequence[str]
    rows: list[tuple[str, list[tuple[int, int]]]]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _runs(points: Sequence[tuple[float, float] | None]) -> list[str]:
    """One path per unbroken run of two points or more: a missing value is a gap, never a slope."""
    runs = [list(run) for present, run in groupby(points, key=bool) if present]
    return ["M" + " L".join(f"{_number(x)} {_number(y)}" for x, y in run) for run in runs if len(run) > 1]


def _across(count: int, left: float, right: float) -> list[float]:
    step = (right - left) / max(count - 1, 1)
    return [left + step * index for index in range(count)]


def line_chart(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    highest: int = 10,
    width: int = 560,
    height: int = 196,
    moments: Sequence[tuple[int, str]] = (),
) -> LineChart:
    """At most two series over the same labels; `moments` are (index, text) of upright lines."""
    right, bottom = width - LABEL_ROOM, height - TICK_ROOM
    across = _across(len(labels), LEFT, right)

    def down(value: float) -> float:
        return bottom - (bottom - TOP) * value / highest

    every = -(-len(labels) // MOST_TICKS) or 1
    return LineChart(
        width=width,
        height=height,
        left=LEFT,
        right=right,
        bottom=bottom,
        grid=[(_number(down(value)), _number(value)) for value in (0, highest / 2, highest)],
        ticks=[(_number(x), label) for x, label in list(zip(across, labels, strict=True))[::every]],
        moments=[(_number(across[index]), text) for index, text in moments],
        lines=_lines(series, across, down),
        heads=[one.label for one in series],
        rows=[(label, [one.values[index] for one in series]) for index, label in enumerate(labels)],
    )


def _lines(series, across, down) -> list[Line]:
    lines, taken = [], []
    for one in series:
        points = [None if value is None else (x, down(value)) for x, value in zip(across, one.values, strict=True)]
        drawn = [point for point in points if point]
        label_y = _free(drawn[-1][1] if drawn else down(0), taken)
        taken.append(label_y)
        lines.append(
            Line(
                key=one.key,
                label=one.label if drawn else "",
                square=one.key in SQUARES,
                paths=_runs(points),
                points=[(_number(x), _number(y)) for x, y in drawn],
                label_y=_number(label_y),
            )
        )
    return lines


def _free(y: float, taken: Sequence[float]) -> float:
    """The height of a label at the end of its line, moved away from one that stands there already."""
    near = next((other for other in taken if abs(other - y) < LABEL_HEIGHT), None)
    if near is None:
        return y
    return near + LABEL_HEIGHT if y >= near else near - LABEL_HEIGHT


def spark(values: Sequence[Value], *, highest: int = 10) -> Spark:
    """A small line of 112 by 32 without axes, its last value marked."""
    across = _across(len(values), 3, 109)
    points = [
        None if value is None else (x, 29 - 26 * value / highest) for x, value in zip(across, values, strict=True)
    ]
    drawn = [point for point in points if point]
    return Spark(_runs(points), tuple(map(_number, drawn[-1])) if drawn else None)


def heatmap(columns: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> Heatmap:
    """Counts with their step of the ramp, 0 to 4, measured against the highest count."""
    most = max((count for _label, counts in rows for count in counts), default=0)

    def step(count: int) -> int:
        return 0 if count == 0 else 1 + (count - 1) * 4 // most

    return Heatmap(columns, [(label, [(count, step(count)) for count in counts]) for label, counts in rows])
