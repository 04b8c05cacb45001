"""What held: on the terminal, as JSON to which a later run adds its rows, and as docs/reliability.md."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests import reports
from tests.faults.outcome import Outcome

HEADS = ("row", "fault", "found (must be)", "when", "commit", "load", "s", "")
WORDS = 5

INTRODUCTION = """# Reliability

`python3 manage.py faults --markdown docs/reliability.md` wrote this page. Each row injects one fault into servers and
processes that it starts for itself: R is what happens to messages, D to data. Rows may be run one by one, also on a
machine that others use: `load` is its load average when the row began, `s` how long it took. ✗ marks a figure past its
bound. {machine}, PostgreSQL {postgresql}, Python {python}.

"""


def lines(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        yield f"{outcome.verdict.ljust(6)}  {outcome.row}  {outcome.fault}  [{outcome.seconds:.0f} s]"
        yield from (f"            {finding}" for finding in outcome.findings)


def markdown(outcomes: Sequence[Outcome]) -> str:
    told = outcomes[-1].told
    return INTRODUCTION.format(**told, **told["versions"]) + reports.markdown(
        HEADS, map(_columns, outcomes), words=WORDS
    )


def _columns(outcome: Outcome) -> tuple[str, ...]:
    return (
        outcome.row,
        outcome.fault,
        "<br>".join(map(str, outcome.findings)),
        outcome.told["date"],
        outcome.told["commit"],
        f"{outcome.told['load_average'][0]:.1f}",
        f"{outcome.seconds:.0f}",
        outcome.verdict,
    )


def remembered(file: Path | None, outcomes: Sequence[Outcome], *, order: Sequence[str]) -> list[Outcome]:
    """These, and from `file` the rows that an earlier run left there and this one did not run."""
    earlier = json.loads(file.read_text()) if file and file.exists() else []
    rows = {one.row: one for one in [*map(Outcome.from_json, earlier), *outcomes]}
    return [rows[row] for row in order if row in rows]


def write(outcomes: Sequence[Outcome], *, as_json: Path | None, as_markdown: Path | None) -> None:
    if as_json:
        as_json.write_text(json.dumps([outcome.as_json() for outcome in outcomes], indent=1) + "\n")
    if as_markdown:
        as_markdown.write_text(markdown(outcomes))
