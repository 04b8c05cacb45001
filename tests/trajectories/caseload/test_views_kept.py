"""Views under a name of one's own, and what is new since somebody looked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from trajectories.caseload import actions
from trajectories.caseload.listing import Asked
from trajectories.caseload.models import KeptView
from trajectories.dossier import access

TODAY = "/caseload/"
HIGH = "reason=craving-high"


def kept(page) -> list[tuple[str, bool]]:
    return [(one.name, one.current) for one in page.context["queue"].kept]


def test_a_view_is_kept_found_again_and_let_go(desk, put):
    put("Aad", ("craving-high", 9))
    put("Bea", check_ins_missed=1)
    page = desk.post(f"/caseload/views/?{HIGH}&page=3&q=aad", {"name": "Trek"}, follow=True)
    assert "Kept as “Trek”." in page.content.decode()
    assert kept(page) == [("Trek", True)]
    assert kept(desk.get(TODAY)) == [("Trek", False)]
    assert f'href="/caseload/?{HIGH}"' in desk.get(TODAY).content.decode()
    gone = desk.post(f"/caseload/views/{KeptView.objects.get().pk}/remove/", follow=True)
    assert kept(gone) == []


def test_the_same_name_again_stands_for_the_new_view(desk, trajectory):
    for query in (HIGH, "order=name"):
        desk.post(f"/caseload/views/?{query}", {"name": "Maandag"})
    assert KeptView.objects.get().query == "order=name"


@pytest.mark.parametrize(
    ("query", "name"), [("", "Alles"), ("q=noor", "Noor"), ("reason=nonsense", "X"), (HIGH, ""), (HIGH, "x" * 41)]
)
def test_nothing_is_kept_without_a_filter_and_a_name(desk, trajectory, query, name):
    page = desk.post(f"/caseload/views/?{query}", {"name": name}, follow=True).content.decode()
    assert "Choose a filter or an order, and give it a name." in page
    assert not KeptView.objects.exists()


def test_a_dozen_is_enough(desk, ilse):
    for number in range(actions.MOST_VIEWS):
        actions.keep(membership=ilse.memberships.get(), name=f"{number:02}", query=HIGH)
    page = desk.post(f"/caseload/views/?{HIGH}", {"name": "Nog een"}, follow=True).content.decode()
    assert "You keep 12 views already." in page
    desk.post("/caseload/views/?order=name", {"name": "03"})
    assert KeptView.objects.get(name="03").query == "order=name"


def test_nobody_sees_or_removes_the_view_of_another(desk, browser_of, colleague, outsider, ilse):
    view = actions.keep(membership=ilse.memberships.get(), name="Trek", query=HIGH)
    for somebody in (colleague, outsider):
        browser = browser_of(somebody)
        assert kept(browser.get(TODAY)) == []
        assert browser.post(f"/caseload/views/{view.pk}/remove/").status_code == 404
    assert KeptView.objects.get() == view


def test_a_view_has_a_name(ilse, organisation):
    with pytest.raises(IntegrityError), transaction.atomic():
        KeptView.objects.create(organisation=organisation, user=ilse, name="", query=HIGH)


@pytest.mark.parametrize(
    ("params", "query"),
    [
        ({}, ""),
        ({"reason": "use", "order": "need", "page": "1"}, "reason=use"),
        ({"order": "name", "whose": "own", "q": "a b", "page": "2"}, "order=name&whose=own&q=a+b&page=2"),
    ],
)
def test_the_address_says_what_is_asked(params, query):
    assert Asked.of(params).query == query


def test_what_came_in_since_one_looked_is_new_and_can_be_shown_alone(desk, put, ilse, now):
    aad = put("Aad", ("use", 1))
    put("Bea", check_ins_missed=1)
    queue = desk.get(TODAY).context["queue"]
    assert [(row.name, row.is_news) for row in queue.listed] == [("Aad", True), ("Bea", False)]
    only = desk.get(TODAY, {"reason": "new"}).context["queue"]
    assert ([row.name for row in only.listed], only.matching) == (["Aad"], 1)
    assert [(one.name, one.count, one.current) for one in only.filters][:2] == [(None, 2, False), ("new", 1, True)]
    access.look(by=ilse, trajectory=aad, at=now + timedelta(seconds=1))
    assert [row.is_news for row in desk.get(TODAY).context["queue"].listed] == [False, False]


def test_what_is_new_leaves_the_quiet_ones_quiet(desk, put, now):
    put("Aad", last_check_in_at=now)
    assert desk.get(TODAY, {"reason": "new"}).context["queue"].rows == []


def test_signals_settled_from_today_lead_back_there(desk, put):
    aad = put("Aad", ("use", 1))
    signal = aad.signals.get()
    words = {"seen": f"{signal.pk}:1", "state": "acted", "outcome": "Gebeld."}
    assert f"/clients/{aad.pk}/signals/?then=today" in desk.get(TODAY).content.decode()
    assert desk.post(f"/clients/{aad.pk}/signals/?then=today", words)["Location"] == TODAY
    assert desk.get(TODAY).context["queue"].with_reason == 0
