"""`manage.py test`: pytest against a PostgreSQL and a Valkey that live as long as the run."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence

from aftercare.local.bootstrap import ROOT, CannotStart
from aftercare.local.processes import die_with
from aftercare.local.stack import throw_away_stack

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")


def main(arguments: Sequence[str]) -> int:
    try:
        signal.signal(signal.SIGTERM, interrupt)
        chromium = find_chromium() or install_chromium()
        with throw_away_stack() as (postgres, valkey):
            environment = {
                **os.environ,
                "AFTERCARE_MODE": "test",
                "AFTERCARE_NO_BOOTSTRAP": "1",
                "AFTERCARE_VAR": str(valkey.home.with_name("var")),
                "AFTERCARE_URL": "http://127.0.0.1:8000",
                "AFTERCARE_TEST_ADMIN_URL": postgres.admin_url,
                "AFTERCARE_TEST_BINARIES": str(postgres.binaries),
                "AFTERCARE_TEST_REDIS_URL": valkey.url,
                "AFTERCARE_CHROMIUM": chromium or "",
            }
            return run_pytest([*parallel(arguments), *arguments], environment)
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def interrupt(*_) -> None:
    raise KeyboardInterrupt


def parallel(arguments: Sequence[str]) -> list[str]:
    """The whole suite on all cores; a chosen file starts faster in one process."""
    chosen = any(not argument.startswith("-") for argument in arguments)
    told = any(re.match(r"-n|--numprocesses|--pdb|--co(llect-only)?$", argument) for argument in arguments)
    return [] if chosen or told else ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadgroup"]


def run_pytest(arguments: Sequence[str], environment: dict[str, str]) -> int:
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT,
        env=environment,
        preexec_fn=die_with(os.getpid(), signal.SIGKILL),  # noqa: PLW1509 - one thread
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        if not shares_terminal():  # else the terminal told pytest too
            process.send_signal(signal.SIGINT)
        return process.wait()


def shares_terminal() -> bool:
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False


def find_chromium() -> str | None:
    return os.environ.get("AFTERCARE_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)


def install_chromium() -> str | None:
    """As root on Debian and its kin; elsewhere the browser tests are reported as left out."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing Chromium for the browser tests (apt-get install chromium)", flush=True)
    quietly = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"],
    ):
        subprocess.run(command, **quietly)
    return find_chromium()
