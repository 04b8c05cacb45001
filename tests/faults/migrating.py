"""D3: the schema changes under load, while an old and a new version serve from it."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

import psycopg
from django.conf import settings
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.utils import timezone
from django.utils.crypto import get_random_string

from aftercare.accounts.roles import Role
from aftercare.core import scope
from aftercare.local import postgres
from aftercare.local.bootstrap import ROOT, CannotStart
from tests import personas, serving
from tests.bench import data
from tests.bench.load import BadAnswer, Connection, Request
from tests.faults import meanwhile, people
from tests.faults.outcome import Outcome
from tests.faults.scene import Scene, scene
from tests.stage import Stage
from trajectories.dossier.models import Trajectory
from trajectories.triggers.models import TriggerEntry

TABLE = TriggerEntry._meta.db_table
DATABASE, LATER = "fault_d3", "tests.faults.later.settings"
LOGIN, KEPT = "/accounts/login/", 302
CLIENTS, OTHERS = 4, 100
A_REPORT, A_LONG_TIME = 120, 300
GAVE_WAY = "people go first"
LONGEST_WAIT = f"""
SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)), 0)::float
FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND usename = '{postgres.APPLICATION}'
"""
WHAT_CAME = """
SELECT (SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('trigger_by_place') AND indisvalid)
    + (SELECT count(*) FROM pg_constraint WHERE conname = 'trigger_place_known' AND convalidated)
"""


def migrated_under_load(stage: Stage, *, scale: float) -> Outcome:
    """A report reads the table as migrating begins: that holds up nobody else."""
    rows, wanted, enough = max(5_000, int(400_000 * scale)), max(1, int(3 * scale)), max(20, int(2_000 * scale))
    outcome = Outcome("D3", f"{rows:,} rows migrated under {CLIENTS} clients of the old version, then as many of both")
    with scene(stage, "D3") as here:
        cookies, dossier = _inhabited(rows)
        old = _Version(here, "old", cookies, dossier)
        with old.asked() as before, _waits(stage) as waits:
            here.until(lambda: len(before.right) >= enough, within=A_LONG_TIME)
            log = _migrate(here, gave_way=wanted)
            migrated = len(before.right)
            new = _Version(here, "new", cookies, dossier, DJANGO_SETTINGS_MODULE=LATER)
            with new.asked() as after:
                here.until(lambda: min(len(before.right) - migrated, len(after.right)) >= enough, within=A_LONG_TIME)
        wrong = before.wrong + after.wrong
        outcome.exactly(f"wrong answers {'; '.join(wrong[:3])}".strip(), found=len(wrong), wanted=0)
        outcome.at_least("right ones of the old version before", found=migrated, bound=enough)
        outcome.at_least("after migrating", found=len(before.right) - migrated, bound=enough)
        outcome.at_least("of the new version", found=len(after.right), bound=enough)
        outcome.at_most("s that the portal waited longest for a lock", found=max(waits), bound=2)
        outcome.at_least("times that migrating gave way", found=log.count(GAVE_WAY), bound=wanted)
        outcome.exactly("index and constraint that came and are valid", found=_ask(stage, WHAT_CAME), wanted=2)
        missing = rows + before.written + after.written - _ask(stage, f"SELECT count(*) FROM {TABLE} WHERE place = ''")
        outcome.exactly("logs that were kept and are not there", found=missing, wanted=0)
    return outcome


@dataclass
class Asked:
    """What came of the requests so far. `right` are those that were answered as they should be."""

    right: list[Request] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def written(self) -> int:
        return sum(request.status == KEPT for request in self.right)


class _Version:
    """One web server, and what clients who stay signed in ask it."""

    def __init__(self, here: Scene, name: str, cookies: dict[str, str], dossier: str, **environment: str):
        url = here.environment["DATABASE_URL"]
        self.port, _web = serving.start(here.stage, f"D3-{name}", first=LOGIN, DATABASE_URL=url, **environment)
        reads = [("/caseload/", "counsellor"), (dossier, "counsellor"), ("/me/triggers/", "client"), ("/me/", "client")]
        self.requests = [
            request
            for path, who in reads
            for request in (self._log(cookies["client"]), Request.get(path, port=self.port, cookie=cookies[who]))
        ]

    def _log(self, cookie: str) -> Request:
        token = get_random_string(CSRF_SECRET_LENGTH)
        body = f"strength=6&csrfmiddlewaretoken={token}"
        cookie = f"{cookie}; {settings.CSRF_COOKIE_NAME}={token}"
        return Request.post("/me/triggers/new/", body, port=self.port, cookie=cookie, status=KEPT)

    @contextmanager
    def asked(self) -> Iterator[Asked]:
        """Until the block ends, each client goes round the requests; after a wrong answer it goes on."""
        found, ended = Asked(), threading.Event()

        def ask(number: int) -> None:
            connection = Connection(self.port)
            for request in islice(cycle(self.requests), number, None):
                if ended.is_set():
                    break
                try:
                    connection.ask(request)
                    found.right.append(request)
                except (BadAnswer, OSError) as problem:
                    found.wrong.append(str(problem))
                    connection.close()
                    connection = Connection(self.port)
            connection.close()

        threads = [threading.Thread(target=ask, args=[number]) for number in range(CLIENTS)]
        with meanwhile.running(threads, ended):
            yield found


@contextmanager
def _waits(stage: Stage) -> Iterator[list[float]]:
    """How long the portal has been waiting for a lock, looked at all the time."""
    found, ended = [], threading.Event()

    def watch() -> None:
        with psycopg.connect(stage.url(postgres.SUPERUSER, DATABASE), autocommit=True) as connection:
            while not ended.wait(0.01):
                found.append(connection.execute(LONGEST_WAIT).fetchone()[0])

    with meanwhile.running([threading.Thread(target=watch)], ended):
        yield found


def _inhabited(rows: int) -> tuple[dict[str, str], str]:
    """Somebody who logs, her counsellor, and `rows` triggers of many; the cookies of both, and her dossier."""
    kade = people.organisation()
    people.schedules(OTHERS, at=timezone.now() + timedelta(days=7), here=kade)
    with scope.system():
        counsellor = personas.member("Ilse Doornbosch", Role.COUNSELLOR, kade)
        noor = personas.running(personas.person("Noor Velthuizen", "noor@test.example"), counsellor, kade)
        data.fill(
            TriggerEntry,
            f"""generate_series(1, {rows}) AS number JOIN (SELECT *, row_number() OVER () AS place
                FROM {Trajectory._meta.db_table}) AS one ON place = 1 + number %% {OTHERS + 1}""",
            id="gen_random_uuid()",
            key="gen_random_uuid()",
            organisation_id="one.organisation_id",
            trajectory_id="one.id",
            at="now() - number * interval '1 minute'",
            strength="number %% 11",
        )
        cookies = {
            "client": serving.signed_in(noor.client.user.email),
            "counsellor": serving.signed_in(counsellor.email),
        }
        return cookies, noor.get_absolute_url()


def _migrate(here: Scene, *, gave_way: int) -> str:
    """As the owner, while a report reads the table until migrating gave way so often; what migrating said."""
    environment = {
        "DATABASE_URL": here.stage.url(postgres.OWNER, DATABASE),
        "DJANGO_SETTINGS_MODULE": LATER,
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "manage.py", "migrate", "--no-input"]
    with psycopg.connect(here.stage.url(postgres.SUPERUSER, DATABASE)) as report:
        report.execute(f"SELECT count(*) FROM {TABLE}")
        child = here.stack.start("D3-migrate", command, cwd=ROOT, env={**os.environ, **environment})
        said = Path(child.log)
        here.until(lambda: said.read_text().count(GAVE_WAY) >= gave_way or child.ended() is not None, within=A_REPORT)
    if child.process.wait(timeout=A_LONG_TIME):
        raise CannotStart(child.obituary())
    return said.read_text()


def _ask(stage: Stage, question: str) -> int:
    with psycopg.connect(stage.url(postgres.SUPERUSER, DATABASE)) as connection:
        return connection.execute(question).fetchone()[0]
