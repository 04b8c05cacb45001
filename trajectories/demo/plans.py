"""Plan templates of an organisation, and what clients propose: all that Noor did, for some others one that waits."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from random import Random

from django.utils import timezone

from aftercare.accounts.models import Organisation, User
from trajectories.demo.stories import DAY, wall
from trajectories.demo.words import read
from trajectories.plans.actions import proposals, templates
from trajectories.plans.models import Proposal

TOLD = read("plans.toml")
ONE_IN = 8
"""So many of the others have a proposal that waits."""
WORDS = ("title", "frequency", "goal", "why", "kind", "area")
Event = tuple[datetime, partial]


def keep_templates(organisation: Organisation, *, by: User) -> None:
    for told in TOLD["templates"]:
        templates.write(organisation=organisation, by=by, **told)


def events(teller) -> Iterator[Event]:
    """What the teller has to tell, and when."""
    today = timezone.localdate(teller.now)
    if teller.is_noor:
        for told in TOLD["noor"]:
            at = wall(today - DAY * told["days"], 20, 10)
            yield at, partial(_propose, teller, told, at)
            if "answered" in told:
                at = wall(today - DAY * told["answered"], 11, 50)
                yield at, partial(_answer, teller, told, at)
    elif teller.story.kind == "client" and not teller.story.closed_at:
        chance = Random(f"proposal {teller.story.person.name}")
        if chance.randrange(ONE_IN) == 0:
            at = wall(today - DAY * chance.randint(1, 6), chance.randint(17, 22), chance.randrange(60))
            yield at, partial(_propose, teller, chance.choice(TOLD["others"]), at)


def _propose(teller, told: dict, at: datetime) -> None:
    item = teller.of_client.plan_items.get(title=told["item"]) if "item" in told else None
    stands = {"goal": item.goal} if item else {}
    proposals.propose(
        trajectory=teller.of_client,
        by=teller.client,
        wish=told.get("wish", Proposal.Wish.ADD),
        item=item,
        at=at,
        **stands | {name: told[name] for name in WORDS if name in told},
    )


def _answer(teller, told: dict, at: datetime) -> None:
    proposal = teller.of_counsellor.proposals.open().select_related("item").get(title=told["title"])
    if "into" not in told:
        proposals.decline(proposal=proposal, by=teller.counsellor, revision=1, answer=told["answer"], at=at)
        return
    proposals.accept(
        proposal=proposal,
        by=teller.counsellor,
        revision=1,
        item_revision=proposal.item.revision,
        details=told["into"],
        answer=told["answer"],
        at=at,
    )
