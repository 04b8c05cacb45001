"""Each rule at its edges, over the weeks that it looks back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from trajectories.stepping.rules import step_rules
from trajectories.stepping.weeks import next_along

AT = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def asked(*weeks):
    """One check-in a week, the last one today."""
    return [
        {"id": str(back), "at": (AT - (len(weeks) - 1 - back) * WEEK).isoformat()} | week
        for back, week in enumerate(weeks)
    ]


def calm(count, **changed):
    return [{"craving": 2, "confidence": 7} | changed for _week in range(count)]


USED, MISSED = {"craving": 3, "use": 1}, {"missed": True}


@pytest.mark.parametrize(
    ("key", "weeks", "holds"),
    [
        ("step-up-use", [USED], False),
        ("step-up-use", [USED, *calm(4), USED], True),
        ("step-up-use", [USED, *calm(5), USED], False),
        ("step-up-craving", calm(2, craving=9), False),
        ("step-up-craving", [*calm(1, craving=6), *calm(2, craving=6)], True),
        ("step-up-craving", [*calm(1, craving=5), *calm(2, craving=6)], False),
        ("step-up-missed", [MISSED, MISSED], False),
        ("step-up-missed", [MISSED, *calm(3), MISSED, MISSED], True),
        ("step-up-missed", [MISSED, *calm(4), MISSED, MISSED], False),
        ("step-down-steady", calm(8), True),
        ("step-down-steady", calm(4), True),
        ("step-down-steady", calm(3), False),
        ("step-down-steady", [*calm(7), *calm(1, craving=4)], False),
        ("step-down-steady", [*calm(7), MISSED], False),
        ("step-down-steady", [*calm(7), USED], False),
        ("step-down-steady", [USED, *calm(8)], True),
        ("step-down-steady", [], False),
    ],
)
def test_a_rule_holds_at_its_threshold_and_within_its_weeks(key, weeks, holds):
    rule = step_rules()[key]
    evidence = rule.judge(asked(*weeks), at=AT, threshold=rule.threshold)
    assert bool(evidence) is holds


def test_it_says_what_it_rests_on():
    rule = step_rules()["step-up-craving"]
    evidence = rule.judge(asked(*calm(3, craving=7)), at=AT, threshold=6)
    with translation.override("en"):
        assert rule.state(evidence) == "Craving 7.0 on average at 3 check-ins in 4 weeks."
    with translation.override("nl"):
        assert rule.state(evidence) == "Trek gemiddeld 7,0 bij 3 check-ins in 4 weken."


@pytest.mark.parametrize(
    ("weeks", "direction", "following"),
    [
        (1, "more", None),
        (2, "more", 1),
        (3, "more", 2),
        (13, "more", 4),
        (1, "less", 2),
        (4, "less", 13),
        (13, "less", None),
    ],
)
def test_contact_moves_one_along_the_row(weeks, direction, following):
    assert next_along(weeks, direction) == following
