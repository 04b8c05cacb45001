"""A partner without an account answers by a link: it opens one handover, once for each step, and gives nothing else."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from aftercare.audit.models import AccessEntry
from aftercare.core import links, scope
from aftercare.notifications import letters
from aftercare.notifications.models import Message
from tests.personas import SignedInBrowser
from tests.trajectories.referrals.conftest import DAY, WHY
from trajectories.dossier.models import Category
from trajectories.plans import actions as plans
from trajectories.referrals import actions
from trajectories.referrals.access import LINK_PURPOSE, LINK_VALID, link_ids
from trajectories.referrals.models import Referral, State


@pytest.fixture
def piet(db):
    return SignedInBrowser()


def text(response) -> str:
    return response.content.decode()


def state_of(referral) -> State:
    return State(Referral.objects.get(pk=referral.pk).state)


def test_the_letter_leads_to_the_page_and_tells_nothing(to_piet, piet, trajectory):
    referral = to_piet()
    letter = letters.write(Message.objects.get(recipient=referral.to_user))
    told = f"{letter.subject} {letter.body}"
    for word in ("Noor", "Velthuizen", "Kade", "schuld", "Schuld", "nazorg", "aftercare"):
        assert word not in told
    address = re.search(r"/referrals/link/\S+", letter.body).group()
    page = piet.get(address)
    assert page.status_code == 200
    assert "Noor Velthuizen" in text(page)
    assert WHY in text(page)


def test_the_page_shows_what_the_client_agreed_to_and_nothing_else(to_piet, piet, link, trajectory, client_user):
    client_user.phone = "06 12345678"
    client_user.save()
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    plans.add(trajectory=trajectory, by=client_user, kind="practical", title="Brief van de bank")
    referral = to_piet(categories=[Category.PRACTICAL])
    page = text(piet.get(link(referral)))
    assert "Brief van de bank" in page
    for unshared in ("Rust in huis.", "06 12345678", client_user.email):
        assert unshared not in page
    assert "alleen voor jou" in page


def test_a_phone_number_shows_only_after_a_yes_to_it(to_piet, piet, link, client_user):
    client_user.phone = "06 12345678"
    client_user.save()
    assert "06 12345678" in text(piet.get(link(to_piet(shares_phone=True))))


def test_looking_changes_nothing_but_stands_in_the_clients_list(to_piet, piet, link, client_user):
    referral = to_piet()
    address, before = link(referral), Referral.objects.values().get()
    for act in ("", "accept/", "decline/", "ask/"):
        assert piet.get(address + act).status_code == 200
        assert piet.head(address + act).status_code == 200
    assert Referral.objects.values().get() == before
    seen = AccessEntry.objects.filter(client=client_user, user=referral.to_user, role="partner", event="read")
    assert {"referrals", "plan"} <= set(seen.values_list("segment", flat=True))


def test_yes_then_the_first_contact_each_by_its_own_link(to_piet, piet, link):
    referral = to_piet()
    first = link(referral)
    onward = piet.post(f"{first}accept/")
    assert state_of(referral) == State.ACCEPTED
    assert piet.get(first).status_code == 410
    assert piet.post(f"{first}accept/").status_code == 410
    assert piet.post(f"{first}decline/", {"reason": "Toch niet"}).status_code == 410
    assert state_of(referral) == State.ACCEPTED
    assert piet.get(onward.url).status_code == 200
    done = piet.post(f"{onward.url}contact/", {"on": timezone.localdate().isoformat()})
    assert done.status_code == 200
    assert state_of(referral) == State.STARTED
    assert piet.get(onward.url).status_code == 410


def test_no_closes_the_link(to_piet, piet, link, client_user, browser_of):
    referral = to_piet()
    address = link(referral)
    assert "Why" not in text(piet.post(f"{address}decline/", {"reason": ""}))
    assert state_of(referral) == State.AGREED
    assert piet.post(f"{address}decline/", {"reason": "We zijn vol."}).status_code == 200
    assert state_of(referral) == State.DECLINED
    assert piet.get(address).status_code == 410
    assert "We zijn vol." in text(browser_of(client_user).get(f"/me/referrals/{referral.pk}/"))


def test_a_question_by_the_link_and_the_answer_in_a_new_one(to_piet, piet, link, counsellor, trajectory, browser_of):
    referral = to_piet()
    address = link(referral)
    assert piet.post(f"{address}ask/", {"words": "Is er een bewindvoerder?"}).status_code == 302
    ilse = browser_of(counsellor)
    of_team = f"/clients/{trajectory.pk}/referrals/{referral.pk}/"
    assert "Is er een bewindvoerder?" in text(ilse.get(of_team))
    assert ilse.post(f"{of_team}answer/", {"words": "Nee, nog niet."}).status_code == 302
    assert piet.get(address).status_code == 410
    assert "Nee, nog niet." in text(piet.get(link(referral)))


def test_too_many_questions_are_refused_with_what_was_typed(to_piet, piet, link):
    address = link(to_piet())
    for number in range(3):
        piet.post(f"{address}ask/", {"words": f"Vraag {number}"})
    page = piet.post(f"{address}ask/", {"words": "Nog een vraag"})
    assert page.status_code == 200
    assert "Nog een vraag" in text(page)


def test_a_link_works_for_two_weeks(to_piet, piet, link, monkeypatch):
    long_ago = timezone.now() - LINK_VALID - timedelta(minutes=1)
    with monkeypatch.context() as then:
        then.setattr("django.core.signing.time.time", long_ago.timestamp)
        address = link(to_piet())
    page = piet.get(address)
    assert page.status_code == 410
    assert "Noor" not in text(page)


@pytest.mark.parametrize(
    "state", [State.AGREED, State.TALKED, State.ACCEPTED, State.STARTED, State.ASKED, State.ARRIVED]
)
def test_the_client_stops_and_the_open_page_is_dead_at_the_next_request(
    to_piet, piet, link, client_user, browser_of, state
):
    referral = to_piet(state)
    address = link(referral)
    assert piet.get(address).status_code == 200
    noor = browser_of(client_user)
    assert "/stop/" in text(noor.get("/me/referrals/"))
    assert noor.post(f"/me/referrals/{referral.pk}/stop/").status_code == 302
    page = piet.get(address)
    assert page.status_code == 410
    assert "Noor" not in text(page)
    for act in ("accept", "ask", "contact", "plan"):
        assert piet.post(f"{address}{act}/", {"words": "x"}).status_code == 410


def test_guessed_and_borrowed_links_open_nothing(
    to_piet, piet, link, trajectory, other_trajectory, colleague, other_client
):
    referral = to_piet()
    address = link(referral)
    other = actions.propose(
        trajectory=other_trajectory, by=colleague, reason="x", name="Kim", email="kim@elders.example"
    )
    ids = link_ids(referral)
    token = address.split("/")[3]
    forged = [
        token[:-2] + "xx",
        "0" * 40,
        links.sign(purpose="check_in", ids=ids),
        links.sign(purpose=LINK_PURPOSE, ids=ids | {"referral": other.pk.hex}),
        links.sign(purpose=LINK_PURPOSE, ids=ids | {"person": other.to_user_id.hex}),
        links.sign(purpose=LINK_PURPOSE, ids=ids | {"person": trajectory.pk.hex}),
        links.sign(purpose=LINK_PURPOSE, ids=ids | {"round": "99"}),
    ]
    for one in forged:
        page = piet.get(f"/referrals/link/{one}/")
        assert page.status_code in (404, 410), one
        assert "Noor" not in text(page)
    assert piet.get(f"{address}again/").status_code == 404


def test_an_account_that_was_closed_closes_the_link(to_piet, piet, link):
    referral = to_piet()
    address = link(referral)
    referral.to_user.is_active = False
    referral.to_user.save()
    assert piet.get(address).status_code == 410


def test_the_database_shows_the_reader_of_a_link_no_other_row(to_piet, link, trajectory, client_user):
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    referral = to_piet(categories=[Category.APPOINTMENTS])
    scope.enter(user=referral.to_user_id)
    assert trajectory.goals.count() == 0
    assert Referral.objects.count() == 1
    scope.enter(system=True)
    actions.stop(referral=referral, by=client_user)
    scope.enter(user=referral.to_user_id)
    assert type(trajectory).objects.filter(pk=trajectory.pk).count() == 0


def test_the_link_works_in_the_browser_of_somebody_who_is_signed_in(to_piet, link, outsider, browser_of):
    referral = to_piet()
    bram = browser_of(outsider)
    assert bram.get(link(referral)).status_code == 200
    assert bram.get(f"/referrals/{referral.pk}/").status_code == 404


def test_a_form_of_another_site_is_refused(to_piet, link):
    browser = Browser(enforce_csrf_checks=True)
    assert browser.post(f"{link(to_piet())}accept/").status_code == 403


def test_until_the_agreed_day_and_not_after_it(to_piet, piet, link):
    referral = to_piet(until=timezone.localdate())
    address = link(referral)
    assert piet.get(address).status_code == 200
    Referral.objects.filter(pk=referral.pk).update(until=timezone.localdate() - DAY)
    assert piet.get(address).status_code == 410
