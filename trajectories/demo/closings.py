"""How a trajectory of the demo ends: both write, a check-up for who left long ago, some who want to come back."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random

from trajectories.agreements import actions as agreements
from trajectories.checkins import actions as checkins
from trajectories.checkins import check_ups
from trajectories.closing import actions as closing
from trajectories.closing.reopening import reopen
from trajectories.demo.agreements import WORDS
from trajectories.demo.inventing import workday
from trajectories.demo.stories import DAY, wall

SAID = 0.8
"""How many write at the end."""
CHECK_UP, ANSWERED_AFTER = timedelta(weeks=check_ups.EVERY_WEEKS), timedelta(hours=3)
ANSWERED = {"mood": 7, "craving": 2, "use": 0, "call": 0}

Event = tuple[datetime, Callable[[], None]]


def events(teller) -> Iterator[Event]:
    at = teller.story.closed_at
    if not at:
        return
    rng = Random(f"closing {teller.story.person.email}")
    yield at - timedelta(hours=4), partial(_write, teller, rng, at)
    yield at, partial(closing.close, trajectory=teller.of_counsellor, by=teller.counsellor, at=at)
    due_at = wall(at.date() + CHECK_UP, 10)
    if due_at + ANSWERED_AFTER < teller.now:
        yield due_at, partial(_answer_check_up, teller, due_at, rng.choice(WORDS["check_up"]["notes"]))
    elif teller.story.comes_back:
        yield from _returning(teller, rng)


def _returning(teller, rng: Random) -> Iterator[Event]:
    words = rng.choice(WORDS["returning"]["words"])
    asked_at = min(wall(teller.now.date(), 8, 40), teller.now - timedelta(minutes=50))
    if teller.story.comes_back == "asks":
        yield asked_at, partial(_ask, teller, words, asked_at)
        return
    asked_at = wall(workday(teller.now.date() - DAY, back=True), 9, 25)
    yield asked_at, partial(_ask, teller, words, asked_at)
    opened_at = asked_at + timedelta(hours=2)
    yield opened_at, partial(_open_again, teller, opened_at)


def _write(teller, rng: Random, at: datetime) -> None:
    words = WORDS["closing"]
    team = {"summary": rng.choice(words["team"]), "watch_for": rng.choice(words["team_watch"])}
    closing.write(
        trajectory=teller.of_counsellor, by=teller.counsellor, side="team", at=at - timedelta(hours=3), **team
    )
    if rng.random() >= SAID:
        why = rng.choice(words["skipped"])
        closing.skip(trajectory=teller.of_counsellor, by=teller.counsellor, side="client", because=why, at=at)
        return
    said = {
        "summary": rng.choice(words["client"]),
        "helped": rng.choice(words["client_helped"]),
        "watch_for": rng.choice(words["client_watch"]),
    }
    closing.write(trajectory=teller.of_client, by=teller.client, side="client", at=at - timedelta(hours=4), **said)


def _ask(teller, words: str, at: datetime) -> None:
    teller.of_client.refresh_from_db()
    closing.ask_to_return(trajectory=teller.of_client, by=teller.client, words=words, at=at)


def _open_again(teller, at: datetime) -> None:
    """The old plan goes on, and the client confirms the new period the same evening."""
    opened = reopen(trajectory=teller.of_counsellor, by=teller.counsellor, at=at)
    asked = opened.agreements.open().get()
    agreements.accept(agreement=asked, by=teller.client, at=at + ANSWERED_AFTER, tell=False)


def _answer_check_up(teller, due_at: datetime, note: str) -> None:
    """Asked three months after closing, and answered the same afternoon."""
    at = due_at + ANSWERED_AFTER
    checkins.open_due(at=due_at, remind=False)
    checkins.hand_in(trajectory=teller.of_client, by=teller.client, answers=ANSWERED, note=note, at=at)
