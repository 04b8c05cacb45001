"""Real processes on this test's own database and broker, to be killed."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from aftercare.local.processes import Child, spawn, wait_until

CELERY = ("-m", "celery", "-A", "aftercare")
COMMANDS = {
    "worker": (*CELERY, "worker", "--loglevel", "INFO", "--concurrency", "2", "--without-gossip", "--without-mingle"),
    "beat": (*CELERY, "beat", "--loglevel", "INFO", "--pidfile="),
}
READY = {"worker": " ready.", "beat": "beat: Starting..."}


@pytest.fixture
def start(committed_db, tmp_path) -> Iterator[Callable[..., Child]]:
    """start("worker") runs a real one and returns when it is ready; `.kill()` is kill -9 of all its processes.

    Further arguments go to the command, keywords into its environment: start("beat", EMAIL_URL="smtp://...").
    """
    children: list[Child] = []

    def start_one(kind: str, *arguments: str, **environment: str) -> Child:
        name = f"{kind}-{len(children)}"
        if kind == "beat":
            arguments = ("--schedule", str(tmp_path / name), *arguments)
        command = [sys.executable, *COMMANDS[kind], *arguments]
        env = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
        child = spawn(name, command, log=tmp_path / f"{name}.log", cwd=settings.BASE_DIR, env=env)
        children.append(child)
        wait_until(lambda: READY[kind] in Path(child.log).read_text(), child=child, within=60)
        return child

    yield start_one
    for child in children:
        child.kill()
