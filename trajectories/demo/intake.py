"""Intakes: Noor's in full, those of some others in part, and of who came last one still to be finished."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random

from trajectories.demo.stories import Story, wall
from trajectories.demo.words import read
from trajectories.intake import actions as intake

TOLD = read("intake.toml")
NOOR, OTHERS = TOLD["noor"], TOLD["others"]
SHARE = 0.25
RECENT = timedelta(days=24)
"""Whose trajectory is younger than this still has an intake to finish."""


def events(teller) -> Iterator[tuple[datetime, partial]]:
    """What the teller has to tell, and when."""
    at = wall(teller.story.starts_on, 10, 20)
    if teller.is_noor:
        yield at, partial(_in_full, teller, at)
    elif Random(f"intake {teller.story.person.email}").random() < SHARE:
        yield at, partial(_in_part, teller, at)


def _said(teller, at: datetime) -> dict:
    return {"trajectory": teller.of_counsellor, "by": teller.counsellor, "revision": 0, "at": at}


def _in_full(teller, at: datetime) -> None:
    said, story = _said(teller, at), teller.story
    intake.say_referral(**said, **NOOR["referral"], referred_on=story.registered["treatment_ended_on"])
    intake.say_treatment(**said, **_treatment(story), rows=NOOR["episodes"])
    intake.say_reasons(**said, reasons=story.registered["reasons"], learned=story.registered["learned"])
    intake.say_areas(**said, rows=NOOR["areas"])
    intake.say_people(**said, rows=NOOR["people"], group_wishes=["therapy"])
    intake.say_problems(**said, rows=NOOR["problems"])
    intake.make_plan(**said | {"at": at + timedelta(minutes=30)}, items=[])


def _in_part(teller, at: datetime) -> None:
    rng, said = Random(teller.story.person.email), _said(teller, at)
    intake.say_referral(**said, referrer=rng.choice(OTHERS["referrers"]))
    if teller.now - at > RECENT:
        intake.say_areas(**said, rows=[rng.choice(OTHERS["areas"])])
        intake.make_plan(**said | {"at": at + timedelta(minutes=20)}, items=[])


def _treatment(story: Story) -> dict:
    return {name: story.registered[name] for name in ("treatment", "treatment_place", "treatment_ended_on")}
