"""`manage.py faults`: each fault as it is injected, and what held."""

import argparse
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from aftercare.local.bootstrap import CannotStart
from aftercare.local.portal import say
from aftercare.local.signals import Stopped
from tests import reports
from tests import stage as stages
from tests.faults import report
from tests.faults.outcome import Outcome


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="manage.py faults", description="Inject faults and see what held.")
    parser.add_argument("--only", default="", help="rows: R1,R3,D1")
    parser.add_argument("--scale", type=float, default=1.0, help="a fraction of the numbers: 0.1")
    parser.add_argument("--json", type=Path, help="write the figures there; what it holds of other rows stays")
    parser.add_argument("--markdown", type=Path, help="write the table there, as docs/reliability.md holds it")
    options = parser.parse_args(arguments)
    chosen = [row.strip().upper() for row in options.only.split(",") if row.strip()]
    try:
        with stages.set_up(AFTERCARE_MODE="test", AFTERCARE_URL="http://127.0.0.1:8000") as stage:
            return run(stage, chosen, scale=options.scale, as_json=options.json, as_markdown=options.markdown)
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    except Stopped:
        return 130


def run(
    stage: stages.Stage, chosen: Sequence[str], *, scale: float, as_json: Path | None, as_markdown: Path | None
) -> int:
    from tests.faults import scenarios  # needs Django's settings

    if unknown := set(chosen) - scenarios.ALL.keys():
        print(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(scenarios.ALL)}.", file=sys.stderr)
        return 2
    stage.make_database("clean")
    outcomes = [_timed(stage, row, scenarios.ALL[row], scale=scale) for row in chosen or scenarios.ALL]
    print("", *report.lines(outcomes), sep="\n", flush=True)
    kept = report.remembered(as_json, outcomes, order=list(scenarios.ALL))
    report.write(kept, as_json=as_json, as_markdown=as_markdown)
    return 0 if all(outcome.held for outcome in outcomes) else 1


def _timed(stage: stages.Stage, row: str, scenario: Callable, *, scale: float) -> Outcome:
    told, began = reports.facts(stage), time.monotonic()
    try:
        outcome = scenario(stage, scale=scale)
    except Exception as problem:  # noqa: BLE001 - the other rows are still worth their time
        traceback.print_exc()
        outcome = Outcome(row, f"it broke off: {problem!r}")
    outcome.seconds, outcome.told = time.monotonic() - began, told
    say(f"{outcome.row} {outcome.verdict} after {outcome.seconds:.0f} s: {outcome.fault}")
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
