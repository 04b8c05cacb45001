"""When a step of a handover is due, and when the whole of it is over: as `deadlines.toml` has it."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "deadlines.toml"


@cache
def days() -> dict[str, dict[str, int]]:
    return tomllib.loads(FILE.read_text())


def of(state: str, *, since: datetime) -> dict[str, datetime]:
    """The two moments of a step that began at `since`."""
    return {
        "due_at": since + timedelta(days=days()[state]["due"]),
        "expires_at": since + timedelta(days=days()[state]["final"]),
    }
