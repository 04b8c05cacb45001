"""Signals of more than a week ago were settled, in the words of whoever did so; what is fresh still stands there.

Proposals for more or less contact that wait to be decided.
"""

from datetime import timedelta
from random import Random

from aftercare.audit import actions as audit
from trajectories.demo.cast import NOOR
from trajectories.demo.words import read
from trajectories.signals import actions
from trajectories.signals.models import Signal
from trajectories.stepping import actions as stepping

WORDS = read("signals.toml")
FRESH = timedelta(days=8)
SHARE = 0.3
STEADY = "Yassin Berkani"
SETTLED_AFTER = timedelta(hours=20)


def settle(teller) -> None:
    rng = Random(f"signals {teller.story.person.email}")
    for signal in teller.of_counsellor.signals.open().filter(evidence_at__lt=teller.now - FRESH):
        state, outcome = _words(signal, teller, rng)
        with audit.dated(at := max(signal.evidence_at + SETTLED_AFTER, signal.first_seen_at)):
            actions.settle(
                trajectory=teller.of_counsellor,
                by=teller.counsellor,
                seen=[(signal.pk, signal.revision)],
                state=Signal.State(state),
                outcome=outcome,
                at=at,
            )


def propose(teller) -> None:
    """What the rules say of the last weeks: for Noor, for Yassin whose weeks are steady, for some of the others."""
    person = teller.story.person
    if person.name in (NOOR, STEADY) or Random(f"stepping {person.email}").random() < SHARE:
        stepping.consider(trajectories=[teller.of_counsellor], at=teller.now)


def _words(signal: Signal, teller, rng: Random) -> tuple[str, str]:
    if teller.is_noor and signal.rule in WORDS["noor"]:
        return tuple(WORDS["noor"][signal.rule])
    state = rng.choice([Signal.State.ACTED, Signal.State.ACTED, Signal.State.DISMISSED])
    return state, rng.choice(WORDS["others"][state])
