"""A discharge is announced before it happens, by a link or signed in; who answers for the organisation answers it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aftercare.audit.models import AccessEntry
from aftercare.core import links, scope
from aftercare.core.errors import TransitionRefused
from aftercare.notifications.models import Message
from tests.personas import SignedInBrowser
from trajectories.arrivals import actions, tasks
from trajectories.arrivals.access import token_of
from trajectories.arrivals.models import Arrival, ArrivalLink
from trajectories.dossier.models import Trajectory

DAY = timedelta(days=1)


def told(**fields) -> dict:
    expected = (timezone.localdate() + 6 * DAY).isoformat()
    told = {"person": "J.", "expected_on": expected, "contact_name": "Anne Vos", "contact_phone": "020 1234567"}
    return told | fields


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def link(organisation, coordinator) -> ArrivalLink:
    until = timezone.localdate() + 90 * DAY
    return actions.give_link(organisation=organisation, place="Kliniek Zonneduin", until=until, by=coordinator)


@pytest.fixture
def clinic(db):
    return SignedInBrowser()


@pytest.fixture
def announced(organisation, link) -> Arrival:
    fields = told() | {"expected_on": timezone.localdate() + 6 * DAY}
    return actions.announce(organisation=organisation, place=link.place, link=link, **fields)


def test_a_clinic_announces_by_its_link_and_sees_nothing_back(clinic, link, coordinator, browser_of):
    address = f"/announce/{token_of(link)}/"
    assert "Kliniek Zonneduin" in text(clinic.get(address))
    page = text(clinic.post(address, told(person="Zeldzaam")))
    assert "Anne Vos" not in page
    assert "Zeldzaam" not in text(clinic.get(address))
    arrival = Arrival.objects.get()
    assert (arrival.person, arrival.link, arrival.announced_by, arrival.place) == ("Zeldzaam", link, None, link.place)
    assert timezone.now() < arrival.due_at < timezone.now() + 6 * DAY
    assert "Zeldzaam" in text(browser_of(coordinator).get("/arrivals/"))
    (letter,) = Message.objects.filter(recipient=coordinator)
    assert (letter.kind, letter.link_view) == ("something_ready", "arrivals:list")


def test_the_database_shows_the_holder_of_a_link_its_own_announcements_alone(announced, organisation, coordinator):
    other = actions.give_link(
        organisation=organisation, place="Kliniek Elders", until=timezone.localdate() + DAY, by=coordinator
    )
    scope.enter(trajectory=other.pk)
    assert Arrival.objects.count() == 0
    assert ArrivalLink.objects.count() == 1
    scope.enter()
    assert (Arrival.objects.count(), ArrivalLink.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": ""},
        {"contact_phone": "bel mij"},
        {"expected_on": "2001-01-01"},
        {"expected_on": (timezone.localdate() + 400 * DAY).isoformat()},
    ],
)
def test_what_cannot_be_right_is_said_and_nothing_typed_is_lost(clinic, link, wrong):
    page = clinic.post(f"/announce/{token_of(link)}/", told(**wrong))
    assert page.status_code == 200
    assert "Anne Vos" in text(page)
    assert not Arrival.objects.exists()


def test_too_many_at_once_are_refused(clinic, link, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    for _number in range(2):
        clinic.post(f"/announce/{token_of(link)}/", told())
    assert "bellen" in text(clinic.post(f"/announce/{token_of(link)}/", told()))
    assert Arrival.objects.count() == 2


def test_a_link_that_was_taken_back_guessed_or_too_old_announces_nothing(clinic, link, coordinator, browser_of):
    token = token_of(link)
    for wrong in (token[:-2] + "xx", "onzin", links.short(link.pk, purpose="check_in")):
        assert clinic.post(f"/announce/{wrong}/", told()).status_code == 404
    gone = links.short(coordinator.pk, purpose="arrival")
    assert clinic.get(f"/announce/{gone}/").status_code == 404
    ArrivalLink.objects.update(until=timezone.localdate() - DAY)
    assert clinic.post(f"/announce/{token}/", told()).status_code == 410
    ArrivalLink.objects.update(until=timezone.localdate())
    ruben = browser_of(coordinator)
    assert ruben.post(f"/arrivals/links/{link.pk}/take-back/").status_code == 302
    assert ruben.post(f"/arrivals/links/{link.pk}/take-back/").status_code == 302
    assert clinic.post(f"/announce/{token}/", told()).status_code == 410
    assert not Arrival.objects.exists()


def test_a_coordinator_makes_a_link_for_a_clinic(coordinator, browser_of):
    ruben = browser_of(coordinator)
    far = (timezone.localdate() + 500 * DAY).isoformat()
    assert "Kliniek" in text(ruben.post("/arrivals/links/", {"place": "Kliniek", "until": far}))
    until = (timezone.localdate() + 30 * DAY).isoformat()
    page = text(ruben.post("/arrivals/links/", {"place": "Kliniek Duin", "until": until}, follow=True))
    assert token_of(ArrivalLink.objects.get()) in page


def test_a_partner_announces_signed_in_and_follows_what_came_of_it(partner, organisation, coordinator, browser_of):
    tamar = browser_of(partner)
    assert tamar.post("/announce/", told(organisation=organisation.pk)).status_code == 302
    arrival = Arrival.objects.get()
    assert (arrival.announced_by, arrival.place) == (partner, "Wijkteam Oever")
    actions.decline(arrival=arrival, by=coordinator, reason="Wij hebben geen plek.")
    assert "Wij hebben geen plek." in text(tamar.get("/announce/"))


def test_too_many_of_a_partner_say_so_on_the_page(partner, organisation, browser_of, monkeypatch):
    def refuse(**_details):
        raise TransitionRefused("Vol.")

    monkeypatch.setattr(actions, "announce", refuse)
    assert "Vol." in text(browser_of(partner).post("/announce/", told(organisation=organisation.pk)))


def test_welcome_leads_into_the_intake(announced, counsellor, browser_of):
    ilse = browser_of(counsellor)
    onward = ilse.post(f"/arrivals/{announced.pk}/accept/")
    assert onward.url == f"/clients/new/?arrival={announced.pk}"
    page = text(ilse.get(onward.url))
    assert 'value="J."' in page
    assert "Kliniek Zonneduin" in page
    fields = {
        "once": "01a20294-c919-75a0-b437-9bf7ea8fb5e9",
        "organisation": announced.organisation_id,
        "kind": "client",
        "name": "Jip de Wit",
        "starts_on": timezone.localdate().isoformat(),
        "referrer": "clinic",
        "language": "nl",
    }
    assert ilse.post(onward.url, fields).status_code == 302
    announced.refresh_from_db()
    assert announced.trajectory == Trajectory.objects.get()
    assert 'value="J."' not in text(ilse.get(onward.url))
    assert "Jip" not in text(ilse.get("/arrivals/"))


def test_a_coordinator_says_welcome_and_a_counsellor_begins(announced, coordinator, counsellor, browser_of):
    assert browser_of(coordinator).post(f"/arrivals/{announced.pk}/accept/").url == "/arrivals/"
    assert f"/clients/new/?arrival={announced.pk}" not in text(browser_of(coordinator).get("/arrivals/"))
    assert f"/clients/new/?arrival={announced.pk}" in text(browser_of(counsellor).get("/arrivals/"))


def test_no_needs_a_reason_and_one_answer_is_final(announced, coordinator, browser_of):
    ruben = browser_of(coordinator)
    assert ruben.get(f"/arrivals/{announced.pk}/decline/").status_code == 200
    assert ruben.post(f"/arrivals/{announced.pk}/decline/", {"reason": ""}).status_code == 200
    assert ruben.post(f"/arrivals/{announced.pk}/decline/", {"reason": "Andere regio."}).status_code == 302
    assert "al een antwoord" in text(ruben.post(f"/arrivals/{announced.pk}/decline/", {"reason": "Nog eens"}))
    assert "al een antwoord" in text(ruben.post(f"/arrivals/{announced.pk}/accept/", follow=True))
    announced.refresh_from_db()
    assert (announced.state, announced.answer, announced.answered_by) == ("declined", "Andere regio.", coordinator)
    assert not Message.objects.filter(state="due").exists()


def test_a_late_answer_shows_and_long_after_the_day_it_expires(announced, coordinator, browser_of):
    Arrival.objects.update(due_at=timezone.now() - DAY)
    assert "Zou klaar zijn" in text(browser_of(coordinator).get("/arrivals/"))
    Arrival.objects.update(expected_on=timezone.localdate() - 14 * DAY)
    tasks.sweep()
    scope.enter(system=True)
    assert Arrival.objects.get().state == "announced"
    Arrival.objects.update(expected_on=timezone.localdate() - 15 * DAY)
    tasks.sweep()
    scope.enter(system=True)
    assert Arrival.objects.get().state == "expired"
    assert "Verlopen" in text(browser_of(coordinator).get("/arrivals/"))


def test_an_organisation_elsewhere_and_everybody_else_see_nothing(
    announced, outsider, client_user, relative, partner, manager, administrator, browser_of
):
    assert "J.," not in text(browser_of(outsider).get("/arrivals/"))
    assert browser_of(outsider).post(f"/arrivals/{announced.pk}/accept/").status_code == 404
    for somebody in (client_user, relative, partner, manager, administrator):
        assert browser_of(somebody).get("/arrivals/").status_code == 403
        assert browser_of(somebody).post(f"/arrivals/{announced.pk}/accept/").status_code == 403
    assert browser_of(outsider).get("/announce/").status_code == 403


def test_looking_and_answering_are_written_down(announced, coordinator, browser_of):
    ruben = browser_of(coordinator)
    ruben.get("/arrivals/")
    ruben.post(f"/arrivals/{announced.pk}/accept/")
    lines = AccessEntry.objects.filter(user=coordinator, segment="arrivals", role="coordinator")
    assert {"read", "change"} <= set(lines.values_list("event", flat=True))


def test_an_announcement_of_long_ago_tells_nobody(organisation, link, coordinator):
    fields = told() | {"expected_on": timezone.localdate()}
    actions.announce(organisation=organisation, place="Kliniek", link=link, at=timezone.now() - 30 * DAY, **fields)
    assert not Message.objects.exists()


def test_an_intake_begins_from_ones_own_accepted_announcement_only(announced, counsellor, outsider, browser_of):
    ilse = browser_of(counsellor)
    assert 'value="J."' not in text(ilse.get(f"/clients/new/?arrival={announced.pk}"))
    actions.accept(arrival=announced, by=counsellor)
    assert 'value="J."' not in text(browser_of(outsider).get(f"/clients/new/?arrival={announced.pk}"))
    assert 'value="J."' not in text(ilse.get("/clients/new/?arrival=onzin"))


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "accepted"},
        {"state": "declined", "answered_at": timezone.now()},
        {"link": None},
        {"answer": "Nee"},
    ],
)
def test_the_database_refuses_what_cannot_be(announced, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.filter(pk=announced.pk).update(**broken)
