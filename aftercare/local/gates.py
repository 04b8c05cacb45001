"""The gates on branch coverage: everything where decisions are made, nearly everything elsewhere."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

OVERALL = 97.0
COMPLETE = re.compile(r"(^|/)(actions|access|models|tasks)(\.py|/.*\.py)$")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        subprocess.run([sys.executable, "-m", "coverage", "json", "--quiet", "-o", report], check=True)
        complaints = judge(json.loads(report.read_text()))
    print("\n".join(complaints))
    return 1 if complaints else 0


def judge(report: dict) -> list[str]:
    complaints = [
        f"{name}: {figures['summary']['percent_covered']:.1f} % covered, must be 100 %; missing {missing(figures)}"
        for name, figures in sorted(report["files"].items())
        if COMPLETE.search(name) and figures["summary"]["percent_covered"] < 100
    ]
    overall = report["totals"]["percent_covered"]
    if overall < OVERALL:
        complaints.append(f"Over all: {overall:.1f} % covered, must be {OVERALL:.0f} %; the least covered:")
        worst = sorted(report["files"].items(), key=lambda item: item[1]["summary"]["percent_covered"])[:15]
        complaints += [f"    {name}: {figures['summary']['percent_covered']:.1f} %" for name, figures in worst]
    return complaints


def missing(figures: dict) -> str:
    lines = [str(line) for line in figures["missing_lines"]]
    branches = [f"{start}->{end}" for start, end in figures["missing_branches"]]
    return ", ".join([*lines, *branches])


if __name__ == "__main__":
    sys.exit(main())
