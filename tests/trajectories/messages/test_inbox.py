"""The list of conversations: what waits first, and no words of anybody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aftercare.audit.models import AccessEntry, Outcome
from tests.personas import person, running
from tests.trajectories.messages.conftest import HOUR, words


@pytest.fixture
def of(counsellor, organisation, write, now):
    """of(name, hours) is somebody on Ilse's caseload who wrote so long ago."""

    def put(name, hours):
        trajectory = running(person(name), counsellor, organisation)
        write("Hoi", by=trajectory.client.user, of=trajectory, at=now - hours * HOUR)
        return trajectory

    return put


def listed(browser, **asked) -> list[str]:
    page = browser.get("/messages/", asked)
    return [str(trajectory.client) for trajectory in page.context["inbox"].page]


def test_the_longest_waiting_stands_first(desk, of):
    of("Aad", 1), of("Bea", 5), of("Cor", 3)
    assert listed(desk) == ["Bea", "Cor", "Aad"]
    assert listed(desk, show="all") == ["Aad", "Cor", "Bea"]


def test_each_filter_keeps_its_own(desk, of, write, counsellor):
    of("Aad", 1)
    bea, cor = of("Bea", 5), of("Cor", 3)
    desk.get(reverse("messages:of_client", args=[bea.pk]))
    desk.get(reverse("messages:of_client", args=[cor.pk]))
    write("Dag", by=counsellor, of=cor)
    shown = {name: listed(desk, show=name) for name in ("unread", "waiting", "all", "nonsense")}
    assert shown == {
        "unread": ["Aad"],
        "waiting": ["Bea", "Aad"],
        "all": ["Cor", "Aad", "Bea"],
        "nonsense": ["Aad"],
    }
    filters = desk.get("/messages/").context["inbox"].filters
    assert [(one.name, one.count) for one in filters] == [("unread", 1), ("waiting", 2), ("all", 3)]


def test_the_words_themselves_stand_only_in_the_conversation(desk, of):
    of("Aad", 1)
    page = words(desk.get("/messages/"))
    assert "Aad" in page
    assert "Hoi" not in page


def test_without_messages_it_says_where_to_begin(desk):
    assert "No messages yet" in words(desk.get("/messages/"))
    assert "Everything is read and answered" in words(desk.get("/messages/", {"show": "waiting"}))


def test_only_ones_own_caseload(browser_of, of, colleague, outsider, other_trajectory, other_client, write):
    of("Aad", 1)
    write("Hoi", by=other_client, of=other_trajectory)
    assert listed(browser_of(colleague)) == ["Mats Wielinga"]
    assert listed(browser_of(outsider)) == []


@pytest.mark.parametrize("persona", ["client_user", "peer_worker", "coordinator", "manager", "administrator"])
def test_who_answers_nobody_has_no_list_and_the_attempt_is_logged(request, browser_of, persona):
    user = request.getfixturevalue(persona)
    assert browser_of(user).get("/messages/").status_code == 403
    assert AccessEntry.objects.get(user=user, segment="messages").outcome == Outcome.DENIED


def test_it_costs_the_same_for_one_and_three(desk, of, django_assert_num_queries):
    of("Aad", 1)
    desk.get("/messages/")
    with CaptureQueriesContext(connection) as first:
        desk.get("/messages/")
    of("Bea", 2), of("Cor", 3)
    with django_assert_num_queries(len(first)):
        desk.get("/messages/")
