"""The directory as its readers find it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.network import actions as network
from aftercare.network.models import GOOD_FOR, Knowledge, Precondition, Service

DIRECTORY = reverse("network:directory")
READERS = [
    "client_user", "relative", "counsellor", "coordinator", "peer_worker", "manager", "policy_maker", "partner",
    "administrator", "outsider",
]  # fmt: skip


def names(answer) -> list[str]:
    return [service.name for service in answer.context["page"]]


@pytest.mark.parametrize("reader", READERS)
def test_everybody_who_is_signed_in_reads_what_is_published(request, browser_of, list_service, region, reader):
    service = list_service()
    browser = browser_of(request.getfixturevalue(reader))
    assert names(browser.get(DIRECTORY, {"region": region.pk})) == ["Inloop De Haven"]
    assert "Koffie en een praatje." in browser.get(service.get_absolute_url()).text


def test_a_visitor_is_asked_to_sign_in(browser_of, list_service):
    for path in (DIRECTORY, list_service().get_absolute_url()):
        assert browser_of(None).get(path).url.startswith("/accounts/login/")


def test_one_begins_in_the_region_of_ones_own_organisation(browser_of, list_service, counsellor, client_user, outsider):
    list_service()
    assert names(browser_of(counsellor).get(DIRECTORY)) == ["Inloop De Haven"]
    assert names(browser_of(outsider).get(DIRECTORY)) == []
    client_user.kept_by = counsellor.memberships.get().organisation
    client_user.save()
    assert names(browser_of(client_user).get(DIRECTORY)) == ["Inloop De Haven"]


def test_an_editor_begins_in_the_region_that_they_keep(browser_of, relative, region, policy_maker, list_service):
    list_service()
    assert names(browser_of(relative).get(DIRECTORY)) == ["Inloop De Haven"]  # nowhere at home: every region
    network.team.seat(region=region, by=policy_maker, user=relative, voice="relative")
    assert browser_of(relative).get(DIRECTORY).context["region"] == region


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Samen lopen", "Avondhuis"]),
        ({"block": "evening"}, ["Avondhuis"]),
        ({"area": "body"}, ["Samen lopen"]),
        ({"area": "money"}, []),
        ({"audience": "young"}, ["Samen lopen"]),
        ({"audience": "relatives"}, ["Samen lopen", "Avondhuis"]),
        ({"free": "on"}, ["Avondhuis"]),
        ({"q": "cafe"}, ["Avondhuis"]),
        ({"q": "zandwoude lopen"}, ["Samen lopen"]),
        ({"q": "lopen oeverdorp"}, []),
        ({"block": "nothing", "area": "x", "municipality": "x", "page": "99"}, ["Samen lopen", "Avondhuis"]),
    ],
)
def test_filters_stand_in_the_address(browser_of, counsellor, list_service, other_town, asked, found):
    list_service(
        "Samen lopen", block="outdoors", areas=["body", "mind"], audiences=["relatives", "young"],
        municipalities=[other_town], costs="own",
    )  # fmt: skip
    list_service("Avondhuis", audiences=["everybody", "relatives"], about="Café zonder drank", costs="free")
    if "audience" in asked and asked["audience"] == "young":
        Service.objects.filter(name="Avondhuis").update(audiences=["relatives"])
    assert names(browser_of(counsellor).get(DIRECTORY, asked)) == found


def test_a_municipality_narrows_it_down(browser_of, counsellor, list_service, town, other_town):
    list_service("Hier", municipalities=[town])
    list_service("Daar", municipalities=[other_town])
    list_service("Overal", municipalities=[town, other_town])
    found = browser_of(counsellor).get(DIRECTORY, {"municipality": other_town.pk})
    assert names(found) == ["Daar", "Overal"]


def test_all_regions_are_a_click_away(browser_of, outsider, list_service):
    list_service()
    page = browser_of(outsider).get(DIRECTORY, {"region": "all"})
    assert names(page) == ["Inloop De Haven"]
    assert "Waterrade: Oeverdorp" in page.text


def test_drafts_and_what_was_taken_out_are_seen_by_whoever_keeps_the_region(
    browser_of, counsellor, editor, list_service
):
    draft, gone = list_service("Concept", published=False), list_service("Gestopt")
    network.services.withdraw(service=gone, by=editor, revision=1, why="Gestopt per 1 mei.")
    for service in (draft, gone):
        assert browser_of(counsellor).get(service.get_absolute_url()).status_code == 404
        assert browser_of(editor).get(service.get_absolute_url()).status_code == 200
    assert names(browser_of(editor).get(DIRECTORY)) == []


def test_the_page_of_a_service_says_what_it_needs_and_what_is_known(
    browser_of, counsellor, policy_maker, region, elsewhere, list_service
):
    service = list_service(phone="06-0000 0101", hours="Ma t/m vr 19:00-22:00", waiting_weeks=3, places=12)
    words = {"region": region, "by": policy_maker}
    network.behind.add(Precondition, title="Vrijwilligers", standing="partly", service=service, **words)
    network.behind.add(Precondition, title="Een pand", standing="present", block="evening", **words)
    network.behind.add(Precondition, title="Van wonen", block="housing", **words)
    other = {"region": elsewhere, "by": policy_maker}
    network.behind.add(Precondition, title="Van elders", block="evening", **other)
    network.behind.add(Knowledge, kind="lived", text="’s Avonds is het stil.", source="Cliëntpanel", **words)
    network.behind.add(
        Knowledge, kind="science", text="Samen eten helpt.", source="Tijdschrift", service=service, **words
    )
    page = browser_of(counsellor).get(service.get_absolute_url())
    assert [one.title for one in page.context["preconditions"]] == ["Vrijwilligers", "Een pand"]
    assert [one.text for one in page.context["knowledge"]] == ["Samen eten helpt."]
    assert 'href="tel:0600000101"' in page.text
    assert "Beoordeeld vandaag door Sanne Kuipers." in page.text


def test_what_nobody_reviewed_for_half_a_year_says_so(browser_of, counsellor, list_service):
    service = list_service(at=timezone.now() - GOOD_FOR)
    assert "Dat is meer dan een half jaar geleden." in browser_of(counsellor).get(service.get_absolute_url()).text


def test_the_list_takes_as_many_queries_for_one_as_for_three(
    browser_of, counsellor, list_service, django_assert_num_queries, django_assert_max_num_queries
):
    list_service("Een")
    browser = browser_of(counsellor)
    browser.get(DIRECTORY)
    with django_assert_max_num_queries(14) as first:
        browser.get(DIRECTORY)
    list_service("Twee")
    list_service("Drie")
    with django_assert_num_queries(len(first)):
        browser.get(DIRECTORY)


def test_the_english_page_is_english(browser_of, counsellor, list_service):
    counsellor.language = "en"
    counsellor.save()
    page = browser_of(counsellor).get(list_service().get_absolute_url())
    assert "Reviewed today by Sanne Kuipers." in page.text
    assert "For people in Oeverdorp" in page.text
