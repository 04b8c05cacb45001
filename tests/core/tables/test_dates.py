"""Dates as people write them, the impossible ones, and those that can be read in two ways."""

from datetime import date

import pytest

from aftercare.core.tables import dates
from aftercare.core.tables.dates import Evidence, Order, Wrong, evidence, parse

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1988-04-12", date(1988, 4, 12)),
        ("1988/4/12", date(1988, 4, 12)),
        ("1988-04-12 00:00:00", date(1988, 4, 12)),
        ("12-04-1988", date(1988, 4, 12)),
        ("12/4/1988", date(1988, 4, 12)),
        ("12.04.1988", date(1988, 4, 12)),
        ("12 04 1988", date(1988, 4, 12)),
        ("12-04-1988 09:30", date(1988, 4, 12)),
        ("29-02-2024", date(2024, 2, 29)),
        ("12 april 1988", date(1988, 4, 12)),
        ("1 mrt. 2026", date(2026, 3, 1)),
        ("1 maart 2026", date(2026, 3, 1)),
        ("3 Oct 2026", date(2026, 10, 3)),
        ("3-okt-2026", date(2026, 10, 3)),
    ],
)
def test_plain_dates(text, expected):
    assert parse(text, order=Order.DAY, today=TODAY) == dates.Parsed(expected)


@pytest.mark.parametrize(
    ("text", "of_birth", "expected"),
    [
        ("12-4-88", True, date(1988, 4, 12)),
        ("12-4-10", True, date(2010, 4, 12)),
        ("12-4-26", True, date(1926, 4, 12)),
        ("12-4-27", False, date(2027, 4, 12)),
        ("32245", True, date(1988, 4, 12)),
        ("45352.5", False, date(2024, 3, 1)),
        ("12 apr 88", True, date(1988, 4, 12)),
    ],
)
def test_short_years_and_day_numbers_are_explained(text, of_birth, expected):
    parsed = parse(text, order=Order.DAY, today=TODAY, of_birth=of_birth)
    assert parsed.on == expected
    assert text in parsed.note


def test_the_month_may_come_first():
    assert parse("04/12/1988", order=Order.MONTH, today=TODAY).on == date(1988, 4, 12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31-02-2026", "February 2026 has 28 days"),
        ("31-04-2026", "April 2026 has 30 days"),
        ("2026-02-30", "February 2026 has 28 days"),
        ("00-01-2026", "January 2026 has 31 days"),
        ("12-13-1988", "month 13 does not exist"),
        ("1988-00-12", "month 0 does not exist"),
        ("12-04-0088", "year 88 cannot be right"),
        ("1988", "a year only"),
        ("gisteren", "expected a date such as"),
        ("12 foo 1988", "expected a date such as"),
        ("12-04", "expected a date such as"),
    ],
)
def test_what_is_no_date_is_said_why(text, words):
    with pytest.raises(Wrong, match=words):
        parse(text, order=Order.DAY, today=TODAY)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["03-04-1988", "25-04-1988"], Evidence(Order.DAY, "03-04-1988")),
        (["03/04/1988", "04/25/1988"], Evidence(Order.MONTH, "03/04/1988")),
        (["25-04-1988", "04-25-1988"], Evidence(Order.DAY)),
        (["03-04-1988", "geen"], Evidence(None, "03-04-1988")),
        (["04-04-1988", "1988-04-25"], Evidence()),
        ([], Evidence()),
    ],
)
def test_the_whole_file_tells_which_number_is_the_day(texts, expected):
    assert evidence(texts) == expected
    assert evidence(texts).must_ask == (expected == Evidence(None, "03-04-1988"))
