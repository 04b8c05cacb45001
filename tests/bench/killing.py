"""P8: fault R1 of `manage.py faults` with other numbers. In a process of its own: there the clock goes on."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from aftercare.local.bootstrap import ROOT
from tests.bench.judging import FAIL, PASS, Line, Spread


def lines(*, scale: float) -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "outcomes.json"
        command = [sys.executable, "-m", "tests.faults", "--only", "R1", "--scale", str(scale), "--json", told]
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        (outcome,) = json.loads(told.read_text())
    return from_outcome(outcome)


def from_outcome(outcome: dict) -> list[Line]:
    if not outcome["findings"]:
        return [Line("P8", outcome["fault"], verdict=FAIL)]
    return [
        Line(
            "P8",
            f"{finding['what']}: {outcome['fault']}",
            ratio=Spread.of([finding["found"]]),
            gate=finding["bound"],
            verdict=PASS if finding["held"] else FAIL,
        )
        for finding in outcome["findings"]
    ]
