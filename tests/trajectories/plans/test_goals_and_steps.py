"""The goal and the coping steps: own words, kept when replaced."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Stale
from trajectories.plans import actions as plans
from trajectories.plans.models import CopingStep, DayTick, Goal, TriggerKind


def last_change(trajectory):
    entry = AccessEntry.objects.filter(event=Event.CHANGE, client=trajectory.client.user_id).first()
    return entry.segment, entry.user.name, entry.role


@pytest.fixture
def step(trajectory, client_user) -> CopingStep:
    return plans.write_step(
        trajectory=trajectory,
        by=client_user,
        text="Jas aan en naar de brug lopen.",
        trigger=TriggerKind.ALONE,
        call_name="Hanneke",
        call_phone="06 00 00 00 12",
    )


def test_a_new_goal_keeps_the_one_before(trajectory, client_user, counsellor):
    first = plans.set_goal(
        trajectory=trajectory, by=counsellor, text="Rust in huis.", at=datetime(2026, 1, 5, tzinfo=UTC)
    )
    second = plans.set_goal(trajectory=trajectory, by=client_user, text="Rust, en mijn werk houden.", replaces=first.pk)
    assert trajectory.goals.current().get() == second
    assert [str(goal) for goal in trajectory.goals.all()] == ["Rust, en mijn werk houden.", "Rust in huis."]
    assert trajectory.goals.get(pk=first.pk).replaced_at == second.set_at
    assert last_change(trajectory) == ("goal_edit", "Noor Velthuizen", "client")


@pytest.mark.parametrize("seen", ["nothing", "an older one"])
def test_a_goal_that_somebody_replaced_meanwhile_is_not_overwritten(trajectory, client_user, counsellor, seen):
    first = plans.set_goal(trajectory=trajectory, by=counsellor, text="Rust in huis.")
    second = plans.set_goal(trajectory=trajectory, by=counsellor, text="Mijn werk houden.", replaces=first.pk)
    with pytest.raises(Stale):
        plans.set_goal(
            trajectory=trajectory, by=client_user, text="Anders.", replaces=first.pk if seen == "an older one" else None
        )
    assert trajectory.goals.current().get() == second


def test_the_database_keeps_one_current_goal(trajectory, client_user):
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.create(organisation=trajectory.organisation, trajectory=trajectory, text="x", set_by=client_user)


def test_a_step_is_written_in_own_words_and_pinned(step, trajectory):
    assert list(trajectory.coping_steps.pinned()) == [step]
    assert str(step) == "Jas aan en naar de brug lopen."
    assert step.call_url == "tel:0600000012"
    assert last_change(trajectory) == ("coping_edit", "Noor Velthuizen", "client")


@pytest.mark.parametrize(
    ("trigger", "words"), [("", ""), ("alone", str(TriggerKind.ALONE.label)), ("lege koelkast", "lege koelkast")]
)
def test_what_a_step_helps_at_is_said_in_words(trigger, words):
    assert CopingStep(trigger=trigger).helps_at == words


def test_steps_are_found_by_their_trigger_whatever_the_case(step, trajectory, client_user):
    own = plans.write_step(trajectory=trajectory, by=client_user, text="Boodschappen doen.", trigger="Lege koelkast")
    assert list(trajectory.coping_steps.against("alone")) == [step]
    assert list(trajectory.coping_steps.against("lege koelkast")) == [own]


def test_an_unpinned_step_stays_in_the_plan(step, trajectory, client_user):
    plans.pin_step(step=step, by=client_user, pinned=False)
    assert list(trajectory.coping_steps.pinned()) == []
    assert list(trajectory.coping_steps.current()) == [step]
    plans.pin_step(step=step, by=client_user, pinned=True)
    assert list(trajectory.coping_steps.pinned()) == [step]


def test_a_removed_step_is_kept_but_shown_nowhere(step, trajectory, counsellor):
    plans.remove_step(step=step, by=counsellor)
    assert list(trajectory.coping_steps.current()) == list(trajectory.coping_steps.pinned()) == []
    assert list(trajectory.coping_steps.against("alone")) == []
    step.refresh_from_db()
    removed_at = step.removed_at
    plans.remove_step(step=step, by=counsellor)
    step.refresh_from_db()
    assert step.removed_at == removed_at


def test_a_rewritten_step_takes_the_place_of_the_old_one(step, trajectory, client_user):
    new = plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug en terug.", replaces=step)
    assert list(trajectory.coping_steps.current()) == [new]
    assert trajectory.coping_steps.count() == 2


def test_a_step_that_is_gone_cannot_be_rewritten(step, trajectory, client_user, counsellor):
    plans.remove_step(step=step, by=counsellor)
    with pytest.raises(Stale):
        plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug.", replaces=step)
    assert trajectory.coping_steps.count() == 1


@pytest.mark.parametrize("half", [{"call_name": "Hanneke"}, {"call_phone": "0600000012"}])
def test_whom_to_call_has_a_name_and_a_number(trajectory, client_user, half):
    with pytest.raises(IntegrityError), transaction.atomic():
        plans.write_step(trajectory=trajectory, by=client_user, text="x", **half)


def test_a_day_reads_as_words():
    assert str(DayTick(on=date(2026, 3, 12), done=True)) == "2026-03-12 done"
    assert str(DayTick(on=date(2026, 3, 12), done=False)) == "2026-03-12 not today"
