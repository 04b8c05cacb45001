"""Proposing, agreeing, setting aside; the colour of today and what it leaves behind."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, Stale
from aftercare.notifications.models import Message, State
from tests.trajectories.signalplan.conftest import WORDS
from trajectories.dossier.models import Summary
from trajectories.signalplan import actions as signalplan
from trajectories.signalplan.models import Colour, SetColour, SignalPlan, SignalStep

DAY = timedelta(days=1)


@pytest.fixture
def set_colour(trajectory, client_user):
    return lambda colour, at=None: signalplan.set_colour(trajectory=trajectory, by=client_user, colour=colour, at=at)


def test_whoever_proposes_agrees_and_it_holds_once_the_other_does(propose, trajectory, client_user, counsellor):
    plan = propose()
    assert (plan.number, plan.is_proposed, plan.team_agreed_at) == (1, True, None)
    assert plan.client_agreed_at == plan.proposed_at
    assert [step.signs for step in plan.steps.all()] == [words["signs"] for words in WORDS.values()]
    agreed = signalplan.agree(plan=plan, by=counsellor)
    assert agreed.holds_from == agreed.team_agreed_at
    assert trajectory.signal_plans.holding().get() == plan
    audited = AccessEntry.objects.filter(event=Event.CHANGE, object_id=plan.pk)
    assert {(entry.segment, entry.user) for entry in audited} == {
        ("signal_plan_edit", client_user),
        ("signal_plan_edit", counsellor),
    }


def test_the_counsellor_proposes_and_the_client_agrees(propose, client_user, counsellor):
    plan = propose(by=counsellor)
    assert (plan.team_agreed_by, plan.client_agreed_at) == (counsellor, None)
    assert signalplan.agree(plan=plan, by=client_user).holds_from


def test_the_team_writes_down_that_the_client_agreed_in_a_conversation(propose, hold, counsellor, trajectory):
    before, today = hold(), timezone.localdate()
    proposed = propose(by=counsellor, green={"acts": "Op tijd naar bed."})
    holds = signalplan.agree(plan=proposed, by=counsellor, spoken_on=today)
    assert (holds.spoken_on, holds.spoken_by, holds.holds_from is None) == (today, counsellor, False)
    before.refresh_from_db()
    assert before.replaced_at
    assert not Message.objects.filter(kind="signal_plan", state="due").exists()


@pytest.mark.parametrize("wrong", ["the client", "who agreed already", "still to come", "long ago"])
def test_a_conversation_is_written_down_by_the_team_and_within_the_aftercare(
    propose, client_user, counsellor, trajectory, wrong
):
    proposed = propose(by=client_user if wrong == "who agreed already" else counsellor)
    days = {"still to come": 1, "long ago": -4000}.get(wrong, 0)
    with pytest.raises(Refused):
        signalplan.agree(
            plan=proposed,
            by=client_user if wrong == "the client" else counsellor,
            spoken_on=timezone.localdate() + timedelta(days),
        )
    proposed.refresh_from_db()
    assert proposed.holds_from is None


def test_the_database_keeps_who_wrote_a_conversation_down(hold):
    hold()
    with pytest.raises(IntegrityError), transaction.atomic():
        SignalPlan.objects.update(spoken_on="2026-01-01")


def test_agreeing_for_ones_own_side_twice_is_agreeing_once(propose, client_user):
    plan = propose()
    assert signalplan.agree(plan=plan, by=client_user).holds_from is None


def test_a_version_that_holds_takes_the_place_of_the_one_before(hold, trajectory):
    first, second = hold(), hold(green={"acts": "Ook fietsen."})
    first.refresh_from_db()
    assert first.replaced_at == second.holds_from
    assert [plan.number for plan in trajectory.signal_plans.ever_held()] == [2, 1]
    assert first.steps.get(colour="green").acts == "Mijn gewone week."
    assert first.held_at(first.holds_from)
    assert not first.held_at(second.holds_from)
    assert second.held_at(second.holds_from + DAY)


def test_a_newer_proposal_takes_the_place_of_an_older_one_and_keeps_what_holds(hold, propose, trajectory):
    holding, older, newer = hold(), propose(), propose(green={"acts": "Ook fietsen."})
    assert list(trajectory.signal_plans.standing()) == [newer, holding]
    older.refresh_from_db()
    assert older.replaced_at


def test_writing_over_an_older_version_is_stale_and_changes_nothing(hold, trajectory, client_user):
    first, second = hold(), hold()
    for seen in (first.pk, None):
        with pytest.raises(Stale):
            signalplan.propose(trajectory=trajectory, by=client_user, steps=WORDS, replaces=seen)
    assert list(trajectory.signal_plans.standing()) == [second]


def test_only_what_is_still_proposed_can_be_agreed_or_set_aside(hold, propose, client_user, counsellor):
    holding, older, newer = hold(), propose(), propose()
    for plan in (holding, older):
        for act in (signalplan.agree, signalplan.set_aside):
            with pytest.raises(Stale):
                act(plan=plan, by=counsellor)
    signalplan.set_aside(plan=newer, by=counsellor)
    holding.refresh_from_db()
    assert holding.replaced_at is None


def test_the_team_gets_a_task_until_it_answers(propose, trajectory, client_user, counsellor):
    plan = propose()
    task = trajectory.team_tasks.open().get()
    assert (task.kind, task.asked_by, task.due_at - task.asked_at) == ("review", client_user, 7 * DAY)
    signalplan.agree(plan=plan, by=counsellor)
    assert not trajectory.team_tasks.open().exists()
    propose()
    propose()
    assert trajectory.team_tasks.open().count() == 1


def test_the_client_gets_a_neutral_message_until_they_answer(propose, client_user, counsellor):
    plan = propose(by=counsellor)
    message = Message.objects.get(recipient=client_user)
    assert (message.kind, message.link_view, message.link_ids) == ("signal_plan", "signalplan:mine", {})
    signalplan.set_aside(plan=plan, by=client_user)
    message.refresh_from_db()
    assert message.state == State.WITHDRAWN


def test_history_is_brought_in_without_asking_anybody(trajectory, client_user, counsellor):
    for by in (client_user, counsellor):
        newest = trajectory.signal_plans.first()
        signalplan.propose(trajectory=trajectory, by=by, steps=WORDS, replaces=newest and newest.pk, tell=False)
    assert not Message.objects.exists()
    assert not trajectory.team_tasks.exists()


def test_the_database_keeps_one_that_holds_and_agreement_of_both(hold, trajectory):
    plan = hold()
    for wrong in ({"replaced_at": None, "number": 9}, {"client_agreed_at": None}, {"team_agreed_by": None}):
        copy = SignalPlan.objects.get(pk=plan.pk)
        copy.pk = None
        copy.number, copy.replaced_at = 8, timezone.now()
        for name, value in wrong.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)


def test_whom_to_call_has_name_and_number(hold):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignalStep.objects.filter(plan=hold(), colour="green").update(call_name="Lot")


def test_a_colour_is_kept_with_what_stood_before(set_colour, trajectory, client_user):
    first, second = set_colour(Colour.GREEN), set_colour(Colour.RED)
    assert [(one.colour, one.before) for one in SetColour.objects.all()] == [("red", "green"), ("green", "")]
    assert (str(second), second.of, second.is_today) == (str(Colour.RED.label), Colour.RED, True)
    summary = Summary.objects.get(pk=trajectory.pk)
    assert (summary.colour, summary.colour_set_at) == ("red", second.set_at)
    audited = AccessEntry.objects.get(event=Event.CHANGE, object_id=first.pk)
    assert (audited.segment, audited.user) == ("colour_set", client_user)


def test_the_same_colour_again_is_the_same_tap_today_and_another_one_tomorrow(set_colour):
    first = set_colour(Colour.ORANGE)
    assert set_colour(Colour.ORANGE) == first
    with time_machine.travel(timezone.now() + DAY):
        assert set_colour(Colour.ORANGE) != first
        first.refresh_from_db()
        assert not first.is_today


def test_a_plan_and_a_step_say_what_they_are(hold):
    plan = hold()
    assert str(plan).endswith("1")
    assert str(plan.steps.get(colour="orange")).endswith("Ik zeg afspraken af.")
