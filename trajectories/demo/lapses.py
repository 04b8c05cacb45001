"""Use that is told after the check-in that first said so: all of Noor's, and most of the others'."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from trajectories.demo.stories import DAY, Story
from trajectories.demo.words import read
from trajectories.lapses import actions as lapses
from trajectories.teamtasks import actions as teamtasks

TOLD = read("lapses.toml")
NOOR, OTHERS = {int(week): words for week, words in TOLD["noor"].items()}, TOLD["others"]
SHARE = 0.7
CALL_OPEN = timedelta(hours=20)


@dataclass(frozen=True)
class Told:
    at: datetime
    on: date
    answers: dict = field(default_factory=dict)
    call: str | None = None
    """How the call went that was asked for; empty while it is still to be made."""


def told(story: Story, *, is_noor: bool, now: datetime) -> Iterator[Told]:
    if story.kind != "client":
        return
    rng = Random(f"lapses {story.person.email}")
    for week, asked in enumerate(story.asked):
        if not (asked.answered_at and asked.week.used) or not (is_noor or rng.random() < SHARE):
            continue
        words = dict(NOOR[week]) if is_noor else {name: rng.choice(texts) for name, texts in OTHERS.items()}
        at = asked.answered_at + timedelta(minutes=4)
        if at > (story.closed_at or now):
            continue
        fresh = "" if now - at < CALL_OPEN else None
        call = words.pop("call", fresh)
        yield Told(at, asked.answered_at.date() - DAY * rng.randint(1, 2), words, call)


def events(teller) -> Iterator[tuple[datetime, partial]]:
    """What the teller has to tell, and when."""
    for one in told(teller.story, is_noor=teller.is_noor, now=teller.now):
        yield one.at, partial(_tell, teller, one)


def _tell(teller, one: Told) -> None:
    lapse = lapses.tell(trajectory=teller.of_client, by=teller.client, on=one.on, at=one.at, **one.answers)
    if one.call is None:
        return
    task = lapses.ask_call(lapse=lapse, by=teller.client, at=one.at)
    if one.call:
        teamtasks.finish(task=task, by=teller.counsellor, outcome=one.call, at=one.at + timedelta(hours=14))
