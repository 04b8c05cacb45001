"""What figures were made with, and how they stand in a page of docs/."""

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import django
import granian
import psycopg

from aftercare.local.bootstrap import ROOT
from tests.stage import Stage

CORES = os.cpu_count() or 1


def facts(stage: Stage) -> dict:
    with psycopg.connect(stage.postgres.admin_url) as connection:
        server = connection.execute("SHOW server_version").fetchone()[0]
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "commit": _commit(),
        "machine": f"{CORES} cores, {platform.system()} {platform.machine()}",
        "versions": {
            "python": platform.python_version(),
            "django": django.get_version(),
            "granian": granian.__version__,
            "psycopg": psycopg.__version__,
            "postgresql": server,
        },
        "load_average": os.getloadavg(),
    }


def _commit() -> str:
    found = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return found.stdout.strip() or "unknown"


def was_quiet(told: dict) -> bool:
    return told["load_average"][0] < CORES / 2


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]], *, words: int) -> str:
    """The first `words` columns hold words and stand on the left, the others on the right."""
    rule = tuple("---" if place < words else "---:" for place in range(len(heads)))
    return "".join(f"| {' | '.join(row)} |\n" for row in [heads, rule, *rows])
