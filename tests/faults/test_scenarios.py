"""Every scenario of `manage.py faults`, with small numbers: on servers of its own, which it kills."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.faults import report, scenarios
from tests.faults.outcome import Outcome

SCALE = "0.005"
OWN_STACK = re.compile("^(AFTERCARE_|DATABASE_|REDIS_|DJANGO_|PYTEST_|SECRET_KEY|COV_)")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, dict]:
    folder = tmp_path_factory.mktemp("faults")
    told, page = folder / "outcomes.json", folder / "reliability.md"
    environment = {name: value for name, value in os.environ.items() if not OWN_STACK.match(name)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--scale", SCALE, "--json", told, "--markdown", page],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert told.exists(), done.stdout
    found = {outcome["row"]: outcome for outcome in json.loads(told.read_text())}
    assert page.read_text().count(" | held |\n") == sum(outcome["held"] for outcome in found.values())
    return found


@pytest.mark.stack
@pytest.mark.xdist_group("faults")
@pytest.mark.parametrize("row", scenarios.ALL)
def test_it_holds(outcomes, row):
    outcome = outcomes[row]
    assert outcome["findings"]
    assert [one for one in outcome["findings"] if not one["held"]] == [], outcome


@pytest.mark.parametrize(
    ("bound", "found", "held"),
    [("at_most", 4, True), ("at_most", 5, False), ("at_least", 3, False), ("at_least", 4, True)],
)
def test_a_figure_past_its_bound_does_not_hold(bound, found, held):
    outcome = Outcome("R0", "a fault")
    getattr(outcome, bound)("things", found=found, bound=4)
    assert outcome.held is held
    assert ("✗" in str(outcome.findings[0])) is not held


def test_a_scenario_that_found_nothing_does_not_hold():
    assert not Outcome("R0", "a fault").held


def outcome(row: str, *, found: int) -> Outcome:
    one = Outcome(row, "a fault", told={"date": "today", "commit": "abc", "load_average": [0.5, 0, 0]})
    one.exactly("lost", found=found, wanted=0)
    return one


def test_rows_of_an_earlier_run_stay_until_they_are_run_again(tmp_path):
    file = tmp_path / "outcomes.json"
    report.write([outcome("R2", found=0), outcome("R1", found=3)], as_json=file, as_markdown=None)
    kept = report.remembered(file, [outcome("R1", found=0)], order=["R1", "R2", "R3"])
    assert [(one.row, one.verdict) for one in kept] == [("R1", "held"), ("R2", "held")]


def test_a_row_that_failed_says_so_in_the_table():
    told = {"machine": "2 cores", "versions": {"postgresql": "17", "python": "3.11"}}
    failed = outcome("R1", found=3)
    failed.told |= told
    assert "3 lost (= 0) ✗" in report.markdown([failed])
    assert " | FAILED |\n" in report.markdown([failed])
