"""The trigger log as a client meets it: three taps, each of them stored, everything skippable."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from trajectories.dossier.models import Summary
from trajectories.plans import actions as plans
from trajectories.triggers import actions as triggers
from trajectories.triggers.models import Helped, TriggerEntry, TriggerKind


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def entry(trajectory, client_user) -> TriggerEntry:
    return triggers.log(trajectory=trajectory, by=client_user, strength=7)


def at(name: str, entry: TriggerEntry, *more) -> str:
    return reverse(f"triggers:{name}", args=[entry.pk, *more])


def hidden_key(page) -> str:
    return re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]


def test_three_taps_make_a_whole_log(phone, trajectory):
    page = phone.get(reverse("triggers:new"))
    for tap in ({"strength": "7", "key": hidden_key(page)}, {"kind": "alone"}, {"helped": "outside"}):
        page = phone.post(page.request["PATH_INFO"], tap, follow=True)
        assert page.status_code == 200
    assert page.resolver_match.view_name == "triggers:answer"
    entry = trajectory.trigger_entries.get()
    assert (entry.strength, entry.kind, entry.helped) == (7, "alone", "outside")


def test_the_first_tap_is_already_stored_and_says_so(phone, trajectory):
    page = phone.post(reverse("triggers:new"), {"strength": "4"}, follow=True)
    assert page.resolver_match.view_name == "triggers:kind"
    assert 'class="nz-status nz-status-ok"' in page.content.decode()
    assert trajectory.trigger_entries.get().strength == 4


def test_a_page_sent_twice_is_one_log(phone, trajectory):
    key = hidden_key(phone.get(reverse("triggers:new")))
    for strength in ("7", "7", "5"):
        phone.post(reverse("triggers:new"), {"strength": strength, "key": key})
    assert trajectory.trigger_entries.get().strength == 5
    assert Summary.objects.get(pk=trajectory.pk).trigger_count == 1


@pytest.mark.parametrize("strength", ["", "11", "-1", "seven", "7.5"])
def test_what_is_no_strength_is_not_stored(phone, trajectory, strength):
    page = phone.post(reverse("triggers:new"), {"strength": strength})
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert not trajectory.trigger_entries.exists()


def test_a_broken_key_does_not_cost_the_log(phone, trajectory):
    page = phone.post(reverse("triggers:new"), {"strength": "7", "key": "broken"})
    assert page.status_code == 200
    assert not trajectory.trigger_entries.exists()
    phone.post(reverse("triggers:new"), {"strength": "7", "key": hidden_key(page)})
    assert trajectory.trigger_entries.get().strength == 7


def test_the_first_screen_says_who_can_read_it(phone, counsellor, peer_worker):
    html = phone.get(reverse("triggers:new")).content.decode()
    assert "Ilse" in html
    assert "Hanneke" not in html


def test_a_wrong_number_can_be_changed(phone, entry, trajectory):
    page = phone.get(at("strength", entry))
    assert re.search(r'value="7"[^>]*aria-pressed="true"', page.content.decode())
    phone.post(at("strength", entry), {"strength": "3"})
    assert trajectory.trigger_entries.get().strength == 3
    assert Summary.objects.get(pk=trajectory.pk).last_trigger_strength == 3
    assert phone.post(at("strength", entry), {"strength": "30"}).status_code == 200


def test_own_frequent_words_come_first_and_once(phone, entry, trajectory, client_user):
    for word in ({"own_word": "lege koelkast"}, {"own_word": "lege koelkast"}, {"kind": TriggerKind.TIRED}):
        triggers.log(trajectory=trajectory, by=client_user, strength=5, **word)
    html = phone.get(at("kind", entry)).content.decode()
    assert html.index('value="lege koelkast"') < html.index('value="tired"') < html.index('value="tension"')
    assert html.count('value="tired"') == 1


def test_words_of_own_steps_come_next(phone, entry, trajectory, client_user):
    triggers.log(trajectory=trajectory, by=client_user, strength=5, kind=TriggerKind.PAIN)
    for word in ("Lege koelkast", "pain"):
        plans.write_step(trajectory=trajectory, by=client_user, text="Boodschappen doen.", trigger=word)
    words = phone.get(at("kind", entry)).context["words"]
    assert [(word.field, word.value) for word in words.own] == [("kind", "pain"), ("own_word", "Lege koelkast")]
    assert TriggerKind.PAIN not in {word.value for word in words.feelings}


def test_without_own_words_the_page_does_not_speak_of_them(phone, entry):
    assert phone.get(at("kind", entry)).context["words"].own == []


def test_how_strong_it_is_afterwards_belongs_to_the_step_that_was_done(phone, entry, trajectory, client_user):
    step = plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug lopen.")
    phone.post(at("take_step", entry, step.pk))
    assert at("after", entry) in phone.get(at("answer", entry)).content.decode()
    phone.post(at("after", entry), {"strength_after": "3"})
    phone.post(at("after", entry), {"strength_after": "11"})
    entry.refresh_from_db()
    assert (entry.strength, entry.strength_after) == (7, 3)


def test_an_own_word_is_kept_as_written(phone, entry):
    page = phone.post(at("kind", entry), {"own_word": "Lege koelkast, thuis"}, follow=True)
    entry.refresh_from_db()
    assert (entry.own_word, entry.kind) == ("Lege koelkast, thuis", "")
    assert "Lege koelkast, thuis" in page.content.decode()


def test_a_known_word_replaces_an_own_word(phone, entry):
    phone.post(at("kind", entry), {"own_word": "lege koelkast"})
    phone.post(at("kind", entry), {"kind": "alone", "own_word": "typed but not chosen"})
    entry.refresh_from_db()
    assert (entry.own_word, entry.kind) == ("", "alone")


@pytest.mark.parametrize("wrong", [{"own_word": " "}, {"kind": "nonsense"}, {"own_word": "x" * 41}])
def test_what_is_no_word_is_said_at_the_field(phone, entry, wrong):
    page = phone.post(at("kind", entry), wrong)
    assert page.status_code == 200
    assert page.context["form"].errors
    entry.refresh_from_db()
    assert entry.word == ""


def test_what_helped_may_be_nothing_yet(phone, entry):
    phone.post(at("helped", entry), {"helped": "nothing"})
    entry.refresh_from_db()
    assert entry.helped == Helped.NOTHING


def test_an_unknown_answer_changes_nothing(phone, entry):
    assert phone.post(at("helped", entry), {"helped": "magic"}).status_code == 200
    entry.refresh_from_db()
    assert entry.helped == ""


def test_the_rest_may_be_skipped(phone, entry):
    for name in ("kind", "helped"):
        assert at("answer", entry) in phone.get(at(name, entry)).content.decode()
    assert phone.get(at("answer", entry)).status_code == 200


def test_doing_the_own_step_is_stored_and_shown(phone, entry, trajectory, client_user):
    step = plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug lopen.")
    page = phone.post(at("take_step", entry, step.pk), follow=True)
    entry.refresh_from_db()
    assert entry.step == step
    assert at("take_step", entry, step.pk) not in page.content.decode()
    assert "Naar de brug lopen." in page.content.decode()


def test_somebody_elses_step_cannot_be_done(phone, entry, other_trajectory, other_client):
    step = plans.write_step(trajectory=other_trajectory, by=other_client, text="Van een ander.")
    assert phone.post(at("take_step", entry, step.pk)).status_code == 404


def test_undo_takes_it_back_and_brings_home(phone, entry, trajectory):
    assert at("undo", entry) in phone.get(at("kind", entry)).content.decode()
    page = phone.post(at("undo", entry), follow=True)
    assert page.resolver_match.view_name == "overview:me"
    assert not trajectory.trigger_entries.exists()
    assert phone.post(at("undo", entry)).status_code == 404


def test_undo_is_no_longer_offered_nor_done_after_ten_minutes(phone, entry, trajectory):
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert at("undo", entry) not in phone.get(at("kind", entry)).content.decode()
        page = phone.post(at("undo", entry), follow=True)
    assert page.resolver_match.view_name == "triggers:note"
    assert trajectory.trigger_entries.exists()


def test_a_note_can_be_added_afterwards(phone, entry):
    assert phone.get(at("note", entry)).status_code == 200
    page = phone.post(at("note", entry), {"note": "Het regende.\nIk bleef binnen."}, follow=True)
    entry.refresh_from_db()
    assert entry.note == "Het regende.\nIk bleef binnen."
    assert "Het regende." in page.content.decode()


def test_too_long_a_note_keeps_what_was_typed(phone, entry):
    page = phone.post(at("note", entry), {"note": "x" * 1001})
    assert "x" * 1001 in page.content.decode()
    entry.refresh_from_db()
    assert entry.note == ""
