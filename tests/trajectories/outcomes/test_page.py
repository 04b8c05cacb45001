"""The page and its file: who reads them, what they say, and what they keep back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aftercare.accounts.models import Membership
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry, Event, Outcome
from tests.trajectories.outcomes.conftest import START, YEAR

SHOW, EXPORT = reverse("outcomes:show"), reverse("outcomes:export")
OF_YEAR = {"year": YEAR}
QUERIES = 27


@pytest.fixture
def both_years(people, meet):
    meet(people(30), 5, 40, 70, 100, 130, 160)
    people(10)
    meet(people(20, on=START.replace(year=YEAR - 1)), 5, 160)
    people(20, on=START.replace(year=YEAR - 1))


def test_the_page_tells_both_years_in_a_sentence(browser_of, manager, both_years):
    page = browser_of(manager).get(SHOW, OF_YEAR).text
    assert f"Na 6 maanden hebben 75 van de 100 mensen nog contact. In {YEAR - 1} was dat 50." in page
    assert f"Mensen die in {YEAR} begonnen: 40." in page
    assert not re.search(r"Cliënt \d", page)


def test_a_year_before_of_a_few_people_is_not_told(browser_of, manager, people, meet):
    meet(people(30), 5, 160)
    people(10)
    page = browser_of(manager).get(SHOW, OF_YEAR).text
    assert f"Over {YEAR - 1} zijn er te weinig mensen om dat te zeggen." in page


def test_only_the_first_month_is_said_otherwise(browser_of, manager, people, meet):
    meet(people(30), 5)
    people(10)
    page = browser_of(manager).get(SHOW, OF_YEAR).text
    assert "In de eerste maand hadden 75 van de 100 mensen contact." in page


def test_answers_are_told_beside_what_research_found(browser_of, manager, people, ask):
    ask(people(30), "answered", 1, 16)
    ask(people(10), "missed", 1)
    page = browser_of(manager).get(SHOW, OF_YEAR).text
    assert "In week 1 vulden 75 van de 100 mensen de check-in in. In onderzoek was het 94 in week 1" in page
    ask(people(20), "missed", 16)
    page = browser_of(manager).get(SHOW, OF_YEAR).text
    assert "In week 16 was dat 60. In onderzoek was het 94 in week 1 en ongeveer 80 in week 16." in page


def test_few_people_make_no_drawing(browser_of, manager, people, meet):
    meet(people(3), 5)
    page = browser_of(manager).get(SHOW, OF_YEAR).text
    assert f"Mensen die in {YEAR} begonnen: minder dan 10." in page
    assert "Te weinig mensen om te zeggen hoeveel er nog contact hebben." in page
    assert 'role="img"' not in page


def test_the_file_says_the_same(browser_of, manager, both_years):
    answer = browser_of(manager).get(EXPORT, OF_YEAR)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="uitkomsten-de-kade-{YEAR}.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert ";6;75%;50%" in lines
    assert ";2;75%;minder dan 10" in lines


def test_the_file_opens_no_formula(browser_of, policy_maker, town, both_years):
    lines = browser_of(policy_maker).get(EXPORT, OF_YEAR | {"town": town.pk}).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Uitkomsten;Waterrade;'=Oeverdorp"


def test_a_policy_maker_reads_the_region_and_each_municipality(browser_of, policy_maker, people, town, other_town):
    people(12, town=town)
    people(23)
    browser = browser_of(policy_maker)
    whole = browser.get(SHOW, OF_YEAR)
    assert str(whole.context["page"].people) == "35"
    assert str(browser.get(SHOW, OF_YEAR | {"town": town.pk}).context["page"].people) == "verborgen"
    assert str(browser.get(SHOW, OF_YEAR | {"town": other_town.pk}).context["page"].people) == "minder dan 10"


def test_a_manager_reads_no_municipality(browser_of, manager, people, town):
    people(20, town=town)
    people(15)
    page = browser_of(manager).get(SHOW, OF_YEAR | {"town": town.pk}).context["page"]
    assert (page.town, str(page.people)) == (None, "35")


@pytest.mark.parametrize("asked", [{"year": "x"}, {"year": "1900"}, {"town": "x"}, {"of": "x"}, {"of": "\x00"}])
def test_what_cannot_be_is_left_aside(browser_of, policy_maker, asked):
    assert browser_of(policy_maker).get(SHOW, asked).status_code == 200


def test_a_region_or_organisation_of_others_is_left_aside(browser_of, manager, other_organisation, organisation):
    page = browser_of(manager).get(SHOW, {"of": other_organisation.pk}).context["page"]
    assert page.scope.organisation == organisation


def test_one_person_may_read_a_region_and_an_organisation(browser_of, policy_maker, organisation, people):
    Membership.objects.create(user=policy_maker, role=Role.MANAGER, organisation=organisation)
    browser = browser_of(policy_maker)
    assert str(browser.get(SHOW).context["page"].scope) == "Waterrade"
    assert str(browser.get(SHOW, {"of": organisation.pk}).context["page"].scope) == "De Kade"


@pytest.mark.parametrize(
    "persona", ["counsellor", "coordinator", "administrator", "outsider", "partner", "client_user"]
)
@pytest.mark.parametrize("url", [SHOW, EXPORT])
def test_others_read_nothing_and_that_is_logged(request, browser_of, persona, url):
    user = request.getfixturevalue(persona)
    assert browser_of(user).get(url).status_code == 403
    assert AccessEntry.objects.filter(user=user, segment="outcomes", outcome=Outcome.DENIED).count() == 1


@pytest.mark.parametrize("persona", ["manager", "policy_maker"])
def test_a_look_and_a_file_are_logged(request, browser_of, persona):
    user = request.getfixturevalue(persona)
    browser = browser_of(user)
    browser.get(SHOW)
    browser.get(EXPORT)
    events = AccessEntry.objects.filter(user=user, segment="outcomes", outcome=Outcome.ALLOWED)
    assert sorted(events.values_list("event", flat=True)) == sorted([Event.READ, Event.EXPORT])


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions_at_any_size(browser_of, manager, people, meet, count):
    meet(people(count), 5)
    browser = browser_of(manager)
    browser.get(SHOW)
    with CaptureQueriesContext(connection) as queries:
        browser.get(SHOW, OF_YEAR)
    assert len(queries) == QUERIES
    assert not any("Cliënt" in query["sql"] for query in queries)


@pytest.fixture
def by_place(people, meet, town, other_town):
    """A town and people of whom it is not known where they live, both large, and a town with a few people."""
    for place in (town, None):
        meet(people(30, town=place), 5, 160)
        people(20, town=place)
    meet(people(4, town=other_town), 5)
    meet(people(15), 20)


def test_municipalities_stand_beside_the_whole_region(browser_of, policy_maker, by_place):
    page = browser_of(policy_maker).get(SHOW, OF_YEAR).context["page"]
    rows = {name: [str(figure) for figure in cells[:3]] for name, cells in page.places}
    assert rows == {
        "=Oeverdorp": ["verborgen", "verborgen", "verborgen"],
        "Waterwijk": ["minder dan 10", "minder dan 10", "minder dan 10"],
        "Niet bekend, of elders": ["65", "46%", "46%"],
        "Hele regio": ["119", "54%", "50%"],
    }


def test_the_file_tells_of_municipalities_as_the_page_does(browser_of, policy_maker, by_place):
    lines = browser_of(policy_maker).get(EXPORT, OF_YEAR).content.decode("utf-8-sig").splitlines()
    few = "minder dan 10"
    assert lines[-4] == f"'=Oeverdorp;verborgen;verborgen;verborgen;{few};{few}"
    assert lines[-1] == f"Hele regio;119;54%;50%;{few};{few}"


def test_a_manager_reads_of_no_municipality(browser_of, manager, by_place):
    answer = browser_of(manager).get(SHOW, OF_YEAR)
    assert "Oeverdorp" not in answer.text
    assert "Per gemeente" not in answer.text


def test_a_region_without_people_says_so(browser_of, policy_maker):
    answer = browser_of(policy_maker).get(SHOW)
    assert {str(figure) for _name, cells in answer.context["page"].places for figure in cells} == {"minder dan 10"}


def test_recovery_is_told_under_two_headings(browser_of, manager):
    page = browser_of(manager).get(SHOW).context["page"]
    assert [heading for heading, _lines in page.recovery] == ["Persoonlijk herstel", "Maatschappelijk herstel"]
    assert "Contact met anderen" in [label for label, _figure in page.recovery[1][1]]
