"""Reviews: every six weeks, within the agreed period, each ended by an agreement."""

from datetime import date

import pytest

from aftercare.core.errors import Refused, TransitionRefused
from tests.trajectories.agreements.conftest import DAY, END, TODAY, WEEK
from trajectories.agreements import actions as agreements
from trajectories.agreements import reviews
from trajectories.dossier import actions as dossier

LATER = date(2026, 8, 30)


@pytest.fixture
def at_review(agreed, trajectory, clock):
    """Six weeks on: the review is today."""
    clock.shift(6 * WEEK)
    return trajectory.reviews.open().get()


@pytest.mark.parametrize(
    ("after", "ends_on", "day"),
    [
        (TODAY, TODAY + 26 * WEEK, TODAY + 6 * WEEK),
        (TODAY, TODAY + 6 * WEEK, TODAY + 5 * WEEK),
        (TODAY, TODAY + 2 * WEEK + DAY, TODAY + WEEK + DAY),
        (TODAY, TODAY + 2 * WEEK, None),
        (TODAY, TODAY, None),
    ],
)
def test_the_next_one_lies_before_the_end(after, ends_on, day):
    assert reviews.next_day(after, ends_on=ends_on, every_weeks=6) == day


@pytest.mark.parametrize(
    ("kind", "terms", "next_on"),
    [
        ("continue", {}, TODAY + 12 * WEEK),
        ("extend", {"ends_on": LATER}, TODAY + 12 * WEEK),
        ("shorten", {"ends_on": TODAY + 9 * WEEK}, TODAY + 8 * WEEK),
        ("step_up", {"reason": "Veel trek."}, TODAY + 12 * WEEK),
        ("close", {"ends_on": TODAY + 7 * WEEK}, None),
    ],
)
def test_each_outcome_ends_it_and_plans_the_next(at_review, propose, trajectory, client_user, kind, terms, next_on):
    agreed = propose(kind, **terms)
    assert trajectory.reviews.open().get() == at_review
    agreements.accept(agreement=agreed, by=client_user)
    at_review.refresh_from_db()
    assert at_review.ended_at is not None
    assert list(at_review.agreements.agreed()) == [agreed]
    assert list(trajectory.reviews.open().values_list("due_on", flat=True)) == ([next_on] if next_on else [])


def test_a_proposal_from_before_it_was_near_is_its_outcome_once_agreed(propose, trajectory, client_user, clock):
    proposed = propose("extend", ends_on=LATER)
    assert proposed.review is None
    clock.shift(6 * WEEK)
    agreements.accept(agreement=proposed, by=client_user)
    assert trajectory.agreements.agreed().first().review is not None


def test_an_agreement_long_before_it_leaves_it_where_it_was(propose, trajectory, client_user):
    agreements.accept(agreement=propose("extend", ends_on=LATER), by=client_user)
    assert trajectory.reviews.open().get().due_on == TODAY + 6 * WEEK
    assert trajectory.agreements.agreed().first().review is None


@pytest.mark.parametrize(("ends_on", "days"), [(TODAY + 4 * WEEK, [TODAY + 3 * WEEK]), (TODAY + WEEK, [])])
def test_a_shorter_period_moves_it_or_leaves_none(propose, trajectory, client_user, ends_on, days):
    agreements.accept(agreement=propose("shorten", ends_on=ends_on), by=client_user)
    assert list(trajectory.reviews.open().values_list("due_on", flat=True)) == days


def test_a_period_too_short_for_one_gets_one_when_it_becomes_longer(propose, trajectory, client_user):
    agreements.accept(agreement=propose("shorten", ends_on=TODAY + WEEK), by=client_user)
    agreements.accept(agreement=propose("extend", ends_on=LATER), by=client_user)
    assert trajectory.reviews.open().get().due_on == TODAY + 6 * WEEK


def test_rounding_off_takes_the_review_with_it(propose, trajectory, client_user):
    agreements.accept(agreement=propose("close", ends_on=END), by=client_user)
    assert not trajectory.reviews.open().exists()


def test_the_day_and_the_rhythm_can_be_changed_and_are_kept(
    agreed, propose, trajectory, counsellor, client_user, clock
):
    reviews.plan(trajectory=trajectory, by=counsellor, due_on=TODAY + WEEK, every_weeks=3)
    clock.shift(WEEK)
    agreements.accept(agreement=propose("continue"), by=client_user)
    review = trajectory.reviews.open().get()
    assert (review.due_on, review.every_weeks) == (TODAY + 4 * WEEK, 3)


def test_one_can_be_planned_where_there_is_none(trajectory, counsellor):
    planned = reviews.plan(trajectory=trajectory, by=counsellor, due_on=END, every_weeks=6)
    assert list(trajectory.reviews.open()) == [planned]


@pytest.mark.parametrize(("day", "words"), [(TODAY - DAY, "still to come"), (END + DAY, "after the agreed end")])
def test_it_lies_between_today_and_the_end(agreed, trajectory, counsellor, day, words):
    with pytest.raises(Refused, match=words):
        reviews.plan(trajectory=trajectory, by=counsellor, due_on=day, every_weeks=6)


def test_a_closed_trajectory_has_none(agreed, trajectory, counsellor):
    dossier.close(trajectory=trajectory, by=counsellor)
    with pytest.raises(TransitionRefused):
        reviews.plan(trajectory=trajectory, by=counsellor, due_on=END, every_weeks=6)
