"""The list of triggers, for the client and for the counsellor."""

import pytest
from django.urls import reverse

from trajectories.plans import actions as plans
from trajectories.triggers import actions as triggers
from trajectories.triggers.models import Helped, TriggerKind


@pytest.fixture
def log(trajectory, client_user):
    step = plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug.")

    def logged(times: int = 1, **answers):
        for _ in range(times):
            triggers.log(trajectory=trajectory, by=client_user, strength=7, step=step, **answers)

    return logged


@pytest.fixture
def mine(browser_of, client_user):
    return lambda query="": browser_of(client_user).get(reverse("triggers:mine") + query)


@pytest.fixture
def of_client(browser_of, trajectory):
    url = reverse("triggers:of_client", args=[trajectory.pk])
    return lambda user, query="": browser_of(user).get(url + query)


def test_an_empty_list_is_fine_and_offers_one_step(mine):
    assert reverse("triggers:new") in mine().content.decode()


def test_own_words_stand_in_the_clients_voice(mine, of_client, log, counsellor):
    log(own_word="lege koelkast", note="Het regende.")
    log(kind=TriggerKind.ALONE, helped=Helped.OUTSIDE)
    log()
    for page in (mine(), of_client(counsellor)):
        html = page.content.decode()
        assert "nz-own" in html
        assert "lege koelkast" in html
        assert "Het regende." in html
        assert str(TriggerKind.ALONE.label) in html


def test_an_empty_list_says_so_to_the_counsellor(of_client, counsellor):
    assert "nz-empty" in of_client(counsellor).content.decode()


@pytest.mark.parametrize("page_of", ["client", "counsellor"])
def test_there_are_fifty_on_a_page(mine, of_client, log, counsellor, page_of):
    log(51)
    visit = mine if page_of == "client" else lambda query="": of_client(counsellor, query)
    assert len(visit().context["page"].object_list) == 50
    assert 'rel="next" href="?page=2"' in visit().content.decode()
    assert len(visit("?page=2").context["page"].object_list) == 1
    assert visit("?page=99").context["page"].number == 2
    assert visit("?page=x").context["page"].number == 1


@pytest.mark.parametrize("page_of", ["client", "counsellor"])
def test_the_list_costs_the_same_for_one_and_three(
    browser_of, trajectory, client_user, counsellor, log, page_of, django_assert_num_queries
):
    user, url = (
        (client_user, reverse("triggers:mine"))
        if page_of == "client"
        else (counsellor, reverse("triggers:of_client", args=[trajectory.pk]))
    )
    browser = browser_of(user)
    log(kind=TriggerKind.ALONE)
    browser.get(url)
    with django_assert_num_queries(QUERIES[page_of]):
        browser.get(url)
    log(2, own_word="lege koelkast")
    with django_assert_num_queries(QUERIES[page_of]):
        browser.get(url)


QUERIES = {"client": 11, "counsellor": 10}


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("counsellor", 200),
        ("client_user", 302),
        ("peer_worker", 403),
        ("colleague", 404),
        ("coordinator", 404),
        ("manager", 404),
        ("partner", 404),
        ("administrator", 404),
        ("relative", 404),
        ("other_client", 404),
        ("outsider", 404),
    ],
)
def test_who_reads_a_clients_triggers(request, of_client, trajectory, persona, status):
    assert of_client(request.getfixturevalue(persona)).status_code == status


@pytest.mark.parametrize("name", ["strength", "kind", "helped", "answer", "note", "undo"])
@pytest.mark.parametrize(
    ("persona", "status"), [("other_client", 404), ("relative", 403), ("counsellor", 404), ("outsider", 404)]
)
def test_nobody_else_enters_a_log(request, browser_of, trajectory, client_user, name, persona, status):
    user = request.getfixturevalue(persona)
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=7)
    url = reverse(f"triggers:{name}", args=[entry.pk])
    browser = browser_of(user)
    assert (browser.post(url) if name == "undo" else browser.get(url)).status_code == status
    if name in {"strength", "kind", "helped", "note"}:
        assert browser.post(url, {"strength": 1, "kind": "alone", "helped": "call", "note": "x"}).status_code == status
    entry.refresh_from_db()
    assert (entry.strength, entry.kind, entry.helped, entry.note) == (7, "", "", "")


@pytest.mark.parametrize(("persona", "status"), [("relative", 403), ("counsellor", 404)])
def test_only_clients_log(request, browser_of, persona, status):
    browser = browser_of(request.getfixturevalue(persona))
    assert browser.post(reverse("triggers:new"), {"strength": 7}).status_code == status
    assert browser.get(reverse("triggers:mine")).status_code == status
