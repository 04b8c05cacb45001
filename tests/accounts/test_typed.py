"""What was being typed when a session ended survives signing in again: for its writer, for an hour, for nobody else."""

import pickle
from datetime import timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts import typed
from tests.personas import PASSWORD, SignedInBrowser
from trajectories.messages.models import Message
from trajectories.teamtasks.models import TeamTask
from trajectories.triggers.models import TriggerEntry

PAGE = "/typed/"
LOGIN = "/accounts/login/"
WORDS = "Noor vroeg naar de brief van de\nwoningbouw & wil <vrijdag> bellen."
LATER = {"counsellor": timedelta(minutes=31), "client": timedelta(days=14, minutes=1)}
FILE = SimpleUploadedFile("brief.txt", b"Beste mevrouw", "text/plain")


class Fields(HTMLParser):
    """The hidden fields of the form that leads to `action`, or to the page itself, as a browser sends them."""

    def __init__(self, action: str | None):
        super().__init__()
        self.action, self.inside, self.sent = action, False, {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("action") == self.action
        elif given.get("type") == "hidden" and self.inside:
            self.sent.setdefault(given["name"], []).append(given["value"])


def fields_of(page, action: str | None) -> dict:
    reader = Fields(action)
    reader.feed(page.content.decode())
    return reader.sent


@pytest.fixture
def clock(seen_by_system):
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def ask(trajectory) -> str:
    """Where a counsellor asks the team for something."""
    return reverse("teamtasks:ask", args=[trajectory.pk])


@pytest.fixture
def task(ask, clock) -> dict:
    day = timezone.localdate() + timedelta(days=3)
    return {"key": "6f1c3c1e-8a52-4f6a-9d7e-0d5b3f9a2c11", "text": WORDS, "day": f"{day:%Y-%m-%d}", "time": "12:00"}


@pytest.fixture
def too_late(browser_of, clock):
    """too_late(user, path, data) sends a form of a page, from a browser that was quiet for too long."""

    def sent(user, path, data, *, quiet=LATER["counsellor"], **extra):
        user.set_password(PASSWORD)
        user.language = "en"
        user.save()
        browser = SignedInBrowser(enforce_csrf_checks=True)
        browser.force_login(user)
        token = fields_of(browser.get(reverse("accounts:profile")), None)[typed.CSRF_FIELD]
        clock.shift(quiet)
        browser.answer = browser.post(path, {**data, typed.CSRF_FIELD: token}, **extra)
        return browser

    return sent


def sign_in(browser, user):
    page = browser.get(browser.answer.url if browser.answer.url.startswith(LOGIN) else LOGIN)
    data = {**fields_of(page, LOGIN), "login": user.email, "password": PASSWORD}
    return browser.post(LOGIN, data)


def is_kept(browser) -> bool:
    cookie = browser.cookies.get(typed.COOKIE)
    return bool(cookie and cookie.value)


def locked_away(browser) -> bytes | None:
    return cache.get(typed._place(browser.cookies[typed.COOKIE].value))


def test_a_counsellors_text_is_sent_after_signing_in_again(too_late, counsellor, ask, task):
    browser = too_late(counsellor, ask, task)
    assert browser.answer.url == f"{LOGIN}?next={PAGE}"
    assert "What you typed is kept: sign in to send it." in browser.get(browser.answer.url).content.decode()
    assert not TeamTask.objects.exists()
    assert sign_in(browser, counsellor).url == PAGE
    page = browser.get(PAGE)
    assert "Noor vroeg naar de brief van de<br>woningbouw &amp; wil &lt;vrijdag&gt; bellen." in page.content.decode()
    done = browser.post(ask, fields_of(page, ask))
    assert done.status_code == 302
    assert TeamTask.objects.get().text == WORDS
    assert not is_kept(browser)
    assert "Nothing is kept here" in browser.get(PAGE).content.decode()


def test_a_clients_message_waits_too_after_two_weeks(too_late, client_user):
    mine = reverse("messages:mine")
    browser = too_late(client_user, mine, {"text": "Ik wil stoppen met de avondgroep."}, quiet=LATER["client"])
    sign_in(browser, client_user)
    page = browser.get(PAGE)
    assert '<blockquote class="nz-own nz-own-block m-0">Ik wil stoppen' in page.content.decode()
    browser.post(mine, fields_of(page, mine))
    assert Message.objects.get().text == "Ik wil stoppen met de avondgroep."


def test_a_choice_without_words_is_kept_as_well(too_late, client_user):
    new = reverse("triggers:new")
    browser = too_late(client_user, new, {"strength": "7"}, quiet=LATER["client"])
    sign_in(browser, client_user)
    page = browser.get(PAGE)
    assert "Your text" not in page.content.decode()
    assert browser.post(new, fields_of(page, new)).status_code == 302
    assert TriggerEntry.objects.get().strength == 7


def test_what_the_page_finds_wrong_is_told_there_with_the_text(too_late, counsellor, ask, task):
    browser = too_late(counsellor, ask, task | {"day": ""})
    sign_in(browser, counsellor)
    answer = browser.post(ask, fields_of(browser.get(PAGE), ask))
    assert answer.status_code == 200
    assert "woningbouw" in answer.content.decode()
    assert not is_kept(browser)


def test_what_the_page_does_not_take_stays_for_its_hour(too_late, counsellor, outsider, ask, task):
    browser = too_late(outsider, ask, task)
    sign_in(browser, outsider)
    assert browser.post(ask, fields_of(browser.get(PAGE), ask)).status_code == 404
    assert "woningbouw" in browser.get(PAGE).content.decode()


def test_sending_without_a_token_does_not_use_it_up(too_late, counsellor, ask, task):
    browser = too_late(counsellor, ask, task)
    sign_in(browser, counsellor)
    assert browser.post(ask, task).status_code == 403
    assert "woningbouw" in browser.get(PAGE).content.decode()


def test_the_query_and_repeated_fields_come_along(too_late, counsellor, ask, task):
    browser = too_late(counsellor, f"{ask}?from=today", task | {"tags": ["een", "twee"]})
    sign_in(browser, counsellor)
    assert fields_of(browser.get(PAGE), f"{ask}?from=today")["tags"] == ["een", "twee"]


def test_somebody_else_who_signs_in_there_sees_nothing_and_it_is_gone(too_late, counsellor, colleague, ask, task):
    browser = too_late(counsellor, ask, task)
    place = typed._place(browser.cookies[typed.COOKIE].value)
    colleague.set_password(PASSWORD)
    colleague.save()
    sign_in(browser, colleague)
    assert not is_kept(browser)
    assert cache.get(place) is None
    page = browser.get(PAGE)
    assert "woningbouw" not in page.content.decode()
    assert page.context["form"] is None


def test_a_key_in_another_hand_opens_nothing(too_late, browser_of, counsellor, colleague, ask, task):
    thief = browser_of(colleague)
    thief.cookies[typed.COOKIE] = too_late(counsellor, ask, task).cookies[typed.COOKIE].value
    assert "woningbouw" not in thief.get(PAGE).content.decode()


def test_before_signing_in_nothing_is_shown(too_late, counsellor, ask, task):
    browser = too_late(counsellor, ask, task)
    assert browser.get(PAGE).status_code == 302
    assert is_kept(browser)


def test_after_an_hour_it_is_gone(too_late, clock, counsellor, ask, task):
    browser = too_late(counsellor, ask, task)
    assert browser.cookies[typed.COOKIE]["max-age"] == 3600
    clock.shift(timedelta(minutes=61))
    sign_in(browser, counsellor)
    assert "woningbouw" not in browser.get(PAGE).content.decode()
    assert not is_kept(browser)


def test_it_can_be_let_go(too_late, counsellor, ask, task):
    browser = too_late(counsellor, ask, task)
    place = typed._place(browser.cookies[typed.COOKIE].value)
    sign_in(browser, counsellor)
    answer = browser.post(PAGE, fields_of(browser.get(PAGE), PAGE))
    assert answer.url == "/"
    assert not is_kept(browser)
    assert cache.get(place) is None
    assert not TeamTask.objects.exists()


@pytest.mark.parametrize("way_out", ["account_logout", "accounts:leave"])
def test_signing_out_by_hand_takes_it_along(too_late, counsellor, ask, task, way_out):
    browser = too_late(counsellor, ask, task)
    sign_in(browser, counsellor)
    token = fields_of(browser.get(PAGE), PAGE)
    browser.post(reverse(way_out), token)
    assert not is_kept(browser)


def test_quick_exit_takes_it_along_from_the_sign_in_page(too_late, client_user):
    mine = reverse("messages:mine")
    browser = too_late(client_user, mine, {"text": "Ik wil stoppen met de avondgroep."}, quiet=LATER["client"])
    browser.post(reverse("accounts:leave"))
    assert not is_kept(browser)


def test_too_much_to_keep_is_said(too_late, counsellor, ask, task):
    browser = too_late(counsellor, ask, task | {"text": "veel woorden " * 6000})
    assert not is_kept(browser)
    assert PAGE not in browser.answer.url
    assert "What you typed was too long to keep." in browser.get(browser.answer.url).content.decode()


def test_files_are_left_behind_and_the_page_says_so(too_late, client_user):
    data = {"text": "Deze brief kwam vandaag.", "files": FILE}
    browser = too_late(client_user, reverse("messages:mine"), data, quiet=LATER["client"])
    assert b"Beste mevrouw" not in locked_away(browser)
    sign_in(browser, client_user)
    html = browser.get(PAGE).content.decode()
    assert "Files are not kept." in html
    assert "brief.txt" not in html


@pytest.mark.parametrize(
    "headers",
    [{"hx-request": "true"}, {"sec-fetch-mode": "cors"}, {"content-type": "application/json"}],
    ids=["htmx", "a script", "json"],
)
def test_what_is_no_ordinary_form_is_not_kept(too_late, counsellor, ask, task, headers):
    assert not is_kept(too_late(counsellor, ask, task, headers=headers))


def test_a_form_of_a_foreign_site_plants_nothing(browser_of, clock, counsellor, ask, task):
    browser = SignedInBrowser(enforce_csrf_checks=True)
    browser.force_login(counsellor)
    browser.get(reverse("accounts:profile"))
    clock.shift(LATER["counsellor"])
    assert browser.post(ask, task).status_code == 403
    assert not is_kept(browser)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/accounts/password/change/", {"oldpassword": "een oud woord", "password1": "een nieuw woord"}),
        ("/accounts/2fa/totp/activate/", {"code": "123456"}),
        ("/i18n/setlang/", {"language": "en"}),
        ("/weather/", {"words": "weg van hier"}),
        ("/typed/", {"words": "weg ermee"}),
        ("/no-such-page/", {"words": "nergens heen"}),
        ("/profile/", {}),
    ],
)
def test_passwords_and_what_is_typed_nowhere_are_not_kept(too_late, counsellor, path, data):
    assert not is_kept(too_late(counsellor, path, data))


def test_a_second_form_takes_the_place_of_the_first(too_late, clock, counsellor, ask, task):
    browser = too_late(counsellor, ask, task)
    first = typed._place(browser.cookies[typed.COOKIE].value)
    sign_in(browser, counsellor)
    fields = fields_of(browser.get(PAGE), ask)
    clock.shift(LATER["counsellor"])
    browser.answer = browser.post(ask, fields)
    assert cache.get(first) is None
    sign_in(browser, counsellor)
    browser.post(ask, fields_of(browser.get(PAGE), ask))
    assert TeamTask.objects.get().text == WORDS


def test_a_page_that_went_away_leaves_the_text_to_copy(too_late, counsellor, ask, task, monkeypatch):
    browser = too_late(counsellor, ask, task)
    sign_in(browser, counsellor)
    monkeypatch.setattr(typed, "page_at", lambda _path: "")
    html = browser.get(PAGE).content.decode()
    assert "Copy your text" in html
    assert "woningbouw" in html
    assert f'action="{ask}"' not in html


def test_nothing_lies_open_in_cache_session_or_address(too_late, counsellor, ask, task):
    browser = too_late(counsellor, ask, task)
    sign_in(browser, counsellor)
    sessions = "".join(str(session.get_decoded()) for session in Session.objects.all())
    lying = pickle.dumps(locked_away(browser)).decode("latin-1")
    cookies = "".join(cookie.value for cookie in browser.cookies.values())
    for part in ("woningbouw", ask, str(counsellor.pk), task["key"]):
        assert part not in lying + cookies
    for part in ("woningbouw", ask):
        assert part not in sessions + browser.answer.url
    assert browser.cookies[typed.COOKIE]["httponly"]
    assert browser.cookies[typed.COOKIE]["samesite"] == "Lax"


def test_nothing_of_it_is_logged(too_late, counsellor, ask, task, caplog):
    browser = too_late(counsellor, ask, task)
    sign_in(browser, counsellor)
    browser.post(ask, fields_of(browser.get(PAGE), ask))
    assert "woningbouw" not in caplog.text
