"""Rounds in which every target has its turn, in an order that is reversed every other round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.bench import cpu, load
from tests.bench.plan import Plan
from tests.bench.targets import Target


@dataclass(frozen=True)
class Turn:
    """One target's turn in one round; seconds of CPU are for one request."""

    rate: float
    p50: float
    p99: float
    cpu: cpu.Cpu


@dataclass
class Measured:
    target: Target
    clients: int
    turns: list[Turn] = field(default_factory=list)

    def middle(self, of: Callable[[Turn], float]) -> float:
        return median(map(of, self.turns))


Key = tuple[str, int]


def measure(targets: Sequence[Target], *, plan: Plan, postmaster: int, say) -> dict[Key, Measured]:
    measured = {(one.name, many): Measured(one, many) for many in plan.clients for one in targets}
    for target in targets:
        _warm_up(target, plan)
    for number in range(plan.rounds):
        say(f"round {number + 1} of {plan.rounds}")
        turns = list(measured.values())
        for one in reversed(turns) if number % 2 else turns:
            one.turns.append(_turn(one.target, one.clients, seconds=plan.seconds, postmaster=postmaster))
    return measured


def _warm_up(target: Target, plan: Plan) -> None:
    asked, many = 0, max(plan.clients)
    while asked < plan.warm_up:
        taken = load.run(target.requests, port=target.served.port, clients=many, seconds=plan.seconds)
        asked += len(taken.latencies)


def _turn(target: Target, clients: int, *, seconds: float, postmaster: int) -> Turn:
    pids = {"application": target.served.web.process.pid, "database": postmaster}
    before = cpu.spent(**pids)
    taken = load.run(target.requests, port=target.served.port, clients=clients, seconds=seconds)
    spent = (cpu.spent(**pids) - before) / len(taken.latencies)
    return Turn(taken.rate, taken.percentile(0.5), taken.percentile(0.99), spent)
