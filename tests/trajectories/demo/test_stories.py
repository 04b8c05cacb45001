"""Stories before they are told: the same for the same moment, believable in their sums, kind in their words."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.test_consistency import NOT_IN_DUTCH
from trajectories.demo.building import AS_USUAL, FEWEST, Demo
from trajectories.demo.courses import Course
from trajectories.demo.people import People
from trajectories.demo.words import read

NOW = datetime(2027, 3, 16, 13, 20, 31, tzinfo=UTC)


@pytest.fixture(scope="module")
def usual() -> Demo:
    return Demo(now=NOW)


def stories_of(demo: Demo, counsellor: str):
    return [case.story for case in demo.cases if case.caseload.worker.name == counsellor]


def test_the_same_moment_gives_the_same_people_and_another_seed_gives_others(usual):
    assert Demo(now=NOW).cases == usual.cases
    assert Demo(now=NOW, seed=7).cases != usual.cases


def test_a_demo_has_the_clients_that_were_asked_for_and_ilse_about_forty(usual):
    kinds = Counter(case.story.kind for case in usual.cases)
    assert kinds["client"] == AS_USUAL
    assert kinds["relative"] >= 1
    assert len(stories_of(usual, "Ilse Doornbosch")) == 40


def test_more_clients_mean_more_counsellors_with_caseloads_that_can_be_carried():
    demo = Demo(clients=500, now=NOW)
    assert sum(case.story.kind == "client" for case in demo.cases) == 500
    assert max(caseload.clients for caseload in demo.caseloads) == 40
    assert len({case.story.person.email for case in demo.cases}) == len(demo.cases)


def test_names_stay_different_when_the_lists_run_out(usual, monkeypatch):
    monkeypatch.setattr("trajectories.demo.people.MANY", 20)
    people = People(usual.rng, today=usual.inventor.today)
    names = [people.invent().name for _ in range(2500)]
    assert len(set(names)) == len(names)


def future_of(demo: Demo, now: datetime) -> list[str]:
    """Whoever did something that is still to come."""
    found = []
    for story in (case.story for case in demo.cases):
        moments = [one.answered_at for one in story.asked if one.answered_at] + [one.at for one in story.triggers]
        moments += [one.recorded_at for one in story.meetings if one.state] + [step.at for step in story.steps]
        moments += [one.planned_at for one in story.meetings] + [item.at for item in story.items]
        found += [story.person.name for moment in moments if moment > now]
    return found


AT_ANY_TIME = [
    "2027-03-15 00:00:05",
    "2027-03-16 23:59:30",
    "2027-03-17 03:10:00",
    "2027-03-18 10:45:00",
    "2027-03-18 12:00:00",
    "2027-03-19 18:00:00",
    "2027-03-28 01:58:00",
    "2026-10-25 02:57:00",
    "2028-02-29 09:00:00",
]


@pytest.mark.parametrize("local", AT_ANY_TIME)
def test_at_any_time_noor_s_next_check_in_falls_due_within_a_minute_and_nothing_lies_ahead(local):
    now = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/Amsterdam")).astimezone(UTC)
    demo = Demo(clients=FEWEST, now=now)
    noor = stories_of(demo, "Ilse Doornbosch")[0]
    next_due = instant_after(noor.schedule, now)
    assert timedelta(0) < next_due - now <= timedelta(minutes=1)
    assert len(noor.asked) == 26
    assert future_of(demo, now) == []


def test_nobody_fills_in_a_check_in_at_night():
    amsterdam = ZoneInfo("Europe/Amsterdam")
    now = datetime(2027, 3, 17, 1, 7, tzinfo=amsterdam)
    stories = stories_of(Demo(clients=FEWEST, now=now), "Ilse Doornbosch")
    answers = [one.answered_at.astimezone(amsterdam) for one in stories[0].asked if one.answered_at]
    assert len(answers) > 20
    assert all(at.hour >= 8 for at in answers)


def instant_after(schedule, now: datetime) -> datetime:
    return next(due for due in schedule.dues(now.date() + timedelta(days=9)) if due > now)


def test_every_course_of_recovery_is_there_and_nobody_lives_in_the_future(usual):
    assert {case.story.course for case in usual.cases} == set(Course)
    assert future_of(usual, NOW) == []
    assert min(one.due_at for case in usual.cases for one in case.story.asked) > NOW - timedelta(weeks=28)


def test_a_counsellor_never_meets_two_clients_at_once(usual):
    starts = [one.starts_at for story in stories_of(usual, "Ilse Doornbosch") for one in story.meetings]
    twice = [start for start, times in Counter(starts).items() if times > 1]
    assert twice == []


@pytest.mark.parametrize(
    ("local", "calls"),
    [
        ("2027-03-13 09:00:00", ["11:00"]),
        ("2027-03-14 12:00:00", ["15:00"]),
        ("2027-03-28 23:59:30", ["19:00"]),
        ("2027-04-27 10:00:00", ["11:00"]),
        ("2027-03-16 09:00:00", []),
    ],
)
def test_on_a_day_off_ilse_still_has_a_call_to_make(local, calls):
    now = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/Amsterdam")).astimezone(UTC)
    stories = stories_of(Demo(now=now), "Ilse Doornbosch")
    starts = [one.starts_at.astimezone(ZoneInfo("Europe/Amsterdam")) for story in stories for one in story.meetings]
    today = now.astimezone(ZoneInfo("Europe/Amsterdam")).date()
    found = [f"{start:%H:%M}" for start in starts if start.date() == today]
    assert found == calls if calls else len(found) > 1


def test_triggers_gather_at_a_client_s_own_weak_moments(usual):
    often = [story for story in stories_of(usual, "Ilse Doornbosch") if len(story.triggers) > 12]
    for story in often:
        moments = Counter((entry.at.weekday(), entry.at.hour // 6) for entry in story.triggers)
        assert sum(times for _moment, times in moments.most_common(4)) > len(story.triggers) / 2, story.person.name


def test_contact_details_reach_nobody(usual):
    for person in (case.story.person for case in usual.cases):
        assert person.email.endswith("@demo.example")
        assert re.fullmatch(r"06-0000 \d{4}", person.phone)


def texts(data) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in texts(value)]
    if isinstance(data, list):
        return [text for value in data for text in texts(value)]
    return [data] if isinstance(data, str) else []


TEXTS = ["words.toml", "noor.toml", "clients.toml", "lapses.toml", "intake.toml", "signalplan.toml"]


@pytest.mark.parametrize("name", TEXTS)
def test_the_words_are_those_of_the_design_guide(name):
    wrong = re.compile(rf"\b({'|'.join(NOT_IN_DUTCH)})\b|!", re.IGNORECASE)
    assert [text for text in texts(read(name)) if wrong.search(text)] == []


def test_no_counsellor_is_planned_in_two_places(usual):
    for worker in {case.caseload.worker.name for case in usual.cases}:
        meetings = [meeting for story in stories_of(usual, worker) for meeting in story.meetings if not meeting.state]
        planned = sorted((one.starts_at, one.starts_at + timedelta(minutes=one.minutes)) for one in meetings)
        assert all(end <= start for (_start, end), (start, _end) in pairwise(planned))


def test_of_those_who_left_lately_some_ask_to_come_back_and_one_is_back(usual):
    ways = {case.story.person.email: case.story.comes_back for case in usual.cases if case.story.comes_back}
    assert sorted(ways.values()) == ["asks", "asks", "is back"]
    assert all(case.story.closed_at for case in usual.cases if case.story.comes_back)
