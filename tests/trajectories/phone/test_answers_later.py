"""One tap or answer of a page with a network, sent later because the network went at that moment."""

import re
from uuid import uuid4

import pytest

from tests.trajectories.phone.test_parcels import packed, refusals, send
from trajectories.checkins import actions as checkins
from trajectories.checkins import library
from trajectories.triggers import actions as triggers

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def phone(browser_of, client_user):
    browser = browser_of(client_user)
    browser.post("/me/phone/choose/", {"mine": "1"})
    return browser


@pytest.fixture
def draft(trajectory, client_user):
    return checkins.start(trajectory=trajectory, by=client_user)


def parcel_on(phone, page: str) -> dict:
    """What the service worker packs of the first form on a page, without what was tapped."""
    whole = phone.get(page, follow=True).text
    told = dict(HIDDEN.findall(whole[whole.index('name="parcel"') - 30 :].split("</form>", maxsplit=1)[0]))
    assert told.pop("goes_on").startswith("/me/")
    return packed(told.pop("parcel"), **{name: value for name, value in told.items() if name != "key"})


def test_the_first_tap_and_the_same_tap_sent_again_are_one_log(phone, trajectory):
    page = phone.get("/me/triggers/new/").text
    key = dict(HIDDEN.findall(page))["key"]
    phone.post("/me/triggers/new/", {"key": key, "strength": "6"})
    assert refusals(send(phone, packed("trigger", entry=key, strength="6"))) == [""]
    assert trajectory.trigger_entries.get().strength == 6
    assert parcel_on(phone, "/me/triggers/new/")["contents"] == "trigger"


@pytest.mark.parametrize(
    ("page", "tapped"),
    [
        ("strength", {"strength": "3"}),
        ("kind", {"kind": "boredom"}),
        ("kind", {"own_word": "regen"}),
        ("helped", {"helped": "nothing"}),
    ],
)
def test_a_later_tap_lands_in_its_own_log(phone, trajectory, client_user, page, tapped):
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=8)
    (name, value), *_ = tapped.items()
    assert refusals(send(phone, parcel_on(phone, f"/me/triggers/{entry.pk}/{page}/") | tapped)) == [""]
    entry.refresh_from_db()
    assert str(getattr(entry, name)) == value


def test_how_strong_the_craving_is_by_now_comes_later_too(phone, trajectory, client_user):
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=8)
    told = packed("trigger_answer", entry=str(entry.key), strength_after="2")
    assert refusals(send(phone, told)) == [""]
    entry.refresh_from_db()
    assert (entry.strength, entry.strength_after) == (8, 2)


def test_an_answer_of_a_check_in_goes_into_its_draft_and_may_have_been_there(phone, draft):
    told = parcel_on(phone, f"/me/check-in/{draft.pk}/1/")
    item = told["item"]
    answer = draft_value(draft, item)
    for _time in range(2):
        assert refusals(send(phone, told | {"key": str(uuid4()), "answer": answer})) == [""]
    draft.refresh_from_db()
    assert str(draft.answers[item]) in str(answer)
    checkins.submit(check_in=draft, by=draft.answered_by)
    assert refusals(send(phone, told | {"key": str(uuid4()), "answer": answer})) == [""]
    assert "already" in english(phone, told | {"key": str(uuid4()), "pass": "1"})


def test_the_last_answer_hands_it_in_once(phone, draft):
    questions = list(asked(draft))
    told = parcel_on(phone, f"/me/check-in/{draft.pk}/{len(questions)}/")
    assert told["last"]
    sent = told | {"answer": draft_value(draft, told["item"]), "note": "Het was rustig."}
    for _time in range(5):
        assert refusals(send(phone, sent)) == [""]
    draft.refresh_from_db()
    assert draft.submitted_at
    assert draft.note == "Het was rustig."


def test_a_question_passed_over_is_an_answer(phone, draft):
    told = parcel_on(phone, f"/me/check-in/{draft.pk}/1/")
    assert refusals(send(phone, told | {"pass": "1"})) == [""]
    draft.refresh_from_db()
    assert draft.answers[told["item"]] is None


@pytest.mark.parametrize(
    "changes", [{"item": "unknown"}, {"check_in": str(uuid4())}, {"check_in": "x"}, {"answer": "99"}, {"answer": ""}]
)
def test_what_is_no_answer_is_refused(phone, draft, changes):
    told = parcel_on(phone, f"/me/check-in/{draft.pk}/1/")
    assert refusals(send(phone, told | {"answer": draft_value(draft, told["item"])} | changes)) != [""]
    draft.refresh_from_db()
    assert draft.answers == {}


def test_another_persons_check_in_is_not_answered(browser_of, other_client, other_trajectory, phone, draft):
    told = parcel_on(phone, f"/me/check-in/{draft.pk}/1/")
    sent = send(browser_of(other_client), told | {"answer": draft_value(draft, told["item"])})
    assert refusals(sent) != [""]
    draft.refresh_from_db()
    assert draft.answers == {}


def test_without_the_choice_a_form_is_no_parcel(browser_of, client_user):
    page = browser_of(client_user).get("/me/triggers/new/").text
    assert 'name="parcel"' not in page
    assert "data-no-network" in page


def asked(draft):
    return library.of(draft).asked(draft.answers)


def draft_value(draft, item: str):
    found = next(one for one in asked(draft) if one.id == item)
    return [str(found.values[0])] if found.kind == "many" else str(found.values[0])


def english(phone, told) -> str:
    phone.cookies["django_language"] = "en"
    return refusals(send(phone, told))[0]
