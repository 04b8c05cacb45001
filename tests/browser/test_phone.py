"""Somebody's own phone: read and log without a network, sent once, nothing left behind."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_every_page import look

CLIENT = "client@demo.example"
FENNA = "fenna.kuiperij@demo.example"
"""Noor's check-in belongs to the journey of the reminder."""
SMALL = {"width": 360, "height": 640}
CANARY = "kanariepietje"
SENT = "Wat op je telefoon wachtte, is verstuurd."
REPLAY = """async parcels => {
  const address = "/me/phone/parcels/";
  const { token } = await (await fetch(address)).json();
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answers = [];
  for (let time = 0; time < 5; time += 1) {
    const response = await fetch(address, { method: "POST", headers, body: JSON.stringify({ parcels }) });
    answers.push(await response.text());
  }
  return answers;
}"""
KEPT = """async () => {
  const done = request => new Promise(resolve => { request.onsuccess = () => resolve(request.result); });
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      for (const value of await done(database.transaction(store).objectStore(store).getAll())) {
        found.push(store + ": " + (value.sealed ? new TextDecoder().decode(value.sealed) : value));
      }
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(await (await cache.match(request)).text());
  }
  return [...found, ...Object.entries(localStorage).flat(), ...Object.entries(sessionStorage).flat()];
}"""


@pytest.fixture
def own_phone(visit) -> Callable[..., Page]:
    def chosen(size: dict, email: str = CLIENT) -> Page:
        page = visit(email, "/me/phone/", size=size, has_touch=True)
        page.get_by_role("button", name="Dit is mijn telefoon").tap()
        expect(page.get_by_text("Alles staat klaar")).to_be_visible(timeout=30_000)
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        return page

    return chosen


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, SMALL])
def test_three_taps_without_a_network_are_sent_once_there_is_one(own_phone, size):
    phone = own_phone(size)
    phone.context.set_offline(True)
    phone.goto("/")
    expect(phone.get_by_role("heading", name="Even geen internet")).to_be_visible()
    assert look_narrow(phone) == []
    phone.get_by_role("link", name="Trigger loggen").tap()
    phone.get_by_role("button", name="8", exact=True).tap()
    expect(phone.get_by_text("Bewaard op je telefoon")).to_be_visible()
    phone.get_by_role("button", name="Verveling").tap()
    phone.get_by_role("button", name="Nog niets").tap()
    expect(phone.get_by_role("heading", name="Goed dat je het opschrijft.")).to_be_visible()
    expect(phone.get_by_text("Er wachten 3 dingen op je telefoon")).to_be_visible()
    assert look_narrow(phone) == []
    phone.context.set_offline(False)
    expect(phone.get_by_text(SENT)).to_be_visible(timeout=20_000)
    phone.goto("/me/triggers/")
    expect(phone.locator("main li").first).to_contain_text("Verveling")


def test_what_is_needed_can_be_read_without_a_network(own_phone):
    phone = own_phone(SMALL)
    phone.goto("/help-now/")
    own_step = phone.locator(".nz-rows .nz-own").first.inner_text()
    phone.context.set_offline(True)
    phone.goto("/help-now/")
    expect(phone.locator(".nz-rows .nz-own").first).to_have_text(own_step)
    expect(phone.get_by_text("Geen internet. Dit staat op je telefoon")).to_be_visible()
    for address in ("/me/plan/steps/", "/me/signalplan/", "/me/exercises/", "/exercises/breathing/"):
        phone.goto(address)
        expect(phone.get_by_text("Geen internet. Dit staat op je telefoon")).to_be_visible()
        expect(phone.locator("h1")).not_to_have_text("Even geen internet")
    phone.goto("/me/messages/")
    expect(phone.locator("h1")).to_have_text("Even geen internet")


def test_five_replays_are_one_log(own_phone):
    phone = own_phone(SMALL)
    key, entry = "0b8f6a52-8d0c-4a52-9f4e-0f4a4f6f0001", "0b8f6a52-8d0c-4a52-9f4e-0f4a4f6f0002"
    trigger = {"key": key, "contents": "trigger", "entry": entry, "strength": "9", "age": 1}
    named = {"key": entry, "contents": "trigger_answer", "entry": entry, "own_word": "vijf keer", "age": 1}
    answers = phone.evaluate(REPLAY, [trigger, named])
    assert len(set(answers)) == 1
    phone.goto("/me/triggers/")
    expect(phone.get_by_text("vijf keer")).to_have_count(1)


def test_a_small_step_is_ticked_without_a_network(own_phone):
    phone = own_phone(SMALL)
    phone.context.set_offline(True)
    phone.goto("/me/self-care/")
    done = phone.locator("form[data-phone-tick] button[value=yes]").first
    done.tap()
    expect(done).to_have_attribute("aria-pressed", "true")
    phone.context.set_offline(False)
    expect(phone.get_by_text(SENT)).to_be_visible(timeout=20_000)
    phone.goto("/me/self-care/")
    expect(phone.locator("form[data-phone-tick] button[value=yes]").first).to_have_attribute("aria-pressed", "true")


def test_a_check_in_is_filled_in_without_a_network(own_phone):
    phone = own_phone(SMALL, FENNA)
    phone.context.set_offline(True)
    phone.goto("/me/check-in/")
    assert look_narrow(phone) == []
    first, *others = phone.locator("[data-question]").all()
    first.locator(".nz-choice").first.tap()
    first.get_by_role("button", name="Volgende").tap()
    for question in others:
        question.get_by_role("button", name="Deze vraag overslaan").tap()
    expect(phone.get_by_role("heading", name="Bewaard op je telefoon")).to_be_visible()
    assert look_narrow(phone) == []
    phone.context.set_offline(False)
    expect(phone.get_by_text(SENT)).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, SMALL])
def test_a_tap_at_which_the_network_goes_is_kept_and_the_log_goes_on(own_phone, size):
    phone = own_phone(size)
    phone.goto("/me/triggers/new/")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="9", exact=True).tap()
    expect(phone.get_by_role("heading", name="Wat speelde er?")).to_be_visible()
    expect(phone.get_by_text("Er wacht één ding op je telefoon")).to_be_visible()
    phone.get_by_text("Eigen woord").first.tap()
    phone.get_by_label("Eigen woord").fill(f"weg bij {size['width']}")
    phone.get_by_role("button", name="Gebruik dit woord").tap()
    expect(phone.get_by_role("heading", name="Wat hielp je al?")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_text(SENT)).to_be_visible(timeout=20_000)
    phone.goto("/me/triggers/")
    expect(phone.get_by_text(f"weg bij {size['width']}")).to_have_count(1)


def test_a_second_tap_at_which_the_network_goes_lands_in_the_same_log(own_phone):
    phone = own_phone(SMALL)
    phone.goto("/me/triggers/new/")
    phone.get_by_role("button", name="3", exact=True).tap()
    expect(phone.get_by_role("heading", name="Wat speelde er?")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_text("Eigen woord").first.tap()
    phone.get_by_label("Eigen woord").fill("halverwege weg")
    phone.get_by_role("button", name="Gebruik dit woord").tap()
    expect(phone.get_by_role("heading", name="Wat hielp je al?")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_text(SENT)).to_be_visible(timeout=20_000)
    phone.goto("/me/triggers/")
    row = phone.locator("main li", has_text="halverwege weg")
    expect(row).to_have_count(1)
    expect(row.locator(".nz-strength")).to_have_text("3")


def test_a_check_in_goes_on_where_the_network_went_and_its_refusal_stays_until_put_away(own_phone, visit):
    phone = own_phone(SMALL, FENNA)
    phone.goto("/me/check-in/")
    if phone.get_by_role("button", name="Beginnen").count():
        phone.get_by_role("button", name="Beginnen").tap()
    phone.wait_for_url(re.compile(r"/me/check-in/[^/]+/1/"))
    began = phone.url
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Deze vraag overslaan").tap()
    second = phone.locator("[data-question]:visible")
    expect(second).to_have_count(1)
    assert second.get_attribute("data-question") != phone.locator("[data-question]").first.get_attribute(
        "data-question"
    )
    names = [question.get_attribute("data-question") for question in phone.locator("[data-question]").all()]
    for name in names[names.index(second.get_attribute("data-question")) :]:
        if name == names[-1]:
            phone.locator("#note").fill("Getypt zonder internet.")
        phone.locator(f"[data-question={name}]").get_by_role("button", name="Deze vraag overslaan").tap()
    expect(phone.get_by_role("heading", name="Bewaard op je telefoon")).to_be_visible()

    phone.route("**/me/phone/parcels/", refusing_check_ins)
    phone.context.set_offline(False)
    told = phone.locator("[data-refused]")
    expect(told).to_contain_text("Deze check-in is gesloten.", timeout=20_000)
    phone.unroute("**/me/phone/parcels/")
    phone.goto("/me/")
    expect(told).to_contain_text("Getypt zonder internet.")
    assert look_narrow(phone) == []
    phone.get_by_role("button", name="Haal weg").first.tap()
    expect(phone.get_by_role("button", name="Haal weg")).to_have_count(1)
    phone.get_by_role("button", name="Haal weg").tap()
    expect(told).to_be_hidden()
    phone.goto(began)
    expect(told).to_be_hidden()


def refusing_check_ins(route: Route) -> None:
    if route.request.method != "POST":
        return route.continue_()
    keys = [parcel["key"] for parcel in route.request.post_data_json["parcels"]]
    return route.fulfill(json={"received": [{"key": key, "refusal": "Deze check-in is gesloten."} for key in keys]})


@pytest.mark.parametrize("page", ["/me/triggers/new/", "/me/messages/"])
def test_without_the_choice_it_is_told_and_what_was_typed_stays(visit, page):
    phone = visit(CLIENT, page, size=SMALL, has_touch=True)
    phone.context.set_offline(True)
    typed = phone.locator("main textarea").first
    if typed.count():
        typed.fill("Dit wil ik niet kwijt.")
    phone.locator("main form button:visible").last.tap()
    expect(phone.get_by_text("Dit is nog niet verstuurd.")).to_be_visible()
    assert phone.url.endswith(page)
    if typed.count():
        expect(typed).to_have_value("Dit wil ik niet kwijt.")
    phone.context.set_offline(False)
    expect(phone.get_by_text("Dit is nog niet verstuurd.")).to_be_hidden()


def test_signing_out_leaves_nothing_and_before_it_nothing_can_be_read(own_phone):
    phone = own_phone(SMALL)
    phone.goto("/me/plan/steps/new/")
    phone.locator("[name=text]").fill(f"Naar de {CANARY}.")
    phone.get_by_role("button", name="Opslaan").tap()
    phone.wait_for_url("**/me/plan/steps/")
    phone.goto("/help-now/")
    phone.context.set_offline(True)
    phone.goto("/me/triggers/new/")
    phone.get_by_role("button", name="2", exact=True).tap()
    phone.get_by_text("Eigen woord").first.tap()
    phone.get_by_label("Eigen woord").fill(CANARY)
    phone.get_by_role("button", name="Gebruik dit woord").tap()
    kept = phone.evaluate(KEPT)
    assert sum(found.startswith("parcels") for found in kept) == 2
    assert sum(found.startswith("pages") for found in kept) > 5
    assert not any(CANARY in found for found in kept)
    phone.context.set_offline(False)
    expect(phone.get_by_text(SENT)).to_be_visible(timeout=20_000)
    phone.goto("/me/about/")
    phone.get_by_role("button", name="Uitloggen").tap()
    phone.wait_for_url(lambda url: "/me/about/" not in url)
    assert phone.evaluate(KEPT) == []
    assert phone.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0


def test_quick_exit_without_a_network_wipes_and_shows_nothing_of_the_portal(own_phone):
    phone = own_phone(SMALL)
    phone.context.set_offline(True)
    phone.goto("/me/plan/steps/")
    with phone.expect_event("requestfailed"):
        phone.get_by_role("button", name="Snel weg").tap()
    phone.context.set_offline(False)
    phone.goto("/static/img/icon.svg")
    assert not any(found.startswith(("pages", "parcels", "facts")) for found in phone.evaluate(KEPT))


def test_without_the_choice_no_worker_is_there(visit):
    phone = visit(CLIENT, "/me/")
    assert phone.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0


def look_narrow(page: Page) -> list[str]:
    before = page.viewport_size
    wrong = look(page, sideways=True)
    page.set_viewport_size(before)
    return wrong
