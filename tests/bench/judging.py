"""From turns to lines: how many yardsticks something costs, against its goal."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median

from tests.bench.rounds import Key, Measured, Turn
from tests.bench.targets import H0, H

PASS, FAIL, INCONCLUSIVE = "PASS", "FAIL", "INCONCLUSIVE"
UNSTEADY = 0.30
"""A yardstick that varies by more than this says nothing."""


@dataclass(frozen=True)
class Spread:
    middle: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(median(values), min(values), max(values))

    @property
    def varies(self) -> float:
        return (self.most - self.least) / self.middle if self.middle else 0.0


@dataclass(frozen=True)
class Line:
    """One target of the table. Times in milliseconds, for one request; `ratio` in `unit`s."""

    row: str
    name: str
    clients: int | None = None
    rate: float | None = None
    p50: float | None = None
    p99: float | None = None
    cpu_application: float | None = None
    cpu_database: float | None = None
    queries: int | None = None
    size: int | None = None
    ratio: Spread | None = None
    unit: str = ""
    gate: str = ""
    verdict: str = ""

    def as_json(self) -> dict:
        return {name: value for name, value in asdict(self).items() if value is not None and value != ""}


def verdict(value: float, goal: float, *, at_least: bool = False, steady: bool = True) -> str:
    if not steady:
        return INCONCLUSIVE
    return PASS if (value >= goal if at_least else value <= goal) else FAIL


def cost(turn: Turn) -> float:
    return turn.cpu.whole


def steady(measured: dict[Key, Measured], *, clients: int) -> bool:
    """Whether both yardsticks stayed what they were."""
    return all(Spread.of(list(map(cost, measured[name, clients].turns))).varies <= UNSTEADY for name in (H0, H))


def ratio(over: Measured, under: Measured, *, of: Callable[[Turn], float] = cost, times: int = 1) -> Spread:
    """Of turns in the same round."""
    return Spread.of([times * of(one) / of(other) for one, other in zip(over.turns, under.turns, strict=True)])


def of_target(one: Measured, measured: dict[Key, Measured], *, size: int, queries: int | None) -> Line:
    target, found, gate, judged = one.target, None, "", ""
    if target.per:
        found = ratio(one, measured[target.per, one.clients], times=target.pages)
    if target.goal is not None and found:
        gate = f"{'≥' if target.at_least else '≤'} {target.goal:g}"
        is_steady = steady(measured, clients=one.clients)
        judged = verdict(found.middle, target.goal, at_least=target.at_least, steady=is_steady)
    return Line(
        target.row,
        target.name,
        one.clients,
        one.middle(lambda turn: turn.rate),
        1000 * one.middle(lambda turn: turn.p50),
        1000 * one.middle(lambda turn: turn.p99),
        1000 * one.middle(lambda turn: turn.cpu.application),
        1000 * one.middle(lambda turn: turn.cpu.database),
        queries,
        size,
        found,
        target.per if found else "",
        gate,
        judged,
    )


def growth(
    measured: dict[Key, Measured], name: str, *, over: str, under: str, goal: float, of: Callable[[Turn], float]
) -> Line:
    """How much dearer the larger one is, with one client."""
    found = ratio(measured[over, 1], measured[under, 1], of=of)
    judged = verdict(found.middle, goal, steady=steady(measured, clients=1))
    return Line("P4", name, 1, ratio=found, unit="×", gate=f"≤ {goal:g}", verdict=judged)


def tail(measured: dict[Key, Measured], name: str, *, clients: int, goal: float) -> Line:
    turns = measured[name, clients].turns
    found = Spread.of([turn.p99 / turn.p50 for turn in turns])
    judged = verdict(found.middle, goal, steady=steady(measured, clients=clients))
    return Line("P5", f"p99 / p50 of {name}", clients, ratio=found, unit="×", gate=f"≤ {goal:g}", verdict=judged)


def count(row: str, name: str, *, found: int, goal: int, unit: str = "", exactly: bool = False) -> Line:
    held = found == goal if exactly else found <= goal
    gate = f"{'=' if exactly else '≤'} {goal}"
    return Line(row, name, ratio=Spread.of([found]), unit=unit, gate=gate, verdict=PASS if held else FAIL)
