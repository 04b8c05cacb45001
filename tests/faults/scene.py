"""Where a fault happens: a database of its own, real workers and beats, and servers that may be stopped or killed."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis
from django.db import DatabaseError, connection

from aftercare.local import postgres
from aftercare.local.bootstrap import ROOT
from aftercare.local.processes import Child, wait_until
from aftercare.notifications.models import UNDER_WAY, Message, State
from tests.stage import Stage, connected

CELERY = ("-m", "celery", "-A", "aftercare")
COMMANDS = {
    "worker": (*CELERY, "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"),
    "beat": (*CELERY, "beat", "--loglevel", "INFO", "--pidfile="),
}
READY = {"worker": " ready.", "beat": "beat: Starting..."}
CLEAN = "clean"
OPEN = {State.DUE} | UNDER_WAY


@dataclass
class Scene:
    stage: Stage
    name: str
    environment: dict[str, str] = field(default_factory=dict)
    started: int = 0
    supervised: dict[str, str] = field(default_factory=dict)
    """The environment of workers that are started again when they end by themselves, as a service manager does."""
    ended: int = 0

    @property
    def stack(self):
        return self.stage.stack

    def start(self, kind: str, *arguments: str, **environment: str) -> Child:
        """A worker or a beat, ready. `kill` is kill -9 of all its processes."""
        return self._ready(kind, self._launch(kind, *arguments, **environment))

    def start_both(self, *, senders: int, pairs: int = 1, **environment: str) -> list[Child]:
        """A worker that may send with so many processes and a beat, or so many pairs of them at once."""
        kinds = [("worker", "--concurrency", str(senders)), ("beat",)] * pairs
        started = [(kind, self._launch(kind, *arguments, **environment)) for kind, *arguments in kinds]
        return [self._ready(kind, child) for kind, child in started]

    def supervise(self) -> None:
        """Celery gives up where an answer to a broker that just went is under way; then another worker is needed."""
        for child in [one for one in self.stack.children if one.name.startswith(f"{self.name}-worker")]:
            if child.ended() is not None:
                self.kill(child)
                self.ended += 1
                self._launch("worker", **self.supervised)

    def _launch(self, kind: str, *arguments: str, **environment: str) -> Child:
        self.started += 1
        name = f"{self.name}-{kind}-{self.started}"
        if kind == "beat":
            arguments = ("--schedule", str(self.stack.data / name), *arguments)
        env = {**os.environ, "PYTHONUNBUFFERED": "1", **self.environment, **environment}
        return self.stack.start(name, [sys.executable, *COMMANDS[kind], *arguments], cwd=ROOT, env=env)

    def _ready(self, kind: str, child: Child) -> Child:
        wait_until(lambda: READY[kind] in Path(child.log).read_text(), child=child, within=120)
        return child

    def kill(self, child: Child) -> None:
        child.kill()
        self.stack.children.remove(child)

    def crash_postgres(self) -> None:
        """At once, without a word to its clients; back a moment later, by its own log."""
        self.kill(self._child("postgres"))
        self.stage.postgres.start()
        connection.close()

    def stop_valkey(self, *, emptied: bool) -> None:
        child = self._child("valkey")
        self.kill(child)
        if emptied:
            shutil.rmtree(self.stack.data / "valkey")

    def start_valkey(self) -> None:
        self.stack.start_valkey()

    def _child(self, name: str) -> Child:
        return next(child for child in self.stack.children if child.name == name)

    def until(self, holds: Callable[[], bool], *, within: float, every: float = 0.2) -> bool:
        """Whether it came to hold in time. A database that is away answers no."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if self.supervised:
                self.supervise()
            try:
                if holds():
                    return True
            except DatabaseError:
                connection.close()
            time.sleep(every)
        return False

    def nothing_open(self) -> bool:
        return not Message.objects.filter(state__in=OPEN).exists()


@contextmanager
def scene(stage: Stage, name: str, **environment: str) -> Iterator[Scene]:
    """On a fresh copy of the migrated database and an empty broker; what was started there ends with it."""
    database = f"fault_{name.lower()}"
    postgres.execute(
        stage.postgres.admin_url,
        [f'CREATE DATABASE "{database}" TEMPLATE {CLEAN} OWNER {postgres.OWNER}'],
    )
    redis.from_url(stage.redis_url).flushall()
    url = stage.url(postgres.APPLICATION, database)
    usual = {"CHECK_IN_TICK_SECONDS": "1", "OUTBOX_LEASE_SECONDS": "2", "QUIET_HOURS": "00:00,00:00"}
    here = Scene(stage, name, {"DATABASE_URL": url, **usual, **environment})
    before = list(stage.stack.children)
    with connected(url):
        try:
            yield here
        finally:
            for child in [one for one in stage.stack.children if one.name.startswith(f"{name}-")]:
                here.kill(child)
            _bring_back(stage, before)


def _bring_back(stage: Stage, before: list[Child]) -> None:
    running = {child.name for child in stage.stack.children}
    for server, start in (("postgres", stage.postgres.start), ("valkey", stage.stack.start_valkey)):
        if server in {child.name for child in before} and server not in running:
            start()
