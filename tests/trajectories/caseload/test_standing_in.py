"""Whoever stands in sees those clients among their own, for whom, until when, and can look at them apart."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.personas import person, running
from trajectories.absences import actions as absences
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Summary, TeamRole

DAY = timedelta(days=1)
TODAY = "/caseload/"


@pytest.fixture
def colleague(colleague):
    colleague.language = "en"
    colleague.save()
    return colleague


@pytest.fixture
def own(colleague, organisation):
    """Bas, whom Farah carries herself."""
    return running(person("Bas Anders"), colleague, organisation)


@pytest.fixture
def ilse_is_away(organisation, counsellor, trajectory, relative_trajectory, colleague):
    today = timezone.localdate()
    return absences.announce(
        organisation=organisation, by=counsellor, since=today, back_on=today + 5 * DAY, stand_in=colleague
    )


@pytest.fixture
def desk(browser_of, colleague):
    return browser_of(colleague)


def names(page) -> set[str]:
    return {row.name for row in page.context["queue"].rows}


def test_the_caseload_of_who_is_away_stands_among_one_s_own(desk, own, ilse_is_away):
    page = desk.get(TODAY)
    assert names(page) == {"Bas Anders", "Noor Velthuizen", "Lot Brandsma"}
    assert page.content.decode().count("For Ilse Doornbosch, back on ") == 2
    assert [row.stands_in for row in page.context["queue"].rows if row.name == "Bas Anders"] == [""]


@pytest.mark.parametrize(
    ("whose", "shown"),
    [
        ("own", {"Bas Anders"}),
        ("stand_in", {"Noor Velthuizen", "Lot Brandsma"}),
        ("nonsense", {"Bas Anders", "Noor Velthuizen", "Lot Brandsma"}),
    ],
)
@pytest.mark.parametrize("address", [TODAY, "/clients/"])
def test_they_can_be_shown_apart(desk, own, ilse_is_away, address, whose, shown):
    page = desk.get(address, {"whose": whose})
    assert names(page) == shown
    assert [view.count for view in page.context["queue"].views] == [3, 1, 2]
    assert page.context["queue"].total == len(shown)


def test_reasons_are_counted_among_those_shown(desk, own, ilse_is_away):
    Summary.objects.all().update(check_ins_missed=2)
    assert desk.get(TODAY).context["queue"].with_reason == 3
    assert desk.get(TODAY, {"whose": "own"}).context["queue"].with_reason == 1


def test_a_lasting_stand_in_reads_for_whom_and_no_day(desk, trajectory, colleague, counsellor):
    dossier.seat(
        trajectory=trajectory, user=colleague, role=TeamRole.STAND_IN, since=trajectory.starts_on, by=counsellor
    )
    assert "You stand in for Ilse Doornbosch" in desk.get(TODAY).content.decode()


def test_who_stands_in_for_nobody_has_nothing_to_choose(desk, own, browser_of, outsider, ilse_is_away, counsellor):
    for somebody in (counsellor, outsider):
        assert "For whom I stand in" not in browser_of(somebody).get(TODAY).content.decode()
    assert "For whom I stand in" in desk.get(TODAY).content.decode()


def test_after_the_absence_they_are_gone(desk, own, ilse_is_away, time_machine):
    time_machine.move_to(timezone.now() + 6 * DAY, tick=False)
    assert names(desk.get(TODAY)) == {"Bas Anders"}


def test_the_number_of_queries_is_that_of_everybody_else(desk, own, ilse_is_away):
    desk.get(TODAY)
    counts = []
    for whose in ("", "own", "stand_in"):
        with CaptureQueriesContext(connection) as queries:
            desk.get(TODAY, {"whose": whose})
        counts.append(len(queries))
    assert len(set(counts)) == 1
