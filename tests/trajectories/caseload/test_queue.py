"""The list: its order, filters, pages, search, and its number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.personas import person, running
from tests.raising import raised
from trajectories.appointments import actions as appointments
from trajectories.dossier.models import Summary

DAY = timedelta(days=1)


@pytest.fixture
def counsellor(counsellor):
    """Ilse reads English here, so that the words are those of the source."""
    counsellor.language = "en"
    counsellor.save()
    return counsellor


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def client_of(counsellor, organisation, now):
    """client_of(name, (rule, …), **summary) puts somebody on Ilse's caseload who was seen yesterday."""

    def put(name, *signals, **summary):
        trajectory = running(person(name), counsellor, organisation)
        for key, *values in signals:
            raised(trajectory, key, *values, at=now)
        Summary.objects.filter(pk=trajectory.pk).update(**{"last_contact_at": now - DAY} | summary)
        return trajectory

    return put


@pytest.fixture
def listed(browser_of, counsellor):
    """listed(**params) are the names that Ilse's page gives, in order."""

    def names(address="/caseload/", **params):
        response = browser_of(counsellor).get(address, params)
        assert response.status_code == 200
        return [row.name for row in response.context["queue"].listed]

    return names


def test_those_in_need_come_first_and_the_quiet_ones_stand_apart(listed, browser_of, counsellor, client_of, now):
    client_of("Aad Stil")
    client_of("Bea Log", last_trigger_at=now, last_trigger_strength=3)
    client_of("Cor Hoog", ("craving-high", 9))
    client_of("Dee Gemist", ("check-ins-missed", None, None))
    client_of("Ed Gebruik", ("use", 1))
    assert listed() == ["Ed Gebruik", "Cor Hoog", "Dee Gemist", "Bea Log"]
    page = browser_of(counsellor).get("/caseload/")
    assert [row.name for row in page.context["queue"].quiet] == ["Aad Stil"]
    assert "1 client without a reason today" in page.content.decode()


def test_at_equal_need_more_reasons_come_first_then_who_was_heard_longest_ago(listed, client_of, now):
    client_of("Aad", check_ins_missed=1)
    client_of("Bea", check_ins_missed=1, last_contact_at=now - 5 * DAY)
    client_of("Cor", check_ins_missed=1, last_trigger_at=now, last_trigger_strength=2)
    assert listed() == ["Cor", "Bea", "Aad"]


def test_order_by_waiting_and_by_name(listed, client_of, now):
    client_of("Zoë", check_ins_missed=1, last_contact_at=now - 9 * DAY)
    client_of("Émile", ("use", 1), check_ins_missed=1)
    client_of("Eva", check_ins_missed=1, last_contact_at=None)
    assert listed(order="waiting") == ["Eva", "Zoë", "Émile"]
    assert listed(order="name") == ["Émile", "Eva", "Zoë"]
    assert listed(order="nonsense") == listed() == listed(order="need")


def test_a_row_says_whom_to_call_and_as_what_they_are_here(browser_of, counsellor, organisation, now):
    lot = person("Lot Brandsma", phone="06 0000 0012")
    running(lot, counsellor, organisation, kind="relative")
    Summary.objects.update(check_ins_missed=1)
    page = browser_of(counsellor).get("/caseload/").content.decode()
    assert "Relative, step 1, since" in page
    assert 'href="tel:0600000012"' in page
    assert "Call Lot" in page


@pytest.mark.parametrize(("called", "name"), [("", "Call Charlotte"), ("Lot", "Call Lot")])
def test_people_are_called_as_they_want_to_be(browser_of, counsellor, organisation, called, name):
    running(person("Charlotte Brandsma", called=called, phone="1"), counsellor, organisation)
    Summary.objects.update(check_ins_missed=1)
    assert name in browser_of(counsellor).get("/caseload/").content.decode()


def test_whoever_has_no_phone_is_offered_an_appointment(browser_of, counsellor, client_of):
    trajectory = client_of("Aad", check_ins_missed=1)
    page = browser_of(counsellor).get("/caseload/").content.decode()
    assert f"/clients/{trajectory.pk}/appointments/new/" in page


def test_an_appointment_without_an_outcome_is_recorded_from_the_row(browser_of, counsellor, client_of, now):
    trajectory = client_of("Aad", last_check_in_at=now)
    planned = appointments.plan(
        trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=now - DAY, at=now - 2 * DAY
    )
    page = browser_of(counsellor).get("/caseload/").content.decode()
    assert f"/clients/{trajectory.pk}/appointments/{planned.pk}/" in page


def test_a_filter_keeps_those_with_that_reason_and_the_counts_of_all(browser_of, counsellor, client_of, now):
    client_of("Aad", check_ins_missed=1)
    client_of("Bea", ("use", 1), check_ins_missed=1)
    client_of("Cor")
    queue = browser_of(counsellor).get("/caseload/", {"reason": "use"}).context["queue"]
    assert [row.name for row in queue.listed] == ["Bea"]
    assert [(one.name, one.count, one.current) for one in queue.filters] == [
        (None, 2, False),
        ("new", 1, False),
        ("use", 1, True),
        ("check-in-missed", 2, False),
    ]
    assert queue.quiet == []


def test_those_without_a_reason_can_be_listed(browser_of, counsellor, client_of):
    client_of("Aad", check_ins_missed=1)
    client_of("Cor")
    queue = browser_of(counsellor).get("/caseload/", {"reason": "none"}).context["queue"]
    assert [row.name for row in queue.listed] == ["Cor"]
    assert [(one.name, one.current) for one in queue.filters][-1] == ("none", True)


def test_an_unknown_reason_or_page_is_left_out(listed, client_of):
    client_of("Aad", check_ins_missed=1)
    assert listed(reason="'; drop", page="-2") == ["Aad"]
    assert listed(page="²") == ["Aad"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jose", ["José Ångström"]),
        ("ANG", ["José Ångström"]),
        ("jo", ["José Ångström", "Joke de Vries"]),
        ("  de   vries ", ["Joke de Vries"]),
        ("angstrum", ["José Ångström"]),
        ("pim", ["Willem Pot"]),
        ("100%", []),
        ("_o", []),
        ("\\", ["José Ångström", "Joke de Vries", "Willem Pot"]),
        ("j", ["José Ångström", "Joke de Vries", "Willem Pot"]),
        ("\x00\x00", ["José Ångström", "Joke de Vries", "Willem Pot"]),
    ],
)
def test_search_ignores_accents_capitals_and_small_slips(
    listed, counsellor, organisation, client_of, other_trajectory, typed, found
):
    client_of("José Ångström", check_ins_missed=3)
    client_of("Joke de Vries", check_ins_missed=2)
    running(person("Willem Pot", called="Pim"), counsellor, organisation)
    assert sorted(listed("/clients/", q=typed)) == sorted(found)


@pytest.mark.parametrize("address", ["/clients/", "/caseload/"])
def test_whose_name_was_typed_stands_before_whose_name_looks_like_it(listed, client_of, address):
    client_of("Bas Zandvoorts")
    client_of("Cas Zandvoort")
    client_of("Aad Sandvoort")
    assert listed(address, q="cas zandvoort") == ["Cas Zandvoort", "Bas Zandvoorts"]


def test_search_finds_nobody_outside_the_scope(listed, trajectory, other_trajectory):
    assert listed(q="wielinga") == []
    assert listed("/clients/", q="wielinga") == []
    assert listed(q="velthuizen") == ["Noor Velthuizen"]


def test_search_on_today_shows_also_those_without_a_reason(listed, client_of):
    client_of("Joke de Vries")
    assert listed(q="vries") == ["Joke de Vries"]


def test_nobody_found_is_said_with_a_next_step(browser_of, counsellor, trajectory):
    page = browser_of(counsellor).get("/caseload/", {"q": "<script>"}).content.decode()
    assert "Nobody found with “&lt;script&gt;”" in page
    assert "<script>”" not in page


@pytest.mark.parametrize(
    ("params", "words"),
    [({}, "No clients yet"), ({"reason": "use"}, "Nobody has this reason today")],
)
def test_an_empty_list_says_why(browser_of, counsellor, params, words):
    assert words in browser_of(counsellor).get("/caseload/", params).content.decode()


def test_a_quiet_day_says_so(browser_of, counsellor, client_of):
    client_of("Aad")
    page = browser_of(counsellor).get("/caseload/").content.decode()
    assert "Nobody asks for something today" in page
    assert "Aad" in page


def test_the_list_of_all_holds_closed_trajectories_by_name(listed, client_of, counsellor, now):
    client_of("Zoë")
    gone = client_of("Émile")
    type(gone).objects.filter(pk=gone.pk).update(status="closed", closed_at=now, closed_by=counsellor)
    assert listed("/clients/") == ["Émile", "Zoë"]
    assert listed("/caseload/", reason="none") == ["Zoë"]


def test_pages_of_fifty_with_the_quiet_ones_after_the_last(browser_of, counsellor, client_of):
    for number in range(52):
        client_of(f"Client {number:02}", check_ins_missed=1)
    client_of("Stil")
    browser = browser_of(counsellor)
    first, second = (browser.get("/caseload/", {"page": page}).context["queue"] for page in (1, 2))
    assert (len(first.listed), first.pages, first.quiet) == (50, 2, [])
    assert [len(second.listed), [row.name for row in second.quiet]] == [2, ["Stil"]]
    assert "1 client without a reason today" in browser.get("/caseload/").content.decode()


@pytest.mark.parametrize("address", ["/caseload/", "/clients/"])
def test_a_page_past_the_end_leads_back(browser_of, counsellor, trajectory, address):
    response = browser_of(counsellor).get(address, {"page": 2})
    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.parametrize("address", ["/caseload/", "/caseload/?q=cl", "/clients/"])
def test_the_number_of_queries_stays_the_same(browser_of, counsellor, client_of, address):
    browser = browser_of(counsellor)
    browser.get(address)
    counts = []
    for until in (1, 3, 60):
        while Summary.objects.count() < until:
            client_of(f"Client {Summary.objects.count():02}", check_ins_missed=1)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        own = [query for query in queries[:-1] if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        counts.append(len(own))
    assert counts == [
        5,
        5,
        5,
    ]  # the user, their scope, their roles, the log, the list; the last is the test's own scope
