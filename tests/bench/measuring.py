"""All that is measured, in order: pages in rounds, then what runs by itself."""

from collections.abc import Sequence
from itertools import pairwise

from tests import serving
from tests.bench import cpu, judging, killing, load, oracles, planning, rounds, sending, targets, ticking
from tests.bench.judging import Line
from tests.bench.plan import Plan
from tests.bench.portal import Served, serve
from tests.bench.rounds import Turn
from tests.stage import Stage

QUERIES = {"caseload, first 50 rows": 5, "dossier": 8}
"""Reading what is logged is one of them."""
FLAT = 1.05


def everything(stage: Stage, *, sizes: Sequence[int], plan: Plan, say) -> list[Line]:
    served = [
        serve(stage, clients=size, history=plan.history, sessions=plan.sessions, people=targets.PEOPLE, say=say)
        for size in sizes
    ]
    smallest, largest = served[0], served[-1]
    chosen = [*targets.yardsticks(largest), *targets.of_largest(largest)]
    if smallest is not largest:
        chosen += [one for each in served for one in targets.of_size(each)]
    for target in chosen:
        target.check()
    say(f"{len(chosen)} targets are what the database says")
    measured = rounds.measure(chosen, plan=plan, postmaster=cpu.postmaster(stage.postgres.admin_url), say=say)
    lines = _pages(measured, chosen, plan=plan)
    lines += _growth(measured, served)
    lines += _recounted(largest, plan=plan)
    lines.append(_memory(largest, chosen, plan=plan))
    say("sending, killing, ticking, planning")
    lines += sending.lines(largest, mails=plan.mails)
    lines += killing.lines(scale=plan.killing)
    lines.append(ticking.line(largest, schedules=plan.schedules))
    lines += planning.lines(largest, series=plan.series, contests=plan.races)
    return lines


def _pages(measured: dict, chosen: Sequence[targets.Target], *, plan: Plan) -> list[Line]:
    lines = []
    counted = {target.name: targets.queries(target) for target in chosen if target.path}
    for one in measured.values():
        size = _size(one.target)
        lines.append(judging.of_target(one, measured, size=size, queries=counted.get(one.target.name)))
    lines += [
        judging.count("P3", f"queries of {name}", found=counted[name], goal=goal) for name, goal in QUERIES.items()
    ]
    lines += [judging.tail(measured, name, clients=clients, goal=3) for name in QUERIES for clients in plan.clients]
    return lines


def _size(target: targets.Target) -> int:
    return len(serving.ask(target.requests[0], target.served.port))


def _growth(measured: dict, served: Sequence[Served]) -> list[Line]:
    def p50(turn: Turn) -> float:
        return turn.p50

    lines = []
    for small, large in [*pairwise(served), (served[0], served[-1])][: 0 if len(served) < 2 else None]:
        for page in ("caseload", "dossier"):
            over, under = (f"{page}, {size.clients:,} clients" for size in (large, small))
            name = f"{page}, {small.clients:,} → {large.clients:,} clients"
            lines.append(judging.growth(measured, name, over=over, under=under, goal=1.15, of=p50))
    many = targets.data.many(served[-1].clients)
    paged, short, long = f"caseload of {many:,}", "dossier, short history", "dossier, long history"
    name = f"caseload of 20 → {many:,}, paged"
    lines.append(judging.growth(measured, name, over=paged, under="caseload of 20", goal=1.6, of=p50))
    lines.append(
        judging.growth(measured, "dossier, short → long history", over=long, under=short, goal=1.3, of=judging.cost)
    )
    return list(dict.fromkeys(lines))


def _recounted(served: Served, *, plan: Plan) -> list[Line]:
    """Many write at once to few trajectories; each summary still says how many logs there are."""
    written, requests = 0, targets.trigger(served).requests[:4]
    while written < plan.writes:
        written += len(load.run(requests, port=served.port, clients=plan.clients[-1], seconds=0.5).latencies)
    name = f"summaries beside a recount, {written:,} writes at once"
    return [judging.count("P6", name, found=oracles.recount(served), goal=0, exactly=True)]


def _memory(served: Served, chosen: Sequence[targets.Target], *, plan: Plan) -> Line:
    """What the web server holds after so many mixed requests, beside what it held after a tenth of them."""
    mixed = [target.requests[0] for target in chosen if target.served is served]
    held, asked = [], 0
    for goal in (plan.requests // 10, plan.requests):
        while asked < goal:
            asked += len(load.run(mixed, port=served.port, clients=plan.clients[-1], seconds=0.5).latencies)
        held.append(cpu.memory(served.web.process.pid))
    found = judging.Spread.of([held[1] / held[0]])
    judged = judging.verdict(found.middle, FLAT)
    name = f"memory after {asked:,} mixed requests"
    return Line("P11", name, plan.clients[-1], size=held[1], ratio=found, unit="×", gate=f"≤ {FLAT}", verdict=judged)
