"""The team on one page: how many, and who is away; never who the clients are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.personas import member, person, running
from tests.raising import raised
from trajectories.absences import actions as absences
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.models import TeamTask

TEAM = "/caseload/team/"
DAY = timedelta(days=1)


@pytest.fixture
def page_of(browser_of):
    def page(user) -> str:
        user.language = "en"
        user.save()
        return browser_of(user).get(TEAM).content.decode()

    return page


def test_what_each_carries_and_who_asks_for_something(
    page_of, coordinator, counsellor, trajectory, relative_trajectory, other_trajectory, now
):
    raised(trajectory, "use", 1, at=now)
    teamtasks.ask(
        trajectory=other_trajectory, kind=TeamTask.Kind.CALL, key="x", due_at=now - DAY, by=None, at=now - 2 * DAY
    )
    page = page_of(coordinator)
    assert "2 clients, 1 of them with an open signal or a late task." in page
    assert "1 client, 1 of them with an open signal or a late task." in page
    assert "1 with a late task" in page
    for name in ("Velthuizen", "Brandsma", "Wielinga"):
        assert name not in page


def test_who_is_away_and_who_stands_in(page_of, counsellor, colleague, organisation, trajectory, other_trajectory):
    today = timezone.localdate()
    absences.announce(organisation=organisation, by=counsellor, since=today, back_on=today + DAY, stand_in=colleague)
    page = page_of(colleague)
    assert "Farah Noordhoek stands in" in page
    assert "Stands in for 1 client" in page
    absences.announce(organisation=organisation, by=colleague, since=today, back_on=today + DAY)
    assert "nobody stands in" in page_of(colleague)


def test_another_organisation_has_its_own_team(page_of, outsider, trajectory):
    page = page_of(outsider)
    assert "Ilse Doornbosch" not in page
    assert "Bram Hollander" in page


def test_a_team_without_counsellors_says_so(page_of, coordinator):
    assert "No counsellors yet" in page_of(coordinator)


def test_the_number_of_queries_stays_the_same(browser_of, coordinator, organisation, trajectory):
    browser = browser_of(coordinator)
    browser.get(TEAM)
    counts = []
    for names in ((), ("Aad", "Bea")):
        for name in names:
            running(person(name), member(f"Dirk{name} Bos", "counsellor", organisation), organisation)
        with CaptureQueriesContext(connection) as queries:
            browser.get(TEAM)
        counts.append(len(queries))
    assert counts[0] == counts[1]
