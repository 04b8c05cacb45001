"""What the drawings say: the course of craving, weeks without an answer, the hours at which logs come."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from trajectories.overview import trend
from trajectories.triggers import actions as triggers

TODAY = date(2026, 3, 18)
THIS = date(2026, 3, 16)
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def weeks(*cravings) -> dict:
    """The last weeks up to this one; None is a week without an answer."""
    found = {THIS - number * WEEK: craving for number, craving in enumerate(reversed(cravings))}
    return {monday: (craving, 5) for monday, craving in found.items() if craving is not None}


def said(found: dict, *, shown: int = 12) -> str:
    mondays = [THIS - number * WEEK for number in reversed(range(shown))]
    return trend.sentence(found, shown=mondays, name="Noor")


def test_the_period_is_twelve_weeks_or_the_whole():
    start = date(2025, 3, 19)
    assert trend.mondays(start, today=TODAY, whole=False) == [THIS - number * WEEK for number in reversed(range(12))]
    assert trend.mondays(start, today=TODAY, whole=True)[0] == date(2025, 3, 17)
    assert trend.mondays(TODAY - timedelta(days=8), today=TODAY, whole=False) == [THIS - WEEK, THIS]
    assert trend.mondays(TODAY + 5 * WEEK, today=TODAY, whole=True) == [THIS]


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({}, "Nothing was filled in over these weeks."),
        (weeks(4), "Craving was 4 in the week of 16 March."),
        (weeks(7, 6, 4), "Craving went down from 7 to 4 since the week of 2 March."),
        (weeks(3, 6.5), "Craving went up from 3 to 6.5 since the week of 9 March."),
        (weeks(3, 6, 3), "Craving is 3 again, as in the week of 2 March."),
        (
            weeks(3, None, 4),
            "Craving went up from 3 to 4 since the week of 2 March. Noor filled in nothing in the week of 9 March.",
        ),
        (
            weeks(3, None, None, 4),
            (
                "Craving went up from 3 to 4 since the week of 23 February."
                " Noor filled in nothing in the weeks of 2 March and 9 March."
            ),
        ),
        (weeks(3, 3, None), "Craving is 3 again, as in the week of 2 March."),
        (
            weeks(3, None, None, None, None, 4),
            "Craving went up from 3 to 4 since the week of 9 February. Noor filled in nothing in 4 of 6 weeks.",
        ),
    ],
)
def test_the_course_of_craving_and_the_gaps(found, sentence):
    assert said(found) == sentence


def test_a_questionnaire_without_craving_is_not_given_one():
    assert said({THIS: (None, 5)}) == ""
    assert trend.description({THIS: (None, 5)}, shown=[THIS]) == "Line chart per week. Mood from 5 to 5."


def test_the_drawing_has_a_gap_and_names_the_family_conversation():
    shown = [THIS - 2 * WEEK, THIS - WEEK, THIS]
    found = {shown[0]: (7.0, 3.0), shown[2]: (4.5, 6.0)}
    chart = trend.chart(found, [shown[0], shown[0], THIS - 20 * WEEK], shown=shown)
    assert chart.rows == [("2 Mar", [7, 3]), ("9 Mar", [None, None]), ("16 Mar", [4.5, 6])]
    assert [text for _x, text in chart.moments] == ["Family conversation"]
    assert trend.description(found, shown=shown) == "Line chart per week. Craving from 7 to 4.5. Mood from 3 to 6."


@pytest.mark.parametrize(
    ("logged", "sentence"),
    [
        ([], "No logs in the last 12 weeks."),
        ([(5, 20, 1)], "1 log in 12 weeks."),
        ([(5, 20, 2), (5, 23, 2), (1, 9, 1)], "Mostly Friday evening. 5 logs in 12 weeks."),
        ([(5, 2, 3), (2, 7, 4)], "Mostly Tuesday morning and Friday night. 7 logs in 12 weeks."),
        ([(day, 13, 3) for day in range(1, 5)], "12 logs in 12 weeks."),
    ],
)
def test_when_logs_come(logged, sentence):
    assert trend.heat_sentence(logged) == sentence


def test_the_page_draws_the_chosen_period_from_what_was_filled_in(dossier, trajectory, fill_in, now):
    trajectory.starts_on = (now - 40 * WEEK).date()
    trajectory.save()
    fill_in(now - 20 * WEEK, craving=9, mood=1)
    fill_in(now, craving=3, mood=7)
    short, whole = dossier().context, dossier(period="all").context
    assert [len(one["trend"].chart.rows) for one in (short, whole)] == [12, 41]
    assert short["facts"].weeks.keys() < whole["facts"].weeks.keys()
    assert list(whole["facts"].weeks.values()) == [(9.0, 1.0), (3.0, 7.0)]


def test_two_check_ins_in_a_week_count_as_their_mean(dossier, fill_in, now):
    monday = now - timedelta(days=now.weekday(), hours=now.hour) - WEEK + timedelta(hours=12)
    fill_in(monday, craving=4)
    fill_in(monday + timedelta(days=1), craving=7)
    assert list(dossier().context["facts"].weeks.values()) == [(5.5, None)]


def test_hours_are_those_of_the_clients_own_clock(dossier, trajectory, client_user, now):
    client_user.time_zone = "Asia/Tokyo"
    client_user.save()
    triggers.log(trajectory=trajectory, by=client_user, strength=4, at=now - timedelta(days=3))
    triggers.log(trajectory=trajectory, by=client_user, strength=4, at=now - timedelta(weeks=13))
    [(_weekday, hour, times)] = dossier().context["facts"].logged
    assert (hour, times) == ((now.hour + 9) % 24, 1)
