"""What a phone sends later counts once, however often it is sent, and stays whatever comes of it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aftercare.audit.models import AccessEntry
from trajectories.checkins import library
from trajectories.dossier.models import Summary
from trajectories.phone.models import Parcel
from trajectories.plans import actions as plans
from trajectories.plans.models import DayTick, Kind, LifeArea
from trajectories.selfcare import actions as selfcare

URL = "/me/phone/parcels/"


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


def packed(contents: str, age: float = 0, **told) -> dict:
    return {"key": str(uuid4()), "contents": contents, "age": age, **told}


def send(phone, *parcels):
    return phone.post(URL, json.dumps({"parcels": parcels}), content_type="application/json")


def refusals(response) -> list[str]:
    return [one["refusal"] for one in response.json()["received"]]


@pytest.fixture
def trigger() -> dict:
    return packed("trigger", entry=str(uuid4()), strength="7")


def test_a_trigger_logged_without_a_network_stands_at_its_own_moment(phone, trigger, trajectory):
    assert refusals(send(phone, trigger | {"age": 7200.0})) == [""]
    entry = trajectory.trigger_entries.get()
    assert entry.strength == 7
    assert timedelta(hours=1, minutes=59) < timezone.now() - entry.at < timedelta(hours=2, minutes=1)


def test_five_times_the_same_is_one_row_with_the_same_answer(phone, trigger, trajectory):
    more = packed("trigger_answer", entry=trigger["entry"], kind="alone")
    answers = [send(phone, trigger, more).json() for _time in range(5)]
    assert answers == [answers[0]] * 5
    assert trajectory.trigger_entries.get().kind == "alone"
    assert trajectory.parcels.count() == 2
    assert Summary.objects.get(pk=trajectory.pk).trigger_count == 1


def test_a_late_copy_of_an_earlier_tap_does_not_undo_a_later_one(phone, trigger, trajectory):
    first = packed("trigger_answer", entry=trigger["entry"], kind="alone")
    later = packed("trigger_answer", entry=trigger["entry"], own_word="lege koelkast")
    send(phone, trigger, first, later)
    send(phone, first)
    entry = trajectory.trigger_entries.get()
    assert (entry.kind, entry.own_word) == ("", "lege koelkast")


def test_all_answers_of_a_log_arrive(phone, trigger, trajectory, client_user):
    step = plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug lopen.")
    told = [{"helped": "outside"}, {"step": str(step.pk)}, {"note": "Het regende."}, {"strength": "4"}]
    sent = send(phone, trigger, *(packed("trigger_answer", entry=trigger["entry"], **one) for one in told))
    assert refusals(sent) == [""] * 5
    entry = trajectory.trigger_entries.get()
    assert (entry.helped, entry.step, entry.note, entry.strength) == ("outside", step, "Het regende.", 4)


def test_undone_is_gone_and_what_comes_after_says_so(phone, trigger, trajectory):
    send(phone, trigger, packed("trigger_undo", entry=trigger["entry"]))
    assert not trajectory.trigger_entries.exists()
    assert refusals(send(phone, packed("trigger_answer", entry=trigger["entry"], kind="alone"))) != [""]


def test_undo_after_ten_minutes_is_refused_in_words(phone, trigger, trajectory):
    send(phone, trigger)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        (refusal,) = refusals(send(phone, packed("trigger_undo", entry=trigger["entry"])))
    assert "10" in refusal or "tien" in refusal
    assert trajectory.trigger_entries.exists()


@pytest.fixture
def step(trajectory, client_user):
    return selfcare.add_step(trajectory=trajectory, by=client_user, area=LifeArea.FOOD, stands=0, title="Ontbijt")


def test_a_tick_counts_for_the_day_on_the_phone(phone, step):
    day = timezone.localdate() - timedelta(days=2)
    for _time in range(2):
        assert refusals(send(phone, packed("tick", 172800, item=str(step.pk), on=f"{day}", done="yes"))) == [""]
    tick = DayTick.objects.get()
    assert (tick.item, tick.on, tick.done) == (step, day, True)


def test_not_today_is_an_answer_too(phone, step):
    send(phone, packed("tick", item=str(step.pk), on=f"{timezone.localdate()}", done="no"))
    assert DayTick.objects.get().done is False


@pytest.mark.parametrize("days", [-20, 3])
def test_a_day_far_away_is_not_taken(phone, step, days):
    day = timezone.localdate() + timedelta(days=days)
    assert refusals(send(phone, packed("tick", item=str(step.pk), on=f"{day}", done="yes"))) != [""]
    assert not DayTick.objects.exists()


def test_what_is_no_small_step_cannot_be_ticked(phone, trajectory, counsellor):
    problem = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.PRACTICAL, title="Brief", state="active")
    assert refusals(send(phone, packed("tick", item=str(problem.pk), on=f"{timezone.localdate()}", done="yes"))) != [""]


def test_another_persons_step_cannot_be_ticked(browser_of, other_client, other_trajectory, step):
    sent = send(browser_of(other_client), packed("tick", item=str(step.pk), on=f"{timezone.localdate()}", done="yes"))
    assert refusals(sent) != [""]
    assert not DayTick.objects.exists()


def check_in(**changes) -> dict:
    questionnaire = library.load("weekly_seven")
    answers = {
        item.id: [str(item.values[0])] if item.kind == "many" else str(item.values[0]) for item in questionnaire.items
    }
    told = {"instrument": questionnaire.id, "version": str(questionnaire.version), "answers": answers, "note": ""}
    return packed("check_in", 3600, **(told | changes))


def test_a_check_in_filled_in_without_a_network_is_the_one_that_was_asked(phone, trajectory, due_occurrence):
    parcel = check_in(note="Rustige week.") | {"age": 60}
    for _time in range(5):
        assert refusals(send(phone, parcel)) == [""]
    sent = trajectory.check_ins.get()
    assert (sent.occurrence, sent.note) == (due_occurrence, "Rustige week.")
    assert sent.answers.keys() == {item.id for item in library.load("weekly_seven").items}
    assert sent.scores


def test_questions_may_be_passed_over(phone, trajectory):
    assert refusals(send(phone, check_in(answers={}))) == [""]
    assert trajectory.check_ins.get().answers == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": {"craving": "11"}},
        {"answers": {"nonsense": "1"}},
        {"answers": ["craving"]},
        {"instrument": "unknown"},
        {"version": "seven"},
        {"version": "99"},
        {"instrument": "relative_week", "version": "1", "answers": {}},
        {"note": "x" * 1001},
    ],
)
def test_what_is_no_check_in_is_refused_in_words_and_leaves_no_draft(phone, trajectory, changes):
    assert refusals(send(phone, check_in(**changes))) != [""]
    assert not trajectory.check_ins.exists()


@pytest.mark.parametrize("told", [{"strength": "11"}, {"strength": ""}, {"entry": "broken"}])
def test_what_cannot_be_read_is_refused_once_and_does_not_block_the_rest(phone, trigger, trajectory, told):
    wrong = packed("trigger", **({"entry": str(uuid4()), "strength": "5"} | told))
    first, second = refusals(send(phone, wrong, trigger))
    assert first
    assert second == ""
    assert trajectory.trigger_entries.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "no json",
        "[]",
        '{"parcels": 3}',
        '{"parcels": [{"key": "x", "contents": "trigger", "age": 1}]}',
        '{"parcels": [{"contents": "trigger", "age": 1}]}',
        '{"parcels": ["x"]}',
    ],
)
def test_what_is_no_parcel_at_all_is_not_taken_in(phone, body):
    assert phone.post(URL, body, content_type="application/json").status_code == 400
    assert not Parcel.objects.exists()


def test_a_relative_has_no_trigger_log_and_is_told_so(browser_of, relative, trigger):
    assert refusals(send(browser_of(relative), trigger)) != [""]


def test_a_clock_that_runs_ahead_never_puts_a_log_in_the_future(phone, trigger, trajectory):
    assert send(phone, trigger | {"age": -60}).status_code == 400
    send(phone, trigger)
    assert trajectory.trigger_entries.get().at <= timezone.now()


def test_a_parcel_once_is_the_databases_own_rule(phone, trigger, trajectory):
    send(phone, trigger)
    parcel = trajectory.parcels.get()
    parcel.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        parcel.save(force_insert=True)


def test_taking_in_is_in_the_access_log_and_holds_no_words(phone, trigger, trajectory):
    send(phone, trigger, packed("trigger_answer", entry=trigger["entry"], note="kanariepiet"))
    assert AccessEntry.objects.filter(segment="trigger_log", event="change").count() == 2
    assert "kanariepiet" not in str(list(trajectory.parcels.values()))


def test_outsiders_send_nothing(browser_of, outsider, counsellor, client, trigger):
    assert send(browser_of(outsider), trigger).status_code == 404
    assert send(browser_of(counsellor), trigger).status_code == 404
    assert send(client, trigger).url.startswith(reverse("account_login"))
    assert not Parcel.objects.exists()
