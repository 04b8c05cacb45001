"""Conversations in the demo: Noor's over half a year, and a short one for about a third of the others."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from django.utils import timezone

from trajectories.demo.inventing import workday
from trajectories.demo.stories import DAY, WEEK, wall
from trajectories.demo.words import read
from trajectories.dossier.models import Trajectory
from trajectories.messages import actions as messages

if TYPE_CHECKING:
    from trajectories.demo.telling import Event, Teller

TOLD = read("messages.toml")
SOME = 1 / 3
UNREAD = 0.2
"""So many of the short conversations end with something that nobody has read yet."""
LATELY = timedelta(minutes=40)
SEEN = timedelta(minutes=3)


def events(teller: "Teller") -> Iterator["Event"]:
    if teller.is_noor:
        yield from _of_noor(teller)
    else:
        yield from _short(teller, Random(f"messages {teller.story.person.email}"))


def _of_noor(teller: "Teller") -> Iterator["Event"]:
    today = timezone.localdate(teller.now)
    for words in TOLD["noor"]:
        by_team, day = words.get("by") == "counsellor", today - DAY * words["days"]
        day = workday(day) if by_team or words.get("same_workday") else day
        at = min(wall(day, words["at"].hour, words["at"].minute), teller.now - LATELY)
        yield at, partial(_write, teller, words["text"], at=at, by_team=by_team)
        if (read_at := _read_at(at, by_team=not by_team)) < teller.now and not words.get("unread"):
            yield read_at, partial(_read, teller, at=read_at, by_team=not by_team)


def _read_at(at: datetime, *, by_team: bool) -> datetime:
    """The team reads in the morning of a workday, a client in the evening."""
    day = timezone.localdate(at)
    return wall(workday(day + DAY), 8, 40) if by_team else max(wall(day, 20, 15), at + SEEN)


def _short(teller: "Teller", rng: Random) -> Iterator["Event"]:
    """A question, an answer on a workday, perhaps thanks; or a question of the last hours that nobody has read."""
    story, today = teller.story, timezone.localdate(teller.now)
    exchange = rng.choice(TOLD["clients" if story.kind == Trajectory.Kind.CLIENT else "relatives"])
    room = (today - story.starts_on).days - 10
    if rng.random() > SOME or room < 8:
        return
    if rng.random() < UNREAD and not story.closed_at:
        at = teller.now - timedelta(minutes=rng.randint(50, 900))
        yield at, partial(_write, teller, exchange["asks"], at=at)
        return
    day = workday(today - DAY * rng.randint(7, room))
    if story.closed_at and wall(day + WEEK, 0) > story.closed_at:
        return
    at = wall(day, rng.randint(18, 21), rng.randrange(60))
    yield at, partial(_write, teller, exchange["asks"], at=at)
    answered = workday(day + DAY)
    at = wall(answered, rng.randint(9, 15), rng.randrange(60))
    yield at, partial(_write, teller, exchange["answer"], at=at, by_team=True)
    if "thanks" not in exchange:
        at = _read_at(at, by_team=False)
        yield at, partial(_read, teller, at=at, by_team=False)
    else:
        at = wall(answered, rng.randint(17, 21), rng.randrange(60))
        yield at, partial(_write, teller, exchange["thanks"], at=at)
        at = wall(workday(answered + DAY), 9, rng.randrange(60))
        yield at, partial(_settle, teller, at=at)


def _write(teller: "Teller", text: str, *, at: datetime, by_team: bool = False) -> None:
    """Whoever writes has read what came before."""
    _read(teller, at=at - SEEN, by_team=by_team)
    trajectory, author = (teller.of_counsellor, teller.counsellor) if by_team else (teller.of_client, teller.client)
    messages.send(trajectory=trajectory, by=author, text=text, at=at, tell=False)


def _settle(teller: "Teller", *, at: datetime) -> None:
    """Thanks need no answer."""
    _read(teller, at=at, by_team=True)
    messages.settle(trajectory=teller.of_counsellor, by=teller.counsellor)


def _read(teller: "Teller", *, at: datetime, by_team: bool) -> None:
    trajectory, reader = (teller.of_counsellor, teller.counsellor) if by_team else (teller.of_client, teller.client)
    written = trajectory.messages.from_client() if by_team else trajectory.messages.from_team()
    unread = list(written.unread_by(reader))
    messages.mark_read(trajectory=trajectory, by=reader, messages=unread, notified=False, at=at)
