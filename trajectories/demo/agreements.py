"""The agreed period: confirmed by most, Noor's whole history with a question that is open now, reviews ahead or due."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from trajectories.agreements import actions as agreements
from trajectories.agreements import reviews
from trajectories.agreements.models import Agreement
from trajectories.demo.inventing import workday
from trajectories.demo.stories import DAY, WEEK, wall
from trajectories.demo.words import read

WORDS = read("agreements.toml")
NEW = WEEK * 3
NOT_CONFIRMED, IN_CONVERSATION, REVIEW_DUE, LONGER, MORE = 0.4, 0.08, 0.07, 0.1, 0.06
"""How many of those who came lately did not answer yet; of all, who agreed in a conversation, and so on."""
NOORS_FIRST_END = WEEK * 17
NEXT_REVIEW = DAY * 5

Event = tuple[datetime, Callable[[], None]]


def events(teller) -> Iterator[Event]:
    story, rng = teller.story, Random(f"agreements {teller.story.person.email}")
    at = wall(story.starts_on, 17, 40)
    if teller.is_noor:
        yield from _noor(teller, at)
        return
    today = teller.now.date()
    if story.starts_on > today - NEW and rng.random() < NOT_CONFIRMED:
        return
    yield at, partial(_confirm, teller, at, spoken=rng.random() < IN_CONVERSATION)
    if story.closed_at:
        return
    due_on = today - DAY * rng.randint(0, 4) if rng.random() < REVIEW_DUE else today + DAY * rng.randint(3, 40)
    at += timedelta(minutes=5)
    yield at, partial(_plan_review, teller, max(min(due_on, story.ends_on), story.starts_on), at)
    asked_at = wall(today - DAY * rng.randint(1, 3), 20, 10)
    if rng.random() < LONGER and story.starts_on < today - NEW:
        reason = rng.choice(WORDS["extend"]["reasons"])
        yield asked_at, partial(_propose, teller, asked_at, by_client=True, kind="extend", weeks=8, reason=reason)
    elif rng.random() < MORE and teller.story.registered.get("step", 1) < 3 and story.starts_on < today - NEW:
        reason = rng.choice(WORDS["step_up"]["reasons"])
        yield asked_at, partial(_propose, teller, asked_at, by_client=False, kind="step_up", reason=reason)


def _noor(teller, at: datetime) -> Iterator[Event]:
    """Shorter at first, longer at the second review, not less support yet, and now a question of Ilse's."""
    starts, today, words = teller.story.starts_on, teller.now.date(), WORDS["noor"]
    first_end, end = starts + NOORS_FIRST_END, teller.story.ends_on
    day = partial(_day_of, starts)
    steps = [
        (at, {"by_client": True, "kind": "start", "ends_on": first_end, "reason": words["first"]}, True),
        (day(42), {"by_client": False, "kind": "continue"}, True),
        (day(83), {"by_client": True, "kind": "extend", "ends_on": end, "reason": words["longer"]}, True),
        (day(125), {"by_client": False, "kind": "step_down", "reason": words["less"]}, False),
        (day(126), {"by_client": True, "kind": "continue", "reason": words["not_yet"]}, True),
        (day(167), {"by_client": False, "kind": "continue"}, True),
    ]
    for when, terms, agreed in steps:
        yield when, partial(_propose, teller, when, agreed_after=timedelta(hours=20) if agreed else None, **terms)
    planned = day(168)
    yield planned, partial(_plan_review, teller, today + NEXT_REVIEW, planned)
    asked = wall(today - DAY, 16, 20)
    yield asked, partial(_propose, teller, asked, by_client=False, kind="extend", weeks=6, reason=words["now"])


def _day_of(starts: date, days: int) -> datetime:
    return wall(workday(starts + DAY * days), 11, 10)


def _confirm(teller, at: datetime, *, spoken: bool) -> None:
    asked = teller.of_client.agreements.open().get()
    if spoken:
        agreements.accept(agreement=asked, by=teller.counsellor, spoken_on=teller.story.starts_on, at=at, tell=False)
    else:
        agreements.accept(agreement=asked, by=teller.client, at=at, tell=False)


def _propose(
    teller,
    at: datetime,
    *,
    by_client: bool,
    kind: str,
    weeks: int = 0,
    ends_on: date | None = None,
    reason: str = "",
    agreed_after: timedelta | None = None,
) -> None:
    trajectory = teller.of_client if by_client else teller.of_counsellor
    trajectory.refresh_from_db(fields=["starts_on", "ends_on", "step"])
    open_now = trajectory.agreements.open().first()
    proposed = agreements.propose(
        trajectory=trajectory,
        by=teller.client if by_client else teller.counsellor,
        kind=Agreement.Kind(kind),
        ends_on=trajectory.ends_on + WEEK * weeks if weeks else ends_on,
        reason=reason,
        seen=open_now and open_now.pk,
        at=at,
        tell=False,
    )
    if agreed_after:
        by = teller.counsellor if by_client else teller.client
        agreements.accept(agreement=proposed, by=by, at=at + agreed_after, tell=False)


def _plan_review(teller, due_on: date, at: datetime) -> None:
    reviews.plan(trajectory=teller.of_counsellor, by=teller.counsellor, due_on=due_on, every_weeks=6, at=at)
