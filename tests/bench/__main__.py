"""`manage.py bench`: build the data, serve it, check the pages, measure, judge, print."""

import argparse
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from django.core.management import call_command

from aftercare.local.bootstrap import CannotStart
from aftercare.local.portal import say
from aftercare.local.signals import Stopped
from tests import reports
from tests import stage as stages
from tests.bench.clock import SEED
from tests.bench.load import BadAnswer
from tests.bench.plan import FULL, QUICK, TINY, Plan

SMALLEST = 450
"""With fewer clients there is no caseload of 200 beside the others."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="manage.py bench", description="Measure the portal against its goals.")
    parser.add_argument("--sizes", default="", help="how many clients: 1k,10k,50k,100k (the default; --quick: 1k,10k)")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--tiny", action="store_true", help="to see that it runs; the figures say nothing")
    parser.add_argument("--json", type=Path, help="write the figures there, with versions, seed and load")
    parser.add_argument("--markdown", type=Path, help="write the table there, as docs/performance.md holds it")
    options = parser.parse_args(arguments)
    plan = TINY if options.tiny else QUICK if options.quick else FULL
    usual = "450" if options.tiny else "1k,10k" if options.quick else "1k,10k,50k,100k"
    sizes = sorted(int(size.strip().lower().replace("k", "000")) for size in (options.sizes or usual).split(","))
    if sizes[0] < SMALLEST:
        parser.error(f"the smallest size is {SMALLEST} clients")
    try:
        return run(sizes, plan, as_json=options.json, as_markdown=options.markdown)
    except (CannotStart, BadAnswer) as problem:
        print(problem, file=sys.stderr)
        return 1
    except Stopped:
        return 130


def run(sizes: Sequence[int], plan: Plan, *, as_json: Path | None, as_markdown: Path | None) -> int:
    environment = {
        "AFTERCARE_MODE": plan.mode,
        "AFTERCARE_URL": "https://127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "MESSAGES_PER_DAY": "1000",
        "QUIET_HOURS": "00:00,00:00",
        "SECRET_KEY": secrets.token_urlsafe(50),
    }
    with stages.set_up(**environment) as stage:
        if plan is not TINY:
            call_command("collectstatic", verbosity=0, interactive=False)
        from tests.bench import measuring, oracles, report  # they need Django's settings

        told = reports.facts(stage) | {"seed": SEED, "sizes": list(sizes), "load": str(plan)}
        say(f"{told['machine']}, commit {told['commit']}, {plan}")
        try:
            lines = measuring.everything(stage, sizes=sizes, plan=plan, say=say)
        except oracles.WrongPage as problem:
            print(report.wrong(problem), file=sys.stderr)
            return 1
        print("\n".join(report.table(lines)), flush=True)
        report.write(lines, told, as_json=as_json, as_markdown=as_markdown)
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
