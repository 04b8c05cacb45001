"""What logs have in common, each in one sentence with its numbers; nothing of too few."""

from datetime import timedelta

import pytest
from django.utils import translation

from tests.trajectories.patterns.conftest import DAY, FRIDAY_EVENING, NOW
from trajectories.patterns.findings import ENOUGH, patterns_of
from trajectories.plans import actions as plans

AMSTERDAM = "Europe/Amsterdam"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def found(trajectory):
    return lambda zone=AMSTERDAM: patterns_of(trajectory, at=NOW, zone=zone)


@pytest.fixture
def sentences(found):
    def of(group: str) -> list[tuple[str, str]]:
        return [(finding.title, finding.sentence) for finding in dict(found().groups).get(group, [])]

    return of


def test_too_few_logs_say_nothing(found, log):
    log(ENOUGH - 1, kind="alone")
    assert (found().is_enough, found().lacking, found().groups) == (False, 1, [])
    log(1, FRIDAY_EVENING - DAY)
    assert (found().is_enough, found().lacking) == (True, 0)
    assert found().groups != []


def test_logs_of_more_than_twelve_weeks_ago_count_no_more(found, log):
    log(8, NOW - timedelta(weeks=12))
    assert found().total == 0


def test_the_moment_is_said_with_its_numbers(sentences, log):
    log(6, strength=7)
    log(2, FRIDAY_EVENING - 3 * DAY, strength=1)
    assert sentences("When it comes") == [("Friday evening", "6 of 8 logs, craving 7.0 on average.")]


def test_the_moment_is_that_of_the_clock_on_the_wall(found, log):
    log(8, FRIDAY_EVENING.replace(hour=23, minute=30))
    (saturday,) = dict(found().groups)["When it comes"]
    (friday,) = dict(found("Atlantic/Azores").groups)["When it comes"]
    assert (saturday.title, friday.title) == ("Saturday night", "Friday evening")


def test_feelings_places_and_people_are_told_apart(sentences, log):
    log(3, kind="tired")
    log(3, kind="alone")
    log(3, kind="quarrel")
    assert sentences("What plays a part")[0][0] == "Tired"
    assert sentences("Where it comes")[0][0] == "Home alone"
    assert sentences("With whom") == [("Quarrel", "3 of 9 logs, craving 6.0 on average.")]


def test_own_words_stay_as_they_were_written_and_count_in_any_case(found, log):
    log(2, own_word="Lege koelkast")
    log(2, FRIDAY_EVENING - DAY, own_word="lege koelkast")
    log(4, kind="tired")
    own = found().find("own:lege koelkast")
    assert own.own
    assert own.title.casefold() == "lege koelkast"
    assert own.sentence.startswith("4 of 8 logs")


def test_what_came_up_twice_is_chance(sentences, log):
    log(2, kind="party")
    log(6, kind="tired")
    assert sentences("Where it comes") == []


def test_what_helped_is_said_with_how_often_and_by_how_much(sentences, log):
    log(3, helped="outside", strength=7, strength_after=3)
    log(2, FRIDAY_EVENING - DAY, helped="outside", strength=7)
    log(4, FRIDAY_EVENING - 2 * DAY, helped="music")
    assert sentences("What helps") == [
        ("Going outside", "Craving sank by 4.0 on average, told 3 times out of 5."),
        ("Music", "Named 4 times."),
    ]


def test_what_did_not_help_is_not_made_to_look_as_if_it_did(sentences, log):
    log(8, helped="waiting", strength=5, strength_after=6)
    assert sentences("What helps")[0][1] == "Craving did not sink on average, told 8 times out of 8."


def test_nothing_yet_is_no_help(sentences, log):
    log(8, helped="nothing")
    assert sentences("What helps") == []


def test_what_helped_at_such_moments_is_the_step_that_is_offered(found, log):
    log(4, kind="alone", helped="outside")
    log(2, FRIDAY_EVENING - DAY, kind="alone", helped="music")
    log(4, FRIDAY_EVENING - 2 * DAY, kind="tired")
    log(1, FRIDAY_EVENING - 3 * DAY, kind="tired", helped="music")
    alone, tired = found().find("kind:alone"), found().find("kind:tired")
    assert (alone.text, alone.trigger) == ("Going outside", "alone")
    assert (alone.helped_times, alone.helped_own) == (4, False)
    assert (tired.text, tired.trigger) == ("", "tired")


def test_an_own_step_is_named_and_is_in_the_plan_already(found, log, trajectory, client_user):
    step = plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug.")
    log(8, kind="alone", step=step)
    helped = found().find(f"helped:{step.pk}")
    assert (helped.title, helped.own, helped.in_plan) == ("Naar de brug.", True, True)
    alone = found().find("kind:alone")
    assert (alone.text, alone.helped_times, alone.helped_own) == ("Naar de brug.", 8, True)


def test_an_own_step_that_was_taken_away_is_remembered_and_not_offered(found, log, trajectory, client_user):
    step = plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug.")
    log(8, kind="alone", step=step)
    plans.remove_step(step=step, by=client_user)
    assert found().find(f"helped:{step.pk}").title == "Naar de brug."
    assert found().find("kind:alone").text == ""


def test_no_more_is_said_than_can_be_read_at_a_glance(sentences, log):
    for number, kind in enumerate(("tired", "tension", "boredom", "sadness", "pain")):
        log(3, FRIDAY_EVENING - number * DAY, kind=kind)
    assert len(sentences("What plays a part")) == 3
    assert len(sentences("When it comes")) == 3


def test_it_is_two_reads_however_many_logs_there_are(found, log, trajectory, django_assert_num_queries):
    log(3)
    with django_assert_num_queries(1):
        patterns_of(trajectory, at=NOW, zone=AMSTERDAM)
    log(12, FRIDAY_EVENING - DAY, kind="alone", helped="outside")
    with django_assert_num_queries(2):
        patterns_of(trajectory, at=NOW, zone=AMSTERDAM)
