"""The bench runs from end to end, refuses to measure a wrong page, and judges as it says."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.bench import judging, killing, oracles
from tests.bench.cpu import Cpu
from tests.bench.judging import FAIL, INCONCLUSIVE, PASS
from tests.bench.rounds import Measured, Turn
from tests.bench.targets import H0, H, Target

ROWS = {*(f"P{number}" for number in range(1, 12)), "control"}
OWN_STACK = re.compile("^(AFTERCARE_|DATABASE_|REDIS_|DJANGO_|PYTEST_|SECRET_KEY|COV_)")


@pytest.mark.stack
def test_it_builds_checks_measures_and_writes_down(tmp_path):
    told, table = tmp_path / "bench.json", tmp_path / "performance.md"
    environment = {name: value for name, value in os.environ.items() if not OWN_STACK.match(name)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--tiny", "--json", told, "--markdown", table],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(told.read_text())
    assert found["versions"].keys() >= {"python", "django", "granian", "postgresql"}
    assert {line.get("row") for line in found["lines"]} >= ROWS
    lines = {line["name"]: line for line in found["lines"]}
    assert lines["queries of dossier"]["verdict"] == PASS
    assert lines["naive list of 50"]["queries"] > 5 * lines["caseload, first 50 rows"]["queries"]
    assert table.read_text().count("\n| P") == sum(line.get("row", "").startswith("P") for line in found["lines"])


def row(number: int) -> str:
    return f'<a class="fw-bold text-reset" href="/clients/00000000-0000-0000-0000-{number:012}/">'


class Page:
    """Stands in for a served portal: the page shows these clients, and says how many ask."""

    def __init__(self, *clients: int, asking: int, total: int):
        self.text = f"{asking} van je {total} cliënten" + "".join(map(row, clients))

    def page(self, *_, **__) -> str:
        return self.text


@pytest.fixture
def three_clients(monkeypatch) -> None:
    """Of whom the first two ask for something."""
    rows = [(f"00000000-0000-0000-0000-{number:012}", number < 3) for number in (1, 2, 3)]
    monkeypatch.setattr(oracles, "ask", lambda *_, **__: rows)


def test_the_caseload_as_the_database_has_it_is_measured(three_clients):
    oracles.caseload(Page(2, 1, 3, asking=2, total=3), who="usual", email="")


@pytest.mark.parametrize(
    "page",
    [
        Page(1, 2, 3, asking=1, total=3),
        Page(1, 2, 3, asking=2, total=4),
        Page(1, 2, asking=2, total=3),
        Page(1, 2, 2, asking=2, total=3),
        Page(1, 3, 2, asking=2, total=3),
        Page(1, 2, 4, asking=2, total=3),
    ],
    ids=["another count", "another total", "one missing", "one twice", "a quiet one on top", "a stranger"],
)
def test_a_wrong_caseload_is_not_measured(three_clients, page):
    with pytest.raises(oracles.WrongPage):
        oracles.caseload(page, who="usual", email="")


def measured(name: str, *costs: float, **goal) -> Measured:
    turns = [Turn(rate=1, p50=cost, p99=cost, cpu=Cpu(cost, 0)) for cost in costs]
    return Measured(Target(name, None, [], **goal), 1, turns)


@pytest.mark.parametrize(
    ("costs", "yardstick", "verdict"),
    [((3, 4, 4), (2, 2, 2), PASS), ((5, 5, 3), (2, 2, 2), FAIL), ((3, 3, 3), (2, 2, 4), INCONCLUSIVE)],
)
def test_a_page_is_judged_by_its_yardstick_in_the_same_round(costs, yardstick, verdict):
    page = measured("dossier", *costs, row="P2", per=H, goal=2)
    others = {(H, 1): measured(H, *yardstick), (H0, 1): measured(H0, 1, 1, 1)}
    line = judging.of_target(page, others, size=1, queries=8)
    assert line.verdict == verdict


def test_the_naive_list_must_look_slow():
    naive = measured("naive", 2, 2, row="control", per=H, goal=4, at_least=True)
    others = {(H, 1): measured(H, 1, 1), (H0, 1): measured(H0, 1, 1)}
    assert judging.of_target(naive, others, size=1, queries=200).verdict == FAIL


def test_reminders_that_were_lost_fail_the_row():
    finding = {"what": "lost", "found": 2, "bound": "= 0", "held": False}
    (line,) = killing.from_outcome({"fault": "1 × kill -9", "findings": [finding]})
    assert (line.verdict, line.ratio.middle) == (FAIL, 2)


def test_a_fault_that_broke_off_fails_the_row():
    (line,) = killing.from_outcome({"fault": "it broke off", "findings": []})
    assert line.verdict == FAIL
