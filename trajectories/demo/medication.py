"""Medicines and what was told of them: all of Noor's, for some others one that is new."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from random import Random

from django.utils import timezone

from trajectories.checkins import along
from trajectories.checkins.questionnaire import Answer
from trajectories.demo.stories import DAY, WEEK, wall
from trajectories.demo.words import read
from trajectories.medication import actions as medication
from trajectories.medication.models import TOLD as FIELDS
from trajectories.medication.models import Medicine

TOLD = read("medication.toml")
NOOR, OTHERS = TOLD["noor"], TOLD["others"]
ONE_IN = 7
"""So many of the others use something; a third of them told of it."""
LATELY = 3 * WEEK
"""So far back Noor's check-ins asked about it."""
SAID = {"taken", "effect", "text"}
Event = tuple[datetime, partial]


def events(teller) -> Iterator[Event]:
    """What the teller has to tell, and when."""
    today = timezone.localdate(teller.now)
    if teller.is_noor:
        yield from _noor(teller, today)
    elif teller.story.kind == "client" and not teller.story.closed_at:
        chance = Random(f"medicine {teller.story.person.name}")
        if chance.randrange(ONE_IN) == 0:
            at = wall(today - DAY * chance.randint(4, 9), chance.randint(9, 16), chance.randrange(60))
            yield at, partial(_add, teller, chance.choice(OTHERS["medicines"]), at)
            if chance.random() < 0.4:
                at = wall(today - DAY * chance.randint(1, 3), chance.randint(17, 21), chance.randrange(60))
                yield at, partial(_tell, teller, chance.choice(OTHERS["told"]), at)


def answers(teller, instrument: str, *, at: datetime) -> dict[str, Answer]:
    """What is answered when a check-in asks about medicines."""
    if at < teller.now - LATELY or not along.parts_for(teller.of_client, instrument, at=at):
        return {}
    return {"medicines_taken": 10, "medicines_effect": 0, "medicines_words": None}


def _noor(teller, today) -> Iterator[Event]:
    for told in NOOR["medicines"]:
        at = wall(teller.story.starts_on + DAY * told["days_after_start"], 11, 20)
        yield at, partial(_add, teller, told, at)
        if "into" in told:
            at = wall(today - DAY * told["changed"], 11, 25)
            yield at, partial(_change, teller, told, at)
        if "why" in told:
            at = wall(today - DAY * told["stopped"], 11, 25)
            yield at, partial(_stop, teller, told, at)
    for told in NOOR["told"]:
        at = wall(today - DAY * told["days"], 20, 35)
        yield at, partial(_tell, teller, told, at)
        at = wall(today - DAY * told["discussed"], 11, 35)
        yield at, partial(_discuss, teller, told, at)


def _add(teller, told: dict, at: datetime) -> None:
    noted = {name: told[name] for name in FIELDS if name in told}
    since = timezone.localdate(at)
    medication.add(trajectory=teller.of_counsellor, by=teller.counsellor, since=since, at=at, **noted)


def _change(teller, told: dict, at: datetime) -> None:
    stored = _named(teller, told)
    medication.change(medicine=stored, by=teller.counsellor, revision=stored.revision, at=at, **told["into"])


def _stop(teller, told: dict, at: datetime) -> None:
    stored = _named(teller, told)
    medication.stop(medicine=stored, by=teller.counsellor, revision=stored.revision, reason=told["why"], at=at)


def _tell(teller, told: dict, at: datetime) -> None:
    said = {name: told[name] for name in SAID & told.keys()}
    medication.tell(trajectory=teller.of_client, by=teller.client, at=at, **said)


def _discuss(teller, told: dict, at: datetime) -> None:
    report = teller.of_counsellor.medicine_reports.to_discuss().get(text=told["text"])
    medication.discuss(report=report, by=teller.counsellor, outcome=told["outcome"], at=at)


def _named(teller, told: dict) -> Medicine:
    return teller.of_counsellor.medicines.current().get(name=told["name"])
