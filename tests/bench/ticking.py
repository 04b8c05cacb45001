"""P9: the clock ticks each minute; when nothing is due among many schedules it must cost next to nothing."""

import time
from collections.abc import Callable

from django.db import connection

from aftercare.core import scope
from aftercare.local.postgres import APPLICATION, SUPERUSER
from tests.bench import data
from tests.bench.clock import NOW
from tests.bench.judging import Line, Spread, verdict
from tests.bench.portal import Served
from tests.stage import connected
from trajectories.checkins import tasks
from trajectories.checkins.models import CheckInSchedule

GOAL, TIMES = 0.05, 15
SCAN = """
SELECT count(*) FROM trajectories_checkinschedule
WHERE ended_at IS NULL AND extract(isodow FROM %(now)s AT TIME ZONE zone) = weekday + 1
    AND (%(now)s AT TIME ZONE zone)::time >= wall_time
    AND (((%(now)s AT TIME ZONE zone)::date + wall_time) AT TIME ZONE zone) > %(now)s - interval '1 minute'
"""
"""What finds the same without a stored instant: each row's own clock."""


def line(served: Served, *, schedules: int) -> Line:
    with connected(served.url(SUPERUSER)):
        _add(schedules - CheckInSchedule.objects.count(), clients=served.clients)
    with connected(served.url(APPLICATION)):
        assert not CheckInSchedule.objects.due(at=NOW).exists(), "nothing may be due"
        number = _with_system(CheckInSchedule.objects.count)
        ticks = [_seconds(tasks.sweep) for _ in range(TIMES)]
        scans = [_seconds(lambda: _with_system(_scan)) for _ in range(TIMES)]
    found = Spread.of([tick / scan for tick, scan in zip(ticks, scans, strict=True)])
    judged = verdict(found.middle, GOAL)
    name = f"a tick with nothing due, {number:,} schedules"
    return Line(
        "P9", name, p50=1000 * Spread.of(ticks).middle, ratio=found, unit="scan", gate=f"≤ {GOAL}", verdict=judged
    )


def _add(missing: int, *, clients: int) -> None:
    if missing <= 0:
        return
    data.fill(
        CheckInSchedule,
        f"generate_series(1, {missing}) AS number JOIN bench_client ON n = 1 + number %% {clients}",
        id="bench_id('more', number)",
        organisation_id="organisation_id",
        trajectory_id="trajectory_id",
        instrument="'bench-' || number",
        weekday="number %% 7",
        wall_time="make_time(8 + number %% 12, number %% 60, 0)",
        zone="zone",
        starts_on="since::date",
        next_due_at=f"'{NOW.isoformat()}'::timestamptz + (60 + number %% 10000) * interval '1 minute'",
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE trajectories_checkinschedule")


def _scan() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SCAN, {"now": NOW})


def _with_system(work: Callable[[], object]) -> object:
    with scope.system():
        return work()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
