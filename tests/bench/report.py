"""The table: on the terminal, as Markdown for docs/performance.md, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests import reports
from tests.bench.judging import Line
from tests.bench.oracles import WrongPage

HEADS = (
    "row", "target", "clients", "req/s", "p50 ms", "p99 ms", "CPU app ms", "CPU db ms", "queries", "bytes",
    "ratio", "least", "most", "gate", "verdict",
)  # fmt: skip
WORDS = 2
"""So many columns hold words, and stand on the left."""

INTRODUCTION = """# Performance

`python3 manage.py bench --markdown docs/performance.md` wrote this page: {date}, commit {commit}, {machine}.
{load}. Seed {seed}, sizes {sizes} clients. Every page was checked against SQL before it was measured.

**H0** is a bare Django view, **H** a one-line signed-in view with the full middleware, measured in the same rounds.
A ratio is the median over the rounds, of the CPU of portal and PostgreSQL together for one request (P4 1k → 100k and
20 → 2,000: of p50). INCONCLUSIVE: a yardstick varied by more than 30 %. P3 counts the line in the access log too.
{quiet}

Where a goal is missed, decision 43 says why. A month and a caseload whose rows were drawn before stand beside those
that are drawn anew (decision 39).

"""
QUIET = "The machine was quiet when it began (load average {load:.1f})."
NOT_QUIET = (
    "**The machine was not quiet** (load average {load:.1f} when it began): these figures show that the bench runs, and"
    " little more."
)


def columns(line: Line) -> tuple[str, ...]:
    found = line.ratio
    return (
        line.row,
        line.name,
        _number(line.clients, 0),
        _number(line.rate, 0),
        _number(line.p50, 2),
        _number(line.p99, 2),
        _number(line.cpu_application, 2),
        _number(line.cpu_database, 2),
        _number(line.queries, 0),
        _number(line.size, 0),
        f"{_short(found.middle)} {line.unit}".strip() if found else "",
        _short(found.least) if found else "",
        _short(found.most) if found else "",
        line.gate,
        line.verdict,
    )


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def _short(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.3g}"


def table(lines: Sequence[Line]) -> Iterator[str]:
    rows = [HEADS, *map(columns, lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    for row in rows:
        cells = [
            text.ljust(width) if place < WORDS or place >= len(HEADS) - WORDS else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def markdown(lines: Sequence[Line], told: dict) -> str:
    quiet = (QUIET if reports.was_quiet(told) else NOT_QUIET).format(load=told["load_average"][0])
    sizes = ", ".join(f"{size:,}" for size in told["sizes"])
    introduction = INTRODUCTION.format(**told | {"sizes": sizes, "quiet": quiet})
    return introduction + reports.markdown(HEADS, map(columns, lines), words=WORDS)


def write(lines: Sequence[Line], told: dict, *, as_json: Path | None, as_markdown: Path | None) -> None:
    if as_json:
        as_json.write_text(json.dumps(told | {"lines": [line.as_json() for line in lines]}, indent=1) + "\n")
    if as_markdown:
        as_markdown.write_text(markdown(lines, told))


def wrong(problem: WrongPage) -> str:
    return f"Nothing was measured: {problem}"
