"""Scoring a day, writing a small step, and who was first; the months in a sentence."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import Stale
from tests.trajectories.selfcare.conftest import BODY, DAY, FOOD, MONEY, NOW
from trajectories.plans.models import LifeArea, State
from trajectories.selfcare import trend
from trajectories.selfcare.models import AreaScore

TODAY = date(2026, 3, 18)


def lines(segment: str) -> int:
    return AccessEntry.objects.filter(segment=segment, event=Event.CHANGE).count()


def test_there_is_one_score_a_day_for_each_area_the_last_one_said(rate, trajectory):
    rate(FOOD, 4)
    rate(FOOD, 6)
    rate(BODY, 3)
    rate(FOOD, 2, at=NOW - DAY)
    scores = {(score.area, score.day): score.score for score in trajectory.area_scores.all()}
    assert scores == {("food", TODAY): 6, ("body", TODAY): 3, ("food", TODAY - DAY): 2}
    assert lines("self_care_edit") == 4


def test_the_day_is_the_persons_own(rate, trajectory):
    with timezone.override("Pacific/Auckland"):
        assert rate().day == TODAY + DAY


def test_what_somebody_else_filled_in_is_not_replaced_unseen(rate, counsellor, trajectory):
    rate(FOOD, 6)
    with pytest.raises(Stale, match=r"Noor.*6"):
        rate(FOOD, 3, by=counsellor)
    assert trajectory.area_scores.get().score == 6
    rate(FOOD, 3, by=counsellor, seen=6)
    stored = trajectory.area_scores.get()
    assert (stored.score, stored.scored_by) == (3, counsellor)


def test_the_same_score_twice_is_no_conflict(rate, counsellor, trajectory):
    rate(FOOD, 6)
    rate(FOOD, 6, by=counsellor)
    assert trajectory.area_scores.get().score == 6


def test_the_last_score_of_each_area(rate, trajectory):
    rate(FOOD, 2, at=NOW - 3 * DAY)
    rate(FOOD, 6)
    rate(MONEY, 5, at=NOW - DAY)
    latest = {score.area: score.score for score in trajectory.area_scores.latest_of_each()}
    assert latest == {"food": 6, "money": 5}


def test_a_new_step_stands_in_the_plan_and_runs(add, trajectory, client_user):
    add("Ontbijt", goal="Rust in mijn lijf.", frequency="elke ochtend")
    item = trajectory.plan_items.get()
    assert (item.kind, item.area, item.state, item.changed_by) == ("self_care", "food", State.ACTIVE, client_user)
    assert (item.goal, item.frequency, item.starts_on) == ("Rust in mijn lijf.", "elke ochtend", TODAY)


def test_a_second_step_needs_to_know_of_the_first(add, counsellor, trajectory):
    add("Ontbijt")
    with pytest.raises(Stale):
        add("Warm eten", by=counsellor)
    add("Warm eten", by=counsellor, stands=1)
    add("Fietsen", area=BODY)
    assert trajectory.plan_items.count() == 3


@pytest.mark.parametrize("wrong", [{"score": 11}, {"area": LifeArea.HOME}])
def test_the_database_refuses_what_is_no_score(rate, wrong):
    rate()
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaScore.objects.update(**wrong)


@pytest.mark.parametrize(
    ("persona", "seen"), [("client_user", 1), ("counsellor", 1), ("other_client", 0), ("outsider", 0), ("partner", 0)]
)
def test_the_database_shows_scores_to_the_organisation_and_the_person_only(request, rate, persona, seen):
    user = request.getfixturevalue(persona)
    rate()
    scope.enter(user=user.pk)
    assert AreaScore.objects.count() == seen


def months_of(trajectory, area=FOOD) -> trend.Trend:
    rows = trajectory.area_scores.by_month(since=trend.first_month(TODAY))
    with translation.override("en"):
        return trend.of(rows, area=area, label="Food", today=TODAY)


def on(month: int, day: int, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, 11, tzinfo=UTC)


def test_the_months_are_six_and_each_is_a_mean(rate, trajectory):
    rate(FOOD, 9, at=on(9, 30, year=2025))
    for day, score in ((2, 4), (9, 5), (20, 5)):
        rate(FOOD, score, at=on(1, day))
    rate(FOOD, 6)
    rate(BODY, 1)
    shown = months_of(trajectory)
    assert [month.isoformat() for month in shown.months][::5] == ["2025-10-01", "2026-03-01"]
    assert shown.means == [None, None, None, 4.7, None, 6]


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ([], "No score yet in these months."),
        ([(3, 6)], "In March it was 6."),
        ([(2, 4), (3, 6)], "From 4 in February to 6 in March."),
        ([(2, 6), (3, 6)], "In March it is 6, as in February."),
        ([(1, 7), (3, 2)], "From 7 in January to 2 in March. Nothing was filled in during February."),
        ([(1, 7)], "In January it was 7. Nothing was filled in during February."),
    ],
)
def test_the_months_in_a_sentence(rate, trajectory, scores, sentence):
    for month, score in scores:
        rate(FOOD, score, at=on(month, 10))
    shown = months_of(trajectory)
    with translation.override("en"):
        assert shown.sentence == sentence
        assert len(shown.chart.rows) == trend.MONTHS
