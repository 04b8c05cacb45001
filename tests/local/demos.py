"""Starts demos as a newcomer does, on ports and in folders of their own."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import coverage
from django.conf import settings

from aftercare.local.bootstrap import ROOT

OWN_STACK = re.compile("^(AFTERCARE_|DATABASE_|REDIS_|DJANGO_|PYTEST_|SECRET_KEY)")
FEW = ("--clients", "6")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def manage(*arguments: str, **environment: str) -> subprocess.Popen:
    """`manage.py` in a process of its own, without the environment of the tests, from another folder."""
    measured = ["-m", "coverage", "run", f"--rcfile={ROOT}/pyproject.toml"] if coverage.Coverage.current() else []
    clean = {name: value for name, value in os.environ.items() if not OWN_STACK.match(name)}
    if measured:
        clean["COVERAGE_FILE"] = str(settings.BASE_DIR / ".coverage")
    return subprocess.Popen(
        [sys.executable, *measured, str(Path(ROOT) / "manage.py"), *arguments],
        cwd="/",
        env={**clean, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


class Demo:
    def __init__(self, data: Path, *arguments: str, port: int | None = None, **environment: str):
        self.port, self.data, self.said = port or free_port(), data, []
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = manage("demo", "--port", str(self.port), "--data", str(data), *arguments, **environment)

    def ready(self) -> "Demo":
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("READY "):
                return self
        raise AssertionError("".join(self.said))

    def ended(self) -> int:
        if not self.process.stdout.closed:
            with self.process:
                self.said += list(self.process.stdout)
        return self.process.returncode

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.ended()

    def status(self, path: str = "/") -> int:
        try:
            return urllib.request.urlopen(f"{self.url}{path}", timeout=20).status
        except urllib.error.HTTPError as refused:
            return refused.code

    def pid_of(self, name: str) -> int:
        return int((self.data / "pids" / f"{name}.pid").read_text().split()[0])

    def processes(self) -> list[str]:
        """The command lines that mention this demo's folder or port, itself included."""
        marks = (str(self.data), f"--port\0{self.port}\0")
        found = []
        for file in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                line = file.read_text()
                found += [line.replace("\0", " ")] if any(mark in line for mark in marks) else []
        return found


@contextlib.contextmanager
def demo(data: Path, *arguments: str, **options) -> Iterator[Demo]:
    started = Demo(data, *arguments, **options)
    try:
        yield started.ready()
    finally:
        started.stop()


def eventually(holds, *, within: float = 30) -> bool:
    deadline = time.monotonic() + within
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(holds())
