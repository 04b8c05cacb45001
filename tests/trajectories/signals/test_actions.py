"""Seen before, looked at, settled, set: what changes and what is refused."""

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.core.ids import new_id
from tests.raising import raised
from tests.trajectories.signals.conftest import DAY, HOUR, NOW
from trajectories.signals import actions
from trajectories.signals.models import RuleSetting, Signal
from trajectories.signals.noticing import piece
from trajectories.signals.rules import rules

State = Signal.State


@pytest.fixture
def signal(trajectory):
    return raised(trajectory, "craving-high", 9, at=NOW - DAY)


@pytest.fixture
def settle(trajectory, counsellor):
    def settled(*signals, state=State.ACTED, outcome="Gebeld.", **how):
        seen = [(signal.pk, signal.revision) for signal in signals]
        how = {"by": counsellor} | how
        actions.settle(trajectory=trajectory, seen=seen, state=state, outcome=outcome, **how)

    return settled


def again(signal, trajectory, *evidence):
    return actions.notice(trajectory=trajectory, rule=signal.of, evidence=list(evidence), at=NOW)


def test_the_same_evidence_again_changes_nothing_open_or_settled(signal, trajectory, settle):
    assert again(signal, trajectory, *signal.evidence) is None
    settle(signal)
    assert again(signal, trajectory, *signal.evidence) is None
    assert trajectory.signals.count() == 1


def test_after_it_was_settled_new_evidence_is_a_signal_of_its_own(signal, trajectory, settle):
    settle(signal)
    fresh = again(signal, trajectory, piece("trigger", signal.pk, NOW, 8))
    assert fresh.pk != signal.pk
    assert trajectory.signals.open().get() == fresh


def test_looking_is_noted_once(signal, counsellor, colleague):
    actions.look_at(signal=signal, by=counsellor)
    actions.look_at(signal=signal, by=colleague)
    signal.refresh_from_db()
    assert (signal.state, signal.looked_by, signal.looked_at) == (State.LOOKED_AT, counsellor, NOW)


@pytest.mark.parametrize("state", Signal.OUTCOMES)
def test_settling_keeps_who_when_and_what(signal, settle, counsellor, state):
    entries = AccessEntry.objects.count()
    settle(signal, state=state, outcome="Kort gebeld, gaat weer beter.")
    signal.refresh_from_db()
    assert (signal.state, signal.settled_by, signal.settled_at) == (state, counsellor, NOW)
    assert signal.outcome == "Kort gebeld, gaat weer beter."
    assert AccessEntry.objects.count() == entries + 1


def test_several_are_settled_with_the_same_words(signal, settle, trajectory):
    settle(signal, raised(trajectory, "use", at=NOW))
    assert not trajectory.signals.open().exists()


@pytest.mark.parametrize(("state", "outcome"), [(State.ACTED, "  "), (State.LOOKED_AT, "Gezien.")])
def test_nothing_is_settled_without_an_outcome(signal, settle, state, outcome):
    with pytest.raises(Refused):
        settle(signal, state=state, outcome=outcome)


def test_what_a_colleague_settled_says_so(signal, settle, colleague):
    settle(signal, by=colleague)
    with pytest.raises(TransitionRefused, match="Farah Noordhoek"):
        settle(signal)


def test_nobody_settles_what_they_have_not_seen(signal, settle, trajectory):
    again(signal, trajectory, piece("trigger", signal.pk, NOW, 8))
    with pytest.raises(Stale):
        settle(signal)
    assert trajectory.signals.open().count() == 1


def test_another_trajectorys_signal_is_not_touched(settle, other_trajectory):
    foreign = raised(other_trajectory, "use", at=NOW)
    settle(foreign)
    foreign.refresh_from_db()
    assert foreign.is_open


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "acted"},
        {"state": "looked_at"},
        {"settled_at": NOW},
        {"looked_at": NOW},
        {"outcome": "Gebeld."},
        {"state": "dismissed", "settled_at": NOW - 2 * DAY, "outcome": "Nee."},
    ],
    ids=str,
)
def test_the_database_refuses_half_a_state(signal, counsellor, wrong):
    if wrong.get("state") == "dismissed":
        wrong = wrong | {"settled_by": counsellor}
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.filter(pk=signal.pk).update(**wrong)


def test_the_database_knows_one_open_signal_per_rule(signal):
    signal.pk = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        signal.save(force_insert=True)


def test_a_threshold_is_kept_with_who_set_it(organisation, manager):
    rule = rules()["craving-high"]
    setting = actions.set_rule(organisation=organisation, by=manager, rule=rule, threshold=7)
    actions.set_rule(organisation=organisation, by=manager, rule=rule, threshold=6, is_on=False, revision=1)
    setting = RuleSetting.objects.get()
    assert (setting.threshold, setting.is_on, setting.revision, setting.changed_by) == (6, False, 2, manager)
    assert AccessEntry.objects.filter(segment="rules", event="change").count() == 2


def test_a_threshold_outside_its_range_is_refused_and_an_old_page_is_stale(organisation, manager):
    rule = rules()["craving-high"]
    with pytest.raises(Refused):
        actions.set_rule(organisation=organisation, by=manager, rule=rule, threshold=11)
    actions.set_rule(organisation=organisation, by=manager, rule=rule, threshold=7)
    with pytest.raises(Stale):
        actions.set_rule(organisation=organisation, by=manager, rule=rule, threshold=6)


def test_every_rule_has_both_languages_and_known_words():
    for rule in rules().values():
        for text in (rule.title, rule.because, rule.piece):
            assert text.nl
            assert text.en
        assert rule.state([piece("check_in", "x", NOW - HOUR, 3)], now=NOW)
        assert rule.told(piece("check_in", "x", NOW, 3))
        assert (rule.asks is None) or rule.lowest <= rule.threshold <= rule.highest
