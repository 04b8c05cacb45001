"""Exercises, self-care and people around: all of Noor's, and a little of the others'."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from random import Random

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from trajectories.demo.stories import DAY, wall
from trajectories.demo.words import read
from trajectories.exercises import actions as exercises
from trajectories.plans.models import SELF_CARE_AREAS
from trajectories.selfcare import actions as selfcare
from trajectories.socialmap import actions as socialmap
from trajectories.socialmap.models import KnownPerson

TOLD = read("between.toml")
NOOR, OTHERS = TOLD["noor"], TOLD["others"]
Event = tuple[datetime, partial]


def events(teller) -> Iterator[Event]:
    """What the teller has to tell, and when."""
    today = timezone.localdate(teller.now)
    if teller.is_noor:
        yield from _noor(teller, today)
    elif not teller.story.closed_at:
        yield from _other(teller, today)


def _noor(teller, today: date) -> Iterator[Event]:
    for told in NOOR["exercises"]:
        at = wall(today - DAY * told["days"], 11, 40)
        yield at, partial(_assign, teller, today, told, at)
        if "ended" in told:
            at = wall(today - DAY * told["ended"], 11, 10)
            yield at, partial(_end, teller, told["slug"], at)
        for days, how in told["done"]:
            at = wall(today - DAY * days, 20, 15)
            yield at, partial(_do, teller, told["slug"], how, at)
    for area in SELF_CARE_AREAS:
        for back, score in enumerate(reversed(NOOR["scores"][area])):
            day = today - DAY if back == 0 else today - relativedelta(months=back, days=3)
            at = wall(day, 20, 30)
            if score >= 0 and day > teller.story.starts_on:
                yield at, partial(_rate, teller, area, score, at)
    for told in NOOR["people"]:
        at = wall(today - DAY * told["days"], 19, 50)
        yield at, partial(_know, teller, told, at)
        if "moved" in told:
            at = wall(today - DAY * told["moved_days"], 21, 5)
            yield at, partial(_move, teller, told, at)


def _other(teller, today: date) -> Iterator[Event]:
    """One thing at most of each person, so that the demo stays quick to make."""
    rng = Random(f"between {teller.story.person.email}")
    which, at = rng.random(), wall(today - DAY * rng.randint(2, 9), rng.randint(17, 20), rng.randrange(60))
    if which < 0.3:
        told = {"slug": rng.choice(OTHERS["slugs"]), "note": rng.choice(OTHERS["notes"])}
        yield at - DAY * 4, partial(_assign, teller, today, told, at - DAY * 4)
        if rng.random() < 0.6:
            yield at, partial(_do, teller, told["slug"], rng.choice(OTHERS["how"]), at)
    elif which < 0.5:
        area = rng.choice(SELF_CARE_AREAS)
        yield at, partial(_rate, teller, area, rng.randint(3, 8), at)
    elif which < 0.7 and teller.story.kind == "client":
        for stance, ring in (("supportive", 1), ("risky", 3)):
            name, relation = rng.choice(OTHERS[stance])
            yield at, partial(_know, teller, {"name": name, "relation": relation, "stance": stance, "ring": ring}, at)


def _assign(teller, today: date, told: dict, at: datetime) -> None:
    item = teller.of_counsellor.plan_items.filter(title=told.get("item", "")).first()
    until = today + DAY * told["until"] if "until" in told else None
    exercises.assign(
        trajectory=teller.of_counsellor,
        by=teller.counsellor,
        slug=told["slug"],
        note=told["note"],
        until=until,
        item=item,
        at=at,
    )


def _end(teller, slug: str, at: datetime) -> None:
    assigned = teller.of_counsellor.assigned_exercises.current().get(slug=slug)
    exercises.end(assigned=assigned, by=teller.counsellor, at=at)


def _do(teller, slug: str, how: str, at: datetime) -> None:
    exercises.do(trajectory=teller.of_client, by=teller.client, slug=slug, how=how, at=at)


def _rate(teller, area: str, score: int, at: datetime) -> None:
    selfcare.rate(trajectory=teller.of_client, by=teller.client, area=area, score=score, at=at)


def _know(teller, told: dict, at: datetime) -> None:
    details = {name: told[name] for name in ("relation", "words", "aim", "phone", "at_help") if name in told}
    details |= {"stance": told["stance"], "ring": told["ring"]}
    named = {"by": teller.client, "at": at}
    if person := teller.of_client.known_people.filter(name=told["name"]).first():
        socialmap.change(person=person, revision=person.revision, **named, **details)
    else:
        person = socialmap.add(trajectory=teller.of_client, name=told["name"], **named, **details)
    if told.get("in_plan"):
        socialmap.put_in_plan(person=person, by=teller.client, at=at)


def _move(teller, told: dict, at: datetime) -> None:
    person = KnownPerson.objects.get(trajectory=teller.of_client, name=told["name"])
    socialmap.change(person=person, by=teller.client, revision=person.revision, ring=told["moved"], at=at)
