"""What is counted, against people counted by hand."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.trajectories.outcomes.conftest import DAY, START, YEAR, noon
from trajectories.checkins.models import CheckIn
from trajectories.lapses.models import Lapse
from trajectories.outcomes import figures
from trajectories.outcomes.access import Scope
from trajectories.outcomes.counting import Period
from trajectories.referrals.models import Referral, State
from trajectories.relatives.models import RelativeLink
from trajectories.selfcare.models import AreaScore

PERIOD = Period(YEAR, timezone.localdate().replace(day=1))


@pytest.fixture
def told(region, organisation):
    """told("people") is the figure of De Kade, in words."""

    def words(what: str, period: Period = PERIOD) -> str:
        scope = Scope(region, organisation)
        return str(figures.of_scope(scope, period).of(what, scope))

    return words


def test_people_are_those_who_began_in_the_year(told, people):
    people(12)
    people(11, on=START - 30 * DAY)
    people(11, kind="relative")
    assert told("people") == "12"
    assert told("people", PERIOD.before) == "11"


def test_months_that_are_not_over_are_not_counted(people, told):
    people(12)
    early = Period(YEAR, START + 10 * DAY)
    assert told("people", early) == "12"
    assert told("month_1", early) == "minder dan 10"
    assert early.until == early.as_of


def test_who_is_in_contact_month_by_month(told, people, meet):
    meet(people(20), 0, 29, 31, 160)
    meet(people(20), 5)
    assert [told(f"month_{month}") for month in (2, 3, 6)] == ["50%", "minder dan 10", "50%"]
    people(20)
    assert told("month_1") == "67%"


def test_months_run_from_the_end_of_treatment(told, people, meet):
    meet(people(10, treatment_ended_on=START - 25 * DAY), 10)
    people(10, treatment_ended_on=START - 25 * DAY)
    assert (told("month_1"), told("month_2")) == ("minder dan 10", "50%")


def test_waiting_for_the_first_contact(told, people, meet):
    meet(people(10), 7)
    meet(people(10), 8)
    people(20)
    assert (told("within_7"), told("within_14")) == ("25%", "50%")


def test_a_step_of_a_few_people_is_not_told(told, people, meet):
    """Between 12 people within 7 days and 15 within 14 days are three."""
    meet(people(12), 7)
    meet(people(3), 8)
    people(20)
    assert (told("within_7"), told("within_14")) == ("34%", "minder dan 10")


def test_answers_by_week_are_of_those_who_were_asked(told, people, ask):
    ask(people(15), "answered", 1, 16)
    ask(people(10), "missed", 1)
    ask(people(10), "cancelled", 16)
    assert told("week_1") == "60%"
    assert told("week_16") == "minder dan 10"


def test_a_second_check_in_in_the_same_week_changes_nothing(told, people, ask):
    both = people(10)
    ask(both, "answered", 2)
    one = both[0].check_in_schedules.get()
    both[0].occurrences.create(
        organisation=one.organisation, schedule=one, state="missed", due_at=noon(START + 8 * DAY),
        closes_at=noon(START + 9 * DAY),
    )  # fmt: skip
    ask(people(10), "missed", 2)
    assert told("week_2") == "50%"


def test_appointments_to_which_nobody_came(told, people, meet):
    meet(people(10), 3, 10, state="missed")
    meet(people(20), 3, 10, 20)
    assert told("missed") == "25%"


def test_many_appointments_of_a_few_people_are_not_told(told, people, meet):
    meet(people(3), *range(1, 20), state="missed")
    meet(people(20), 3, 10, 20)
    assert told("missed") == "minder dan 10"


@pytest.fixture
def lapse(counsellor):
    """lapse(trajectories) is told on the twentieth day, by the client."""

    def told(trajectories, **details):
        Lapse.objects.bulk_create(
            Lapse(
                organisation=one.organisation,
                trajectory=one,
                told_at=noon(START + 20 * DAY),
                told_by=counsellor,
                **details,
            )
            for one in trajectories
        )

    return told


def test_contact_again_after_a_lapse(told, people, meet, lapse):
    lapse(people(10), in_conversation=True)
    back = people(10)
    lapse(back)
    meet(back, 24)
    lapse(people(10))
    assert (told("again_1"), told("again_7")) == ("33%", "67%")


def test_a_lapse_of_the_last_week_is_not_counted_yet(people, lapse, told):
    lapse(people(30), in_conversation=True)
    assert told("again_1", Period(YEAR, START + 22 * DAY)) == "minder dan 10"
    found = figures.counting.of_organisations([people(1)[0].organisation_id], Period(YEAR, START + 22 * DAY))
    assert "again_1" not in found


def test_years_do_not_overlap():
    period = Period(YEAR, date(YEAR + 1, 6, 1))
    assert period.before.until == period.first
    assert period.until - period.first >= timedelta(days=365)


@pytest.fixture
def say(counsellor):
    """say(trajectories, day, craving=3) is the weekly check-in, sent so many days after the start."""

    def said(trajectories, day, *, instrument="weekly_seven", answers=None, **scores):
        at = noon(START + day * DAY)
        CheckIn.objects.bulk_create(
            CheckIn(
                organisation=one.organisation, trajectory=one, instrument=instrument, version=1, scores=scores,
                answers=answers or {}, started_at=at, submitted_at=at, answered_by=counsellor,
            )
            for one in trajectories
        )  # fmt: skip

    return said


def test_who_answers_better_after_half_a_year(told, people, say):
    better, worse = people(12), people(20)
    say(better + worse, 3, craving=6, mood=5, use=1)
    say(better + worse, 20, craving=0, mood=9)
    say(better, 170, craving=9, mood=1)
    say(better, 180, craving=5, mood=7)
    say(worse, 180, craving=7, mood=5)
    say(worse, 240, craving=0, mood=9)
    assert (told("better_craving"), told("better_mood"), told("said")) == ("38%", "38%", "32")


def test_who_answered_once_is_not_counted(told, people, say):
    say(people(30), 3, craving=6)
    say(people(30), 180, craving=6)
    assert (told("better_craving"), told("said")) == ("minder dan 10", "minder dan 10")


def test_answers_that_are_no_numbers_say_nothing(told, people, say):
    everybody = people(30)
    for day in (3, 180):
        say(everybody, day, instrument="bam30", answers={"bam30_work": day, "bam30_income": "unsaid", "other": 1})
    assert told("said") == "30"
    assert told("better_bam30_income") == "minder dan 10"


def test_scores_of_self_care_count_as_well(told, people, counsellor):
    better, same = people(10), people(10)
    for day, score in ((2, 5), (180, 7)):
        AreaScore.objects.bulk_create(
            AreaScore(
                organisation=one.organisation, trajectory=one, area="money", day=START + day * DAY,
                score=score if one in better else 5, scored_by=counsellor,
            )
            for one in better + same
        )  # fmt: skip
    assert told("better_area_money") == "50%"


def test_handovers_that_ended_with_the_client_arrived(told, people, counsellor):
    at = noon(START + 30 * DAY)
    step = {"proposed_by": counsellor, "to_user": counsellor, "to_name": "x", "reason": "x"}
    arrived = {"state": State.ARRIVED, "asked_at": at, "goes_well": True, "agreed_at": at, "until": START + 90 * DAY}
    arrived |= {"accepted_at": at, "first_contact_on": START, "ended_in": State.ASKED, "ended_at": at}
    expired = {"state": State.EXPIRED, "ended_in": State.PROPOSED, "ended_at": at}
    for count, ended in ((15, arrived), (10, expired)):
        Referral.objects.bulk_create(
            Referral(organisation=one.organisation, trajectory=one, **step, **ended) for one in people(count)
        )
    assert told("arrived") == "60%"


def test_relatives_are_reached_who_have_aftercare_of_their_own(told, people, counsellor):
    clients = people(30)
    for relative, client in zip(people(10, kind="relative"), clients, strict=False):
        RelativeLink.objects.create(
            organisation=client.organisation, trajectory=relative, of=client, linked_by=counsellor
        )
    assert told("relatives") == "33%"
