"""When triggers come, and by which words."""

from datetime import UTC, datetime, timedelta

import pytest

from trajectories.triggers import actions as triggers
from trajectories.triggers.models import PartOfDay, TriggerEntry, TriggerKind

NOW = datetime(2026, 3, 30, 12, 0, tzinfo=UTC)


@pytest.fixture
def log(trajectory, client_user):
    def log_at(at: datetime, **answers) -> TriggerEntry:
        return triggers.log(trajectory=trajectory, by=client_user, strength=5, at=at, **answers)

    return log_at


def heat(trajectory, zone="Europe/Amsterdam"):
    return {
        (part, weekday): times
        for part, row in trajectory.trigger_entries.heat(at=NOW, zone=zone)
        for weekday, times in enumerate(row)
        if times
    }


def test_the_heat_counts_by_weekday_and_part_of_day(trajectory, log):
    log(datetime(2026, 3, 24, 20, 0, tzinfo=UTC))  # Tuesday 21:00 in Amsterdam
    log(datetime(2026, 3, 24, 21, 30, tzinfo=UTC))
    log(datetime(2026, 3, 26, 7, 0, tzinfo=UTC))
    log(datetime(2026, 3, 28, 13, 0, tzinfo=UTC))
    log(datetime(2026, 3, 29, 2, 0, tzinfo=UTC))
    assert heat(trajectory) == {
        (PartOfDay.EVENING, 1): 2,
        (PartOfDay.MORNING, 3): 1,
        (PartOfDay.AFTERNOON, 5): 1,
        (PartOfDay.NIGHT, 6): 1,
    }


def test_the_heat_has_every_cell(trajectory):
    table = trajectory.trigger_entries.heat(at=NOW, zone="Europe/Amsterdam")
    assert table == [(part, [0] * 7) for part in PartOfDay]


def test_the_heat_follows_the_persons_zone(trajectory, log):
    log(datetime(2026, 3, 24, 23, 30, tzinfo=UTC))
    assert heat(trajectory) == {(PartOfDay.NIGHT, 2): 1}
    assert heat(trajectory, "Atlantic/Azores") == {(PartOfDay.EVENING, 1): 1}


def test_the_heat_looks_back_twelve_weeks(trajectory, log):
    log(NOW - timedelta(weeks=12))
    log(NOW + timedelta(minutes=1))
    assert heat(trajectory) == {}
    log(NOW - timedelta(weeks=12) + timedelta(minutes=1))
    assert sum(heat(trajectory).values()) == 1


def test_the_heat_is_one_query(trajectory, log, django_assert_num_queries):
    for hours in range(30):
        log(NOW - timedelta(hours=hours))
    with django_assert_num_queries(1):
        trajectory.trigger_entries.heat(at=NOW, zone="Europe/Amsterdam")


def test_the_words_used_most_come_first(trajectory, log):
    for word, times in [("lege koelkast", 2), ("buurman", 1)]:
        for _ in range(times):
            log(NOW, own_word=word)
    for kind, times in [(TriggerKind.ALONE, 3), (TriggerKind.TIRED, 1)]:
        for _ in range(times):
            log(NOW - timedelta(days=1), kind=kind)
    log(NOW)
    log(NOW - timedelta(days=200), kind=TriggerKind.SHOP)
    found = trajectory.trigger_entries.frequent_words(since=NOW - timedelta(days=90))
    assert [(row["kind"] or row["own_word"], row["times"]) for row in found] == [
        ("alone", 3),
        ("lege koelkast", 2),
        ("buurman", 1),
    ]


def test_entries_are_found_by_their_word(trajectory, log):
    alone = log(NOW, kind=TriggerKind.ALONE)
    fridge = log(NOW, own_word="Lege koelkast")
    log(NOW)
    assert list(trajectory.trigger_entries.about("alone")) == [alone]
    assert list(trajectory.trigger_entries.about("lege koelkast")) == [fridge]
    assert list(trajectory.trigger_entries.about("")) == []
