"""Every scenario of `manage.py faults`, with small numbers: on servers of its own, which it kills."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.faults import scenarios
from tests.faults.outcome import Outcome

SCALE = "0.005"
OWN_STACK = re.compile("^(AFTERCARE_|DATABASE_|REDIS_|DJANGO_|PYTEST_|SECRET_KEY|COV_)")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, dict]:
    told = tmp_path_factory.mktemp("faults") / "outcomes.json"
    environment = {name: value for name, value in os.environ.items() if not OWN_STACK.match(name)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--scale", SCALE, "--json", told],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert told.exists(), done.stdout
    return {outcome["row"]: outcome for outcome in json.loads(told.read_text())}


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
