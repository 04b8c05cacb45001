"""The choice "this is my phone", what it may keep, and when everything goes."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve

from trajectories.exercises import actions as exercises
from trajectories.plans import actions as plans

SCRIPT = "js/phone/start.js"


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def own_phone(phone):
    phone.post("/me/phone/choose/", {"mine": "1"})
    return phone


def test_nothing_is_kept_before_somebody_says_that_it_is_their_phone(phone):
    page = phone.get("/me/")
    assert SCRIPT not in page.content.decode()
    assert "Own-Phone" not in page.headers


def test_after_the_choice_every_page_of_theirs_is_marked(own_phone):
    for address in ("/me/", "/help-now/", "/me/phone/"):
        page = own_phone.get(address)
        assert SCRIPT in page.content.decode()
        assert page.headers["Own-Phone"] == "yes"


def test_the_page_says_what_is_kept_and_offers_to_wipe_it(phone):
    assert 'name="mine"' in phone.get("/me/phone/").content.decode()
    phone.post("/me/phone/choose/", {"mine": "1"})
    assert 'name="stop"' in phone.get("/me/phone/").content.decode()


def test_stopping_wipes_the_browser(own_phone):
    left = own_phone.post("/me/phone/choose/", {"stop": "1"})
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert SCRIPT not in own_phone.get("/me/").content.decode()


def test_signing_out_wipes_the_browser(own_phone):
    assert own_phone.post("/accounts/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Own-Phone" not in own_phone.get("/help-now/").headers


def test_quick_exit_wipes_the_browser_and_its_cookies(own_phone):
    assert own_phone.post("/weather/").headers["Clear-Site-Data"] == '"cookies", "storage"'


def test_somebody_else_who_signs_in_finds_nothing(own_phone, other_client):
    other = Client()
    other.cookies = own_phone.cookies
    other.force_login(other_client)
    page = other.get("/help-now/")
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Own-Phone" not in page.headers
    assert SCRIPT not in page.content.decode()


def test_a_session_that_ran_out_leaves_the_copies(own_phone):
    own_phone.cookies.pop("session")
    assert "Clear-Site-Data" not in own_phone.get("/help-now/").headers


def test_signing_out_elsewhere_touches_no_storage(phone):
    assert "Clear-Site-Data" not in phone.post("/accounts/logout/").headers


def test_the_copies_are_help_own_steps_signal_plan_and_exercises(own_phone, trajectory, counsellor):
    exercises.assign(trajectory=trajectory, by=counsellor, slug="sleep")
    kept = own_phone.get("/me/phone/copies/").json()
    shown = kept["addresses"]
    assert {"/help-now/", "/me/plan/steps/", "/me/signalplan/", "/me/exercises/", "/exercises/sleep/"} <= shown.keys()
    assert shown["/me/triggers/new/"] == "/me/phone/log/"
    assert shown["/me/check-in/"] == "/me/phone/check-in/"
    assert shown["/"] == shown["/me/"] == "/me/phone/offline/"
    for page in set(shown.values()):
        assert own_phone.get(page).status_code == 200, page
    for asset in kept["assets"]:
        assert finders.find(asset.removeprefix("/static/")), asset


def test_every_script_that_a_script_imports_is_among_the_copies(phone):
    kept = set(phone.get("/me/phone/copies/").json()["assets"])
    for asset in [asset for asset in kept if asset.endswith(".js")]:
        script = Path(finders.find(asset.removeprefix("/static/"))).read_text()
        imported = re.findall(r'from "\./([\w-]+\.js)"', script)
        assert {f"/static/js/phone/{name}" for name in imported} <= kept


def test_a_relatives_copies_have_no_trigger_log(browser_of, relative):
    phone = browser_of(relative)
    phone.post("/me/phone/choose/", {"mine": "1"})
    shown = phone.get("/me/phone/copies/").json()["addresses"]
    assert not {"/me/triggers/new/", "/me/signalplan/"} & shown.keys()
    for page in set(shown.values()):
        assert phone.get(page).status_code == 200, page


def test_the_log_without_a_network_has_every_own_step_and_word(own_phone, trajectory, client_user):
    plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug.", trigger="Lege koelkast")
    page = own_phone.get("/me/phone/log/").content.decode()
    assert 'data-log-step="Lege koelkast"' in page
    assert 'name="own_word" value="Lege koelkast"' in page


def test_the_check_in_without_a_network_has_the_questions_that_are_asked(own_phone, due_occurrence):
    page = own_phone.get("/me/phone/check-in/").content.decode()
    asked = re.findall(r'data-question="(\w+)"', page)
    assert len(asked) == 7
    assert 'data-instrument="weekly_seven"' in page


@pytest.mark.parametrize(
    ("page", "instead"),
    [("offline", "/me/"), ("log", "/me/triggers/new/"), ("check-in", "/me/check-in/")],
)
def test_pages_for_no_network_are_there_on_ones_own_phone_only(phone, page, instead):
    assert phone.get(f"/me/phone/{page}/").url == instead


@pytest.mark.django_db
def test_the_worker_answers_for_the_whole_portal_from_the_root(client):
    worker = client.get("/worker.js")
    assert resolve("/worker.js").view_name == "phone:worker"
    assert worker.headers["Content-Type"] == "text/javascript"
    assert worker.content.decode() == 'import "/static/js/phone/worker.js";\n'


def test_the_token_to_send_with_is_given_to_who_is_signed_in(phone, client):
    assert phone.get("/me/phone/parcels/").json()["token"]
    assert client.get("/me/phone/parcels/").status_code == 302


PLACE = {"endpoint": "https://fcm.googleapis.com/fcm/send/noor"}


@pytest.fixture
def push_key(settings):
    settings.VAPID_PRIVATE_KEY = "A" * 42 + "E"


def test_a_knock_is_offered_on_ones_own_phone_only(phone, push_key):
    assert "data-knocks=" not in phone.get("/me/phone/").content.decode()
    phone.post("/me/phone/choose/", {"mine": "1"})
    assert "data-knocks=" in phone.get("/me/phone/").content.decode()


def test_without_a_key_of_the_portal_no_knock_is_offered(own_phone):
    assert "data-knocks=" not in own_phone.get("/me/phone/").content.decode()


def test_knocks_begin_and_stop(own_phone, push_key, client_user):
    own_phone.post("/me/phone/knock/", PLACE)
    assert client_user.push_subscriptions.get().endpoint == PLACE["endpoint"]
    assert "/me/phone/no-knocks/" in own_phone.get("/me/phone/").content.decode()
    own_phone.post("/me/phone/no-knocks/")
    assert not client_user.push_subscriptions.exists()


@pytest.mark.parametrize("endpoint", ["", "nonsense", "https://127.0.0.1/inside"])
def test_a_place_that_is_no_push_service_is_not_kept(own_phone, client_user, endpoint):
    assert own_phone.post("/me/phone/knock/", {"endpoint": endpoint}).status_code == 302
    assert not client_user.push_subscriptions.exists()


def test_nobody_stops_another_persons_knocks(
    own_phone, push_key, client_user, browser_of, other_client, other_trajectory
):
    own_phone.post("/me/phone/knock/", PLACE)
    browser_of(other_client).post("/me/phone/no-knocks/")
    assert client_user.push_subscriptions.exists()
