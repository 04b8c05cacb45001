"""Signal plans: Noor's two versions and her colours; one version for a part of the others, some with a colour."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random

from trajectories.demo.stories import DAY, Story, wall
from trajectories.demo.words import read
from trajectories.signalplan import actions as signalplan
from trajectories.signalplan.models import Colour

WORDS = read("signalplan.toml")
SHARE, IN_CONVERSATION = 0.45, 0.15
"""How many have one; of how many the counsellor wrote down that they agreed."""
AFTER = timedelta(weeks=3)
SLIPPING, SETS_IT = 7, 0.5
NAMED = {"Fenna Kuiperij": "orange"}
"""Who set a colour last night, whatever the check-ins say."""
NOORS_COLOURS = ((30, "green"), (17, "orange"), (12, "green"), (1, "green"))
"""How many days ago she set which."""

Event = tuple[datetime, Callable[[], None]]


def events(teller) -> Iterator[Event]:
    story, rng = teller.story, Random(f"signal plan {teller.story.person.email}")
    if teller.is_noor:
        for version in WORDS["noor"]:
            at = wall(story.starts_on + DAY * version["days"], 11, 20)
            yield at, partial(_write, teller, {colour: version[colour] for colour in Colour}, at)
        for days, colour in NOORS_COLOURS:
            at = wall(teller.now.date() - DAY * days, 20, 15)
            yield at, partial(_set, teller, colour, at)
    elif story.person.name in NAMED:
        at = wall(story.starts_on + AFTER, 14, 30)
        yield at, partial(_write, teller, _invented(story, rng), at)
        at = wall(teller.now.date() - DAY, 21, 40)
        yield at, partial(_set, teller, NAMED[story.person.name], at)
    elif story.kind == "client" and rng.random() < SHARE:
        at = wall(story.starts_on + AFTER, 14, 30)
        if at < (story.closed_at or teller.now):
            spoken = Random(f"spoken {story.person.email}").random() < IN_CONVERSATION
            yield at, partial(_write, teller, _invented(story, rng), at, spoken=spoken)
            yield from _colour(teller, rng, after=at)


def _colour(teller, rng: Random, *, after: datetime) -> Iterator[Event]:
    """Whose craving is high sets orange, or red, in the days after the last check-in."""
    answered = [asked for asked in teller.story.asked if asked.answered_at]
    if teller.story.closed_at or not answered or rng.random() > SETS_IT:
        return
    craving = answered[-1].week.craving
    colour = "green" if craving < SLIPPING else "red" if craving > SLIPPING + 1 else "orange"
    at = answered[-1].answered_at + timedelta(hours=rng.randint(1, 30))
    if after < at < teller.now:
        yield at, partial(_set, teller, colour, at)


def _invented(story: Story, rng: Random) -> dict[Colour, dict[str, str]]:
    steps = {colour: {name: rng.choice(texts) for name, texts in WORDS["others"][colour].items()} for colour in Colour}
    known = [step for step in story.steps if step.call_phone]
    for colour, step in zip((Colour.ORANGE, Colour.RED), known, strict=False):
        steps[colour] |= {"call_name": step.call_name, "call_phone": step.call_phone}
    return steps


def _write(teller, steps: dict[Colour, dict[str, str]], at: datetime, *, spoken: bool = False) -> None:
    """Proposed by the client at the counsellor's desk, who agrees at once; or written there by the counsellor."""
    holding = teller.of_client.signal_plans.standing().first()
    plan = signalplan.propose(
        trajectory=teller.of_client,
        by=teller.counsellor if spoken else teller.client,
        steps=steps,
        replaces=holding and holding.pk,
        at=at,
        tell=False,
    )
    said = {"spoken_on": at.date()} if spoken else {}
    signalplan.agree(plan=plan, by=teller.counsellor, at=at + timedelta(minutes=5), **said)


def _set(teller, colour: str, at: datetime) -> None:
    signalplan.set_colour(trajectory=teller.of_client, by=teller.client, colour=Colour(colour), at=at)
