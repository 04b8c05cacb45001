"""Giving and ending places, and what each role sees of who takes part."""

import pytest

from aftercare.audit.models import AccessEntry, Event
from supportgroups import actions
from supportgroups.models import Enrolment


@pytest.fixture
def both(group, coordinator, client_user, other_client) -> list[Enrolment]:
    return [actions.enrol(group=group, participant=person, by=coordinator) for person in (client_user, other_client)]


def test_search_finds_by_part_of_the_name_and_gives_a_place(group, page_of, coordinator, client_user, other_client):
    browser = page_of(coordinator)
    path = f"/groups/{group.pk}/people/"
    assert "0 of 3, 3 places free" in browser.get(path).content.decode()
    page = browser.post(path, {"named": "velt"}).content.decode()
    assert "Noor Velthuizen" in page
    assert "Mats" not in page
    page = browser.post(f"{path}add/", {"participant": client_user.pk}, follow=True).content.decode()
    assert "Noor Velthuizen has a place." in page
    assert Enrolment.objects.get().enrolled_by == coordinator
    assert "Nobody found" in browser.post(path, {"named": "velt"}).content.decode()


def test_searching_is_logged_and_the_name_stays_out_of_the_address(group, page_of, counsellor, client_user):
    browser = page_of(counsellor)
    answer = browser.post(f"/groups/{group.pk}/people/", {"named": "noor"})
    assert "noor" not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]
    assert AccessEntry.objects.get(event=Event.SEARCH).user == counsellor


def test_an_empty_search_asks_for_a_name(group, page_of, counsellor):
    page = page_of(counsellor).post(f"/groups/{group.pk}/people/", {"named": " "}).content.decode()
    assert 'id="id_named_error"' in page


def test_a_counsellor_cannot_enrol_somebody_from_another_caseload(
    group, page_of, counsellor, other_client, client_user
):
    browser = page_of(counsellor)
    page = browser.post(f"/groups/{group.pk}/people/add/", {"participant": other_client.pk}, follow=True)
    assert "This person cannot be given a place here." in page.content.decode()
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("participant", ["", "nobody", "0196d0e2-0000-7000-8000-000000000000"])
def test_nobody_is_enrolled_for_an_id_that_is_none(group, page_of, counsellor, participant):
    answer = page_of(counsellor).post(f"/groups/{group.pk}/people/add/", {"participant": participant})
    assert answer.status_code == 302
    assert not Enrolment.objects.exists()


def test_a_full_group_says_so(group, both, page_of, coordinator, relative):
    actions.edit_group(group=group, by=coordinator, capacity=2)
    browser = page_of(coordinator)
    page = browser.post(f"/groups/{group.pk}/people/add/", {"participant": relative.pk}, follow=True).content.decode()
    assert "This group is full." in page
    assert "2 of 2, full" in page
    assert "All places are taken." in page


def test_enrolling_twice_says_so_and_makes_one_place(group, page_of, counsellor, client_user):
    browser = page_of(counsellor)
    for _ in range(2):
        page = browser.post(f"/groups/{group.pk}/people/add/", {"participant": client_user.pk}, follow=True)
    assert "already has a place" in page.content.decode()
    assert Enrolment.objects.count() == 1


def test_a_coordinator_sees_everybody_and_reading_it_is_one_line(group, both, page_of, coordinator):
    page = page_of(coordinator).get(group.get_absolute_url()).content.decode()
    assert "Noor Velthuizen" in page
    assert "Mats Wielinga" in page
    line = AccessEntry.objects.get(event=Event.READ, object_id=group.pk)
    assert (line.segment, line.client, line.role) == ("participants", None, "coordinator")


def test_a_counsellor_sees_the_own_clients_in_somebody_else_s_group(group, both, page_of, counsellor):
    page = page_of(counsellor).get(group.get_absolute_url()).content.decode()
    assert "Noor Velthuizen" in page
    assert "Mats Wielinga" not in page
    assert "2 of 3" in page
    assert "You see your own clients." in page


def test_whoever_facilitates_sees_everybody_but_ends_only_places_of_own_clients(plan, group, both, page_of, counsellor):
    plan()
    noor, mats = both
    browser = page_of(counsellor)
    page = browser.get(group.get_absolute_url()).content.decode()
    assert "Mats Wielinga" in page
    assert f"/groups/places/{noor.pk}/end/" in page
    assert f"/groups/places/{mats.pk}/end/" not in page
    assert browser.post(f"/groups/places/{mats.pk}/end/").status_code == 404
    assert Enrolment.objects.current().count() == 2


def test_ending_a_place_asks_first(group, both, page_of, counsellor):
    browser = page_of(counsellor)
    path = f"/groups/places/{both[0].pk}/end/"
    assert "End the place of Noor Velthuizen?" in browser.get(path).content.decode()
    page = browser.post(path, follow=True).content.decode()
    assert "Noor Velthuizen has no place any more." in page
    page = browser.post(path, follow=True).content.decode()
    assert "This place has already ended." in page
