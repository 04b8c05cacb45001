"""A check-in behind a signed link: no sign-in, nothing shown, dead after use."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from aftercare.audit.models import AccessEntry
from aftercare.core import links, scope
from tests.personas import SignedInBrowser
from trajectories.checkins import actions
from trajectories.checkins.access import link_ids
from trajectories.checkins.models import CheckIn, Occurrence
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Summary, Trajectory

ANSWERS = [
    {"answer": "5"},
    {"answer": "8"},
    {"answer": "7"},
    {"answer": "0"},
    {"pass": "1"},
    {"answer": "unsaid"},
    {"answer": ["family", "group"], "note": "Zware week."},
]


@pytest.fixture
def token(due) -> str:
    return links.sign(purpose="check_in", ids=link_ids(due))


@pytest.fixture
def url(token) -> str:
    return reverse("checkins:link", args=[token])


@pytest.fixture
def phone(browser_of) -> SignedInBrowser:
    """Nobody is signed in on it, and it speaks English."""
    browser = browser_of(None)
    browser.cookies["django_language"] = "en"
    return browser


def fill_in(phone, url, answers=ANSWERS):
    for number, answer in enumerate(answers, start=1):
        response = phone.post(f"{url}{number}/", answer)
        assert response.status_code == 302, response.content
    return response


def test_seven_answers_and_done(phone, url, due, trajectory):
    response = fill_in(phone, url)
    assert response.url == f"{url}done/"
    assert "Thank you." in phone.get(response.url).content.decode()
    sent = CheckIn.objects.get()
    assert sent.scores == {"mood": 5, "craving": 8, "sleep": 7, "risk": 0, "support": 2}
    assert sent.answers["use"] == "unsaid"
    assert sent.answers["confidence"] is None
    assert sent.note == "Zware week."
    due.refresh_from_db()
    assert due.state == Occurrence.State.ANSWERED
    assert Summary.objects.get(pk=trajectory.pk).cravings == [8]


def test_each_question_says_where_you_are(phone, url):
    page = phone.get(url, follow=True).content.decode()
    assert "Question 1 of 7" in page
    assert "How are you today?" in page
    page = phone.post(f"{url}1/", {"answer": "5"}, follow=True).content.decode()
    assert "Question 2 of 7" in page
    assert "no craving" in page


def test_it_shows_no_name_and_no_answer(phone, url, trajectory, organisation):
    fill_in(phone, url, ANSWERS[:3])
    for number in range(1, 8):
        page = phone.get(f"{url}{number}/").content.decode()
        for secret in ("Noor", "Velthuizen", "Ilse", organisation.name, "checked", 'aria-pressed="true"'):
            assert secret not in page, (number, secret)
    assert "You answered this question." in phone.get(f"{url}1/").content.decode()


def test_looking_changes_nothing(phone, url):
    for method in (phone.get, phone.head, phone.options):
        for path in (url, f"{url}1/", f"{url}7/", f"{url}done/"):
            method(path)
    assert not CheckIn.objects.exists()
    assert AccessEntry.objects.filter(segment="check_in_answer").count() == 0
    assert Occurrence.objects.get().state == Occurrence.State.OPEN


def test_it_goes_on_where_one_stopped(phone, url):
    fill_in(phone, url, ANSWERS[:3])
    assert phone.get(url).url == f"{url}4/"


def test_going_back_keeps_the_answer(phone, url):
    fill_in(phone, url, ANSWERS[:2])
    assert phone.post(f"{url}1/", {}).url == f"{url}2/"
    assert CheckIn.objects.get().answers == {"mood": 5, "craving": 8}


def test_a_question_that_was_not_answered_asks_to_choose(phone, url):
    response = phone.post(f"{url}1/", {})
    assert "Choose an answer" in response.content.decode()
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("answer", ["4", "x", ""])
def test_an_answer_that_is_not_offered_is_no_answer(answer, phone, url):
    assert phone.post(f"{url}1/", {"answer": answer}).status_code == 200
    assert not CheckIn.objects.exists()


def test_nobody_goes_with_nobody_else(phone, url):
    response = phone.post(f"{url}7/", {"answer": ["nobody", "family"], "note": "Blijft staan."})
    page = response.content.decode()
    assert "“With nobody” does not go together with another answer." in page
    assert "Blijft staan." in page


def test_a_note_that_is_too_long_is_not_lost(phone, url):
    response = phone.post(f"{url}7/", {"answer": "family", "note": "x" * 1001})
    assert response.status_code == 200
    assert "x" * 1001 in response.content.decode()


@pytest.mark.parametrize("number", [0, 8, 99])
def test_a_question_that_does_not_exist_leads_back(number, phone, url):
    assert phone.get(f"{url}{number}/").url == f"{url}1/"


def test_after_use_the_link_is_dead_and_says_so(phone, url, trajectory):
    fill_in(phone, url)
    before = CheckIn.objects.get().answers
    for response in (phone.get(url), phone.post(f"{url}1/", {"answer": "9"})):
        assert response.status_code == 200
        assert "You answered this already." in response.content.decode()
    assert CheckIn.objects.get().answers == before


def test_sending_twice_ends_at_the_same_page(phone, url):
    fill_in(phone, url)
    assert "answered this already" in phone.post(f"{url}7/", ANSWERS[6]).content.decode()
    assert CheckIn.objects.count() == 1


def test_done_before_anything_was_sent_leads_to_the_questions(phone, url, due, time_machine):
    assert phone.get(f"{url}done/").url == url
    time_machine.move_to(due.closes_at, tick=False)
    assert phone.get(f"{url}done/").url == url


def test_it_ends_with_the_check_in(phone, url, due, time_machine):
    time_machine.move_to(due.closes_at, tick=False)
    response = phone.get(url)
    assert response.status_code == 410
    assert "This link does not work any more." in response.content.decode()
    assert phone.post(f"{url}1/", {"answer": "5"}).status_code == 410


def test_a_late_link_ends_with_the_check_in_not_two_days_later(phone, due, time_machine):
    time_machine.move_to(due.closes_at - timedelta(hours=1), tick=False)
    url = reverse("checkins:link", args=[links.sign(purpose="check_in", ids=link_ids(due))])
    assert phone.get(url).status_code == 302
    time_machine.move_to(due.closes_at + timedelta(hours=1), tick=False)
    assert phone.get(url).status_code == 410


def test_it_ends_when_check_ins_end(phone, url, weekly, counsellor):
    actions.end(schedule=weekly, by=counsellor)
    assert phone.get(url).status_code == 410


def test_it_ends_with_the_trajectory(phone, url, trajectory, counsellor):
    dossier.close(trajectory=trajectory, by=counsellor)
    assert phone.get(url).status_code == 410


def test_it_ends_with_the_account(phone, url, client_user):
    client_user.is_active = False
    client_user.save()
    assert phone.get(url).status_code == 410


@pytest.mark.parametrize("ids", [{"occurrence": "other"}, {"trajectory": "other"}])
def test_a_link_cannot_be_bent_to_somebody_else(ids, phone, due, other_trajectory):
    bent = link_ids(due) | dict.fromkeys(ids, other_trajectory.pk.hex)
    response = phone.get(reverse("checkins:link", args=[links.sign(purpose="check_in", ids=bent)]))
    assert response.status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "a:b:c"])
def test_a_link_that_is_not_ours_helps_all_the_same(token, phone):
    response = phone.get(reverse("checkins:link", args=[token]))
    assert response.status_code == 404
    assert "We do not know this link." in response.content.decode()


def test_a_link_for_another_purpose_opens_nothing(phone, due):
    token = links.sign(purpose="invitation", ids=link_ids(due))
    assert phone.get(reverse("checkins:link", args=[token])).status_code == 404


def test_pages_are_not_kept(phone, url):
    assert "no-store" in phone.get(f"{url}1/")["Cache-Control"]
    fill_in(phone, url)
    assert "no-store" in phone.get(f"{url}done/")["Cache-Control"]


def test_a_signed_in_outsider_with_the_link_reads_nothing_more(browser_of, outsider, url, trajectory):
    browser = browser_of(outsider)
    page = browser.get(url, follow=True).content.decode()
    assert "Bram" not in page
    assert browser.get(f"/clients/{trajectory.pk}/").status_code == 404


def test_the_answers_are_logged_as_the_clients_own(phone, url, client_user):
    fill_in(phone, url)
    lines = AccessEntry.objects.filter(segment="check_in_answer")
    assert {(line.user, line.role, line.client) for line in lines} == {(client_user, "client", client_user)}


def test_choosing_saves_at_once_without_leaving_the_question(phone, url):
    response = phone.post(f"{url}7/", {"answer": "family"}, headers={"HX-Request": "true"})
    assert re.fullmatch(r"Saved, \d\d:\d\d", response.content.decode().strip())
    assert CheckIn.objects.get().answers == {"support": ["family"]}
    assert CheckIn.objects.get().submitted_at is None
    response = phone.post(f"{url}7/", {"answer": ["family", "nobody"]}, headers={"HX-Request": "true"})
    assert "does not go together" in response.content.decode()


def test_a_link_that_is_over_shows_so_instead_of_saving(phone, url):
    fill_in(phone, url)
    response = phone.post(f"{url}1/", {"answer": "1"}, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == url


def test_forms_are_protected_against_other_sites(url, due):
    scope.enter(system=True)
    assert Browser(enforce_csrf_checks=True).post(f"{url}1/", {"answer": "5"}).status_code == 403
    scope.enter(system=True)
    assert not CheckIn.objects.exists()


def test_what_is_open_at_the_moment_of_closing_is_over(due):
    assert not Occurrence.objects.open(at=due.closes_at).exists()
    assert Occurrence.objects.overdue(at=due.closes_at).exists()
    assert Trajectory.objects.count() == 1
    assert timezone.now() < due.closes_at
