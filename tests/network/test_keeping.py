"""What a design team looks at, who is in it, and what stands behind building blocks."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aftercare.core.errors import Refused, TransitionRefused
from aftercare.network import actions as network
from aftercare.network.models import GOOD_FOR, DesignSeat, Knowledge, Municipality, Precondition


def url(name: str, *args) -> str:
    return reverse(f"network:{name}", args=args)


def test_what_was_not_reviewed_for_half_a_year_stands_on_the_list(browser_of, editor, region, list_service):
    now = timezone.now()
    list_service("Vers")
    list_service("Oud", at=now - GOOD_FOR)
    list_service("Ouder", at=now - 2 * GOOD_FOR)
    list_service("Concept", published=False)
    gone = list_service("Weg", at=now - GOOD_FOR)
    network.services.withdraw(service=gone, by=editor, revision=1, why="Gestopt.")
    page = browser_of(editor).get(url("keep", region.pk))
    assert [service.name for service in page.context["stale"]] == ["Ouder", "Oud"]
    assert [service.name for service in page.context["drafts"]] == ["Concept"]
    assert [service.name for service in page.context["withdrawn"]] == ["Weg"]


def test_the_list_takes_as_many_queries_for_one_as_for_three(
    browser_of, editor, region, town, policy_maker, list_service, django_assert_num_queries,
    django_assert_max_num_queries,
):  # fmt: skip
    browser = browser_of(editor)

    def fill(number: int) -> None:
        list_service(f"Oud {number}", at=timezone.now() - GOOD_FOR)
        list_service(f"Concept {number}", published=False)
        new = network.team.add_municipality(region=region, by=policy_maker, name=f"Dorp {number}")
        network.behind.survey(municipality=new, by=policy_maker, on=timezone.localdate())
        network.behind.add(Precondition, region=region, by=policy_maker, title=f"Nodig {number}")

    fill(1)
    browser.get(url("keep", region.pk))
    with django_assert_max_num_queries(16) as first:
        browser.get(url("keep", region.pk))
    fill(2)
    fill(3)
    with django_assert_num_queries(len(first)):
        browser.get(url("keep", region.pk))


def test_a_policy_maker_appoints_somebody_by_name_and_address(browser_of, policy_maker, region, counsellor):
    browser = browser_of(policy_maker)
    wrong = {"name": "Iemand Anders", "email": counsellor.email, "voice": "professional"}
    assert "Niemand heeft een account" in browser.post(url("team", region.pk), wrong).text
    browser.post(url("team", region.pk), wrong | {"name": counsellor.name})
    seat = DesignSeat.objects.get()
    assert (seat.user, seat.appointed_by) == (counsellor, policy_maker)
    assert counsellor.name in browser.get(url("team", region.pk)).text
    again = browser.post(url("team", region.pk), wrong | {"name": counsellor.name})
    assert "zit al in het ontwerpteam" in again.text
    assert browser_of(counsellor).get(url("keep", region.pk)).status_code == 200


def test_whoever_leaves_the_team_writes_no_more(browser_of, policy_maker, editor, region):
    seat = editor.design_seats.get()
    browser_of(policy_maker).post(url("end_seat", region.pk, seat.pk))
    assert browser_of(editor).get(url("keep", region.pk)).status_code == 403
    page = browser_of(policy_maker).post(url("end_seat", region.pk, seat.pk), follow=True)
    assert "al gestopt" in page.text
    with pytest.raises(TransitionRefused):
        network.team.end(seat=seat, by=policy_maker)


def test_only_a_policy_maker_of_the_region_appoints(browser_of, editor, policy_maker, region, elsewhere):
    assert browser_of(editor).get(url("team", region.pk)).status_code == 403
    assert browser_of(policy_maker).get(url("team", elsewhere.pk)).status_code == 403
    seat = editor.design_seats.get()
    assert browser_of(editor).post(url("end_seat", region.pk, seat.pk)).status_code == 403


def test_a_relative_in_the_team_writes_from_their_own_shell(browser_of, policy_maker, relative, region, list_service):
    network.team.seat(region=region, by=policy_maker, user=relative, voice="relative")
    service = list_service()
    page = browser_of(relative).get(url("edit", service.pk))
    assert page.status_code == 200
    assert "nz-client" in page.text


def test_municipalities_are_added_once_and_gone_through(browser_of, editor, region):
    browser = browser_of(editor)
    browser.post(url("add_municipality", region.pk), {"name": "Lindhoven"})
    page = browser.post(url("add_municipality", region.pk), {"name": "Lindhoven"}, follow=True)
    assert "staat er al in" in page.text
    assert "Schrijf de naam" in browser.post(url("add_municipality", region.pk), {}, follow=True).text
    town = Municipality.objects.get(name="Lindhoven")
    assert not town.is_known(timezone.localdate())
    browser.post(url("survey", region.pk, town.pk))
    town.refresh_from_db()
    assert town.surveyed_by == editor
    assert town.is_known(timezone.localdate())
    assert not town.is_known(timezone.localdate() + GOOD_FOR)


@pytest.mark.parametrize(
    ("what", "model", "words"),
    [
        ("preconditions", Precondition, {"title": "Een pand", "standing": "partly", "note": "Tot mei."}),
        ("knowledge", Knowledge, {"kind": "lived", "text": "Licht helpt.", "source": "Cliëntpanel", "link": ""}),
    ],
)
def test_what_stands_behind_a_service_is_written_changed_and_removed(
    browser_of, editor, list_service, what, model, words
):
    service, browser = list_service(), browser_of(editor)
    assert browser.get(url("add_to_service", service.pk, what)).status_code == 200
    assert browser.post(url("add_to_service", service.pk, what), words).url == service.get_absolute_url()
    found = model.objects.get()
    assert (found.service, found.region, found.changed_by) == (service, service.region, editor)
    change = url("change_behind", what, found.pk)
    assert browser.post(change, words | {"revision": 1}).status_code == 302
    stale = browser.post(change, words | {"revision": 1})
    assert stale.status_code == 409
    assert "Iemand veranderde dit" in stale.text
    remove = url("remove_behind", what, found.pk)
    browser.post(remove, {"revision": 1})
    assert model.objects.current().exists()
    browser.post(remove, {"revision": 2})
    assert not model.objects.current().exists()
    assert browser.get(change).status_code == 404


def test_what_counts_for_a_region_names_its_building_block(browser_of, editor, region):
    browser = browser_of(editor)
    words = {"block": "housing", "title": "Woningen", "standing": "lacking"}
    assert browser.post(url("add_to_region", region.pk, "preconditions"), words).url == url("keep", region.pk)
    found = Precondition.objects.get()
    assert "Woningen" in browser.get(url("keep", region.pk)).text
    assert browser.get(url("change_behind", "preconditions", found.pk)).status_code == 200
    browser.post(url("remove_behind", "preconditions", found.pk), {})
    assert Precondition.objects.current().exists()
    assert browser.post(url("remove_behind", "preconditions", found.pk), {"revision": 1}).url == url("keep", region.pk)
    assert browser.post(url("remove_behind", "preconditions", found.pk), {}).status_code == 404
    page = browser.post(url("add_to_region", region.pk, "preconditions"), words | {"title": ""})
    assert list(page.context["form"].errors) == ["title"]


def test_another_kind_does_not_exist(browser_of, editor, region, list_service):
    assert browser_of(editor).get(url("add_to_region", region.pk, "wishes")).status_code == 404
    assert browser_of(editor).get(url("add_to_service", list_service().pk, "wishes")).status_code == 404


def test_outsiders_do_not_change_what_stands_behind(browser_of, outsider, policy_maker, region):
    found = network.behind.add(Precondition, region=region, by=policy_maker, title="Een pand")
    assert browser_of(outsider).get(url("change_behind", "preconditions", found.pk)).status_code == 403
    assert browser_of(outsider).post(url("remove_behind", "preconditions", found.pk)).status_code == 403


def test_many_at_once_are_what_they_would_be_one_by_one(region, policy_maker, list_service):
    rows = [{"title": "Een pand", "service": list_service()}, {"title": "Woningen", "block": "housing"}]
    network.behind.add_all(Precondition, region=region, by=policy_maker, rows=rows)
    assert [one.title for one in Precondition.objects.of_region()] == ["Woningen"]
    today = timezone.localdate()
    towns = network.team.add_municipalities(region=region, by=policy_maker, names=["A", "B"], surveyed={"A": today})
    assert (towns["A"].is_known(today), towns["B"].is_known(today)) == (True, False)


def test_the_database_holds_what_always_is(region, policy_maker, list_service):
    service = list_service()
    with pytest.raises(IntegrityError), transaction.atomic():
        network.behind.add(Precondition, region=region, by=policy_maker, service=service, block="work", title="x")
    with pytest.raises(Refused):
        network.team.add_municipality(region=region, by=policy_maker, name="Oeverdorp")
