"""Continuity of an organisation: figures for its managers, nothing that points at a few people."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Outcome
from tests.personas import person, running
from trajectories.continuity import figures
from trajectories.handovers import actions as handovers

DAY = timedelta(days=1)
URL = reverse("continuity:show")


@pytest.fixture
def people(counsellor, organisation, meet):
    """people(count, after) are clients who had their first contact so many days after the start, or none."""

    def registered(count: int, after: int | None) -> list:
        found = [running(person(f"Cliënt {after} {number}"), counsellor, organisation) for number in range(count)]
        for trajectory in found:
            if after is not None:
                meet(trajectory, trajectory.starts_on + after * DAY)
        return found

    return registered


def test_the_figures_of_an_organisation(organisation, other_organisation, people):
    people(11, 3)
    people(10, 12)
    people(2, None)
    found = figures.of_organisation(organisation, now=timezone.now())
    assert (found.started, found.running, found.median_days) == (23, 23, 3)
    assert (found.soon.count, found.later.count) == (11, 21)
    assert found.long_without.count == 23
    elsewhere = figures.of_organisation(other_organisation, now=timezone.now())
    assert (elsewhere.started, elsewhere.is_small, elsewhere.median_days) == (0, True, None)


def test_the_page_tells_no_name_and_no_small_number(browser_of, manager, people):
    people(12, 3)
    people(1, None)
    shown = browser_of(manager).get(URL)
    assert shown.status_code == 200
    assert not re.search(r"Cliënt \d", shown.text)
    assert "12 van 13" not in shown.text
    assert "minder dan 10" in shown.text.lower()


def test_few_people_make_no_figures(browser_of, manager, people):
    people(3, 3)
    assert "<table" not in browser_of(manager).get(URL).text


def test_open_handovers_are_told_with_the_age_of_the_oldest(
    browser_of, manager, people, counsellor, colleague, organisation
):
    clients = people(12, 3)
    today = timezone.localdate()
    handovers.give_all(trajectories=clients[:2], to=colleague, on=today, by=counsellor)
    found = figures.of_organisation(organisation, now=timezone.now())
    assert (found.open_handovers, found.oldest_handover) == (2, today)
    assert "minder dan 10, de oudste van vandaag" in browser_of(manager).get(URL).text


@pytest.mark.parametrize(
    "persona", ["counsellor", "coordinator", "administrator", "policy_maker", "outsider", "partner"]
)
def test_only_managers_read_them_and_a_refusal_is_logged(request, browser_of, persona):
    user = request.getfixturevalue(persona)
    assert browser_of(user).get(URL).status_code == 403
    assert AccessEntry.objects.filter(user=user, segment="continuity", outcome=Outcome.DENIED).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions_at_any_size(browser_of, manager, people, count):
    people(count, 3)
    browser = browser_of(manager)
    browser.get(URL)
    with CaptureQueriesContext(connection) as queries:
        browser.get(URL)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 10
