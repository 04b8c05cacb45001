"""Deadlines: what stands still becomes a signal, the client is asked after four weeks, what is over expires visibly."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.trajectories.referrals.conftest import DAY, letters_to, until
from trajectories.dossier.models import Consent
from trajectories.referrals import actions, deadlines, tasks
from trajectories.referrals.models import OPEN, Referral, ReferralStep, State
from trajectories.signals import overdue
from trajectories.signals.models import Signal
from trajectories.teamtasks.models import TeamTask

WAITING = [state for state in OPEN if state != State.STARTED]


def test_every_open_step_has_its_days():
    assert set(deadlines.days()) == set(OPEN)
    for step in deadlines.days().values():
        assert 0 < step["due"] < step["final"]


@pytest.mark.parametrize("state", WAITING)
def test_what_stands_still_becomes_a_signal_once_for_each_step(to_piet, state, trajectory):
    referral = to_piet(state)
    late = referral.due_at + DAY
    overdue.notice(at=referral.due_at - DAY)
    assert not Signal.objects.exists()
    for _again in range(2):
        overdue.notice(at=late)
    signal = Signal.objects.get()
    assert (signal.rule, len(signal.evidence)) == ("referral-stale", 1)
    assert "Piet Schouten" in signal.because


def test_the_next_step_settles_the_signal(to_piet, counsellor):
    referral = to_piet()
    overdue.notice(at=referral.due_at)
    actions.note_talk(referral=referral, by=counsellor, on=timezone.localdate())
    signal = Signal.objects.get()
    assert (signal.state, signal.settled_by) == (Signal.State.ACTED, counsellor)
    referral.refresh_from_db()
    overdue.notice(at=referral.due_at)
    assert Signal.objects.filter(settled_at=None).count() == 1


def test_it_stays_while_another_handover_stands_still(to_piet, propose, client_user, counsellor):
    referral, other = to_piet(), propose(name="Bea", email="bea@elders.example")
    late = timezone.now() - DAY
    Referral.objects.update(due_at=late)
    overdue.notice(at=timezone.now())
    actions.note_talk(referral=referral, by=counsellor, on=timezone.localdate())
    assert Signal.objects.get().is_open
    actions.stop(referral=other, by=client_user)
    assert not Signal.objects.get().is_open


def test_after_four_weeks_the_client_is_asked(to_piet, client_user):
    referral = to_piet(State.STARTED)
    assert actions.ask_after(at=timezone.now() + 27 * DAY) == 0
    assert actions.ask_after(at=timezone.now() + 28 * DAY) == 1
    referral.refresh_from_db()
    assert referral.state == State.ASKED
    assert any(letter.key.endswith("client:asked") for letter in letters_to(client_user))


@pytest.mark.parametrize("state", OPEN)
def test_past_its_final_day_it_expires_for_everybody_to_see(to_piet, state, client_user):
    referral = to_piet(state)
    assert actions.expire(at=referral.expires_at - DAY) == 0
    assert actions.expire(at=referral.expires_at) == 1
    referral.refresh_from_db()
    assert (referral.state, referral.ended_in, referral.ended_by) == (State.EXPIRED, state, None)
    assert not Consent.objects.filter(ended_at=None).exists()
    assert TeamTask.objects.get().asked_by is None
    assert letters_to(referral.to_user) == []


def test_it_ends_with_the_day_that_the_client_chose(to_piet):
    referral = to_piet(until=timezone.localdate() + 3 * DAY)
    assert actions.expire(at=timezone.now() + 3 * DAY) == 0
    assert actions.expire(at=timezone.now() + 4 * DAY) == 1
    assert Consent.objects.get().ended_because == "handover"
    assert not Referral.objects.received_by(referral.to_user, at=timezone.now()).exists()


def test_the_sweep_does_both(to_piet, propose, monkeypatch):
    started, over = to_piet(State.STARTED), propose(name="Bea", email="bea@elders.example")
    now = timezone.now()
    Referral.objects.filter(pk=started.pk).update(due_at=now - DAY)
    Referral.objects.filter(pk=over.pk).update(expires_at=now - DAY)
    tasks.sweep()
    tasks.sweep()
    assert set(Referral.objects.values_list("state", flat=True)) == {State.ASKED, State.EXPIRED}
    assert ReferralStep.objects.filter(what__in=["asked", "expired"]).count() == 2


BROKEN = {
    "arrived without a word of the client": {"state": "arrived", "ended_at": timezone.now(), "ended_in": "asked"},
    "agreed without a day": {"until": None},
    "accepted before the yes": {"agreed_at": None, "until": None, "recipient": None, "accepted_at": timezone.now()},
    "contact before accepting": {"first_contact_on": timezone.localdate()},
    "declined without a reason": {"state": "declined", "ended_at": timezone.now(), "ended_in": "agreed"},
    "ended and still open": {"ended_at": timezone.now()},
    "open without a deadline": {"due_at": None},
    "no reason": {"reason": ""},
    "asked before the contact": {"asked_at": timezone.now()},
}


@pytest.mark.parametrize("broken", BROKEN)
def test_the_database_refuses_what_cannot_be(to_piet, broken):
    referral = to_piet()
    fields = dict(BROKEN[broken])
    if "ended_in" in fields:
        fields |= {"due_at": None, "expires_at": None}
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**fields)


def test_a_proposal_that_waits_for_the_client_shares_nothing_when_it_expires(propose):
    referral = propose()
    actions.expire(at=referral.expires_at)
    referral.refresh_from_db()
    assert (referral.state, until() > timezone.localdate()) == (State.EXPIRED, True)
