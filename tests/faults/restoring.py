"""D1 and D2: what a crash and a restore leave, by the backup that docs/operations.md describes."""

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from psycopg import sql

from aftercare.accounts.models import Organisation, Region, User
from aftercare.core import scope
from aftercare.local import postgres
from aftercare.local.bootstrap import ROOT
from aftercare.notifications.models import Message, State
from tests import migrated, sink
from tests.faults import meanwhile, people
from tests.faults.outcome import Outcome
from tests.faults.scene import Scene, scene
from tests.stage import Stage, connected
from trajectories.dossier.models import Client, Summary, Trajectory
from trajectories.retention import tasks as retention
from trajectories.triggers import actions as triggers
from trajectories.triggers.models import TriggerEntry

WRITERS, LATER = 4, 10


def crash_and_restore(stage: Stage, *, scale: float) -> Outcome:
    """Writers note what the portal acknowledged; PostgreSQL is killed under them; the dump is put back elsewhere."""
    wanted, crashes = max(200, int(20_000 * scale)), min(4, max(1, int(100 * scale)))
    outcome = Outcome("D1", f"PostgreSQL killed {crashes} times under {WRITERS} writers, then dumped and restored")
    with scene(stage, "D1") as here:
        trajectory = _trajectory()
        acknowledged: set = set()
        with _writing(trajectory, acknowledged):
            for number in range(crashes):
                enough = wanted * (number + 1) / (crashes + 1)
                here.until(lambda enough=enough: len(acknowledged) > enough, within=300, every=0.02)
                here.crash_postgres()
            here.until(lambda: len(acknowledged) > wanted, within=300, every=0.02)
        url = stage.url(postgres.SUPERUSER, "fault_d1")
        restored = _restore(stage, _dump(stage, url), "restored_d1")
        with connected(restored), scope.system():
            there = set(TriggerEntry.objects.values_list("pk", flat=True))
            counted = Summary.objects.get(trajectory=trajectory).trigger_count
        outcome.at_least("writes acknowledged", found=len(acknowledged), bound=wanted)
        outcome.exactly("acknowledged and not there", found=len(acknowledged - there), wanted=0)
        outcome.exactly("counted in the summary beside the rows", found=counted - len(there), wanted=0)
        before, after = _hashes(url), _hashes(restored)
        outcome.at_least("tables compared", found=len(before), bound=50)
        differing = sum(before[name] != after.get(name) for name in before)
        outcome.exactly("tables of which the hash differs", found=differing, wanted=0)
    return outcome


def yesterdays_backup(stage: Stage, *, scale: float) -> Outcome:
    """The backup is made, letters go out, dossiers are destroyed; then it is put back and everything starts."""
    number = max(60, int(3_000 * scale))
    outcome = Outcome("D2", f"a backup put back of before {number:,} letters and {number:,} reminders went out")
    with scene(stage, "D2") as here, sink.running() as server:
        environment = {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
        people.schedules(number, at=timezone.now() - timedelta(minutes=1))
        people.messages(people.users(number, prefix="letter"))
        tomorrow = timezone.now() + timedelta(days=1)
        people.messages(
            people.users(LATER, prefix="later"), key="later", due_at=tomorrow, expires_at=tomorrow + timedelta(1)
        )
        leaving = people.to_destroy(LATER, at=timezone.now())
        backup = _dump(stage, stage.url(postgres.SUPERUSER, "fault_d2"))
        retention.sweep()
        outcome.exactly("dossiers destroyed before", found=LATER - _there(leaving), wanted=LATER)
        _send(here, server, 2 * number, **environment)
        outcome.exactly("sent before", found=len(server.recipients), wanted=2 * number)
        _restore(stage, backup, "restored_d2")
        application = stage.url(postgres.APPLICATION, "restored_d2")
        with connected(application):
            outcome.exactly("dossiers back by the backup", found=_there(leaving), wanted=LATER)
            here.environment["DATABASE_URL"] = application
            command = [sys.executable, "manage.py", "after_restore"]
            subprocess.run(command, cwd=ROOT, env={**os.environ, **here.environment}, check=True)
            outcome.exactly("not destroyed again", found=_there(leaving), wanted=0)
            started = here.start_both(senders=2, **environment)
            here.until(lambda: False, within=4)
            for child in started:
                here.kill(child)
            times = Counter(server.recipients)
            outcome.exactly("sent again", found=sum(times.values()) - len(times), wanted=0)
            states = Counter(Message.objects.values_list("state", flat=True))
            outcome.exactly("wait for a person", found=states[State.UNCERTAIN], wanted=2 * number)
            outcome.exactly("due tomorrow, still planned", found=states[State.DUE], wanted=LATER)
    return outcome


def _send(here: Scene, server: sink.Sink, number: int, **environment: str) -> None:
    started = here.start_both(senders=2, **environment)
    here.until(lambda: Message.objects.filter(state=State.SENT).count() == number, within=600)
    for child in started:
        here.kill(child)


def _there(clients: list[UUID]) -> int:
    with scope.system():
        return Client.objects.filter(pk__in=clients).count()


def _trajectory() -> Trajectory:
    today = timezone.localdate()
    with scope.system():
        here = Organisation.objects.create(name="De Kade", region=Region.objects.create(name="Waterrade"))
        client = Client.objects.create(user=User.objects.create(name="Noor"), organisation=here)
        trajectory = Trajectory.objects.create(client=client, organisation=here, starts_on=today, ends_on=today)
        Summary.objects.create(trajectory=trajectory, organisation=here)
    return trajectory


@contextmanager
def _writing(trajectory: Trajectory, acknowledged: set) -> Iterator[None]:
    ended = threading.Event()

    def write() -> None:
        while not ended.is_set():
            try:
                with scope.system():
                    entry = triggers.log(trajectory=trajectory, by=trajectory.client.user, strength=4)
                acknowledged.add(entry.pk)
            except (DatabaseError, InterfaceError):
                connection.close()
                ended.wait(0.1)
        connection.close()

    with meanwhile.running([threading.Thread(target=write) for _ in range(WRITERS)], ended):
        yield


def _dump(stage: Stage, url: str) -> Path:
    file = stage.stack.data / f"{url.split('/')[3].split('?', maxsplit=1)[0]}.sql"
    migrated.run("pg_dump", "--file", file, url)
    return file


def _restore(stage: Stage, backup: Path, name: str) -> str:
    postgres.execute(stage.postgres.admin_url, [f'CREATE DATABASE "{name}" OWNER {postgres.OWNER}'])
    url = stage.url(postgres.SUPERUSER, name)
    quietly = ["--quiet", "--set", "ON_ERROR_STOP=1", "--output", "/dev/null", "--single-transaction"]
    migrated.run("psql", *quietly, "--file", backup, url)
    return url


def _hashes(url: str) -> dict[str, tuple]:
    """Of each table, over its rows in order of their text."""
    with psycopg.connect(url) as admin:
        names = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        each = sql.SQL("SELECT count(*), md5(string_agg(one::text, '' ORDER BY one::text)) FROM {} AS one")
        return {name: admin.execute(each.format(sql.Identifier(name))).fetchone() for (name,) in names}
