"""The recovery network of each region of the demo, in bulk: it was there before the clients came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aftercare.accounts.models import Region, User
from aftercare.network import actions as network
from aftercare.network.models import Knowledge, Municipality, Precondition, Service, Voice
from trajectories.demo.stories import DAY, WEEK
from trajectories.demo.words import read
from trajectories.dossier.models import Trajectory
from trajectories.plans import actions as plans
from trajectories.plans.models import Kind, State

KEEPERS = {
    "Amsterdam": ("Sanne Kuipers", {"Ruben Aardema": Voice.PROFESSIONAL, "Hanneke Broers": Voice.LIVED}),
    "Den Bosch": ("Harm Boskamp", {"Tijn Maasdam": Voice.PROFESSIONAL, "Mo Azarkani": Voice.LIVED}),
    "Nijmegen": ("Lieke Teunissen", {"Aukje Reindersma": Voice.PROFESSIONAL, "Bibi Roelants": Voice.LIVED}),
}
"""Of each region who makes policy, and whom they appointed in the design team."""


def fill(users: Mapping[str, User], *, now: datetime) -> None:
    for words in read("network.toml")["regions"]:
        policy_maker, team = KEEPERS[words["name"]]
        region, by = Region.objects.get(name=words["name"]), users[policy_maker]
        for name, voice in team.items():
            network.team.seat(region=region, by=by, user=users[name], voice=voice, at=now - WEEK * 24)
        towns = network.team.add_municipalities(
            region=region, by=by, names=words["towns"], surveyed=_surveyed(words, now=now)
        )
        reviewer = users[next(iter(team))]
        services = _services(region, reviewer, words["services"], towns, now=now)
        for model, about in ((Precondition, words["preconditions"]), (Knowledge, words["knowledge"])):
            rows = [one | {"service": services.get(one.get("service", ""))} for one in about]
            network.behind.add_all(model, region=region, by=reviewer, rows=rows, at=now - WEEK * 3)


def _surveyed(words: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    return {name: (now - WEEK * weeks).date() for name, weeks in words["gone_through"].items()}


def _services(
    region: Region, by: User, rows: list[dict[str, Any]], towns: dict[str, Municipality], *, now: datetime
) -> dict[str, Service]:
    ready = []
    for row in rows:
        words = {name: value for name, value in row.items() if name not in {"towns", "reviewed"}}
        words["municipalities"] = [towns[name] for name in row["towns"]]
        ready.append(words | {"reviewed_at": now - WEEK * row["reviewed"] - DAY})
    made = network.services.add_all(region=region, by=by, services=ready, at=now - WEEK * 2)
    return {service.name: service for service in made}


def in_plan(trajectory: Trajectory, *, by: User, now: datetime) -> None:
    """Where Noor goes on the evening that is hardest."""
    at = now - WEEK * 3
    plans.add(
        trajectory=trajectory,
        by=by,
        kind=Kind.COMMUNITY,
        title="Vrijdagavond naar De Lantaarn",
        frequency="Vrijdag 19:00",
        service=Service.objects.get(name="Avondhuis De Lantaarn"),
        state=State.ACTIVE,
        starts_on=at.date(),
        at=at,
    )
