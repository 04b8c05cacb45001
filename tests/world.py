"""One of everything, made by the portal's own actions, for tests that visit every URL."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from supportgroups import actions as groups
from supportgroups.planning import Change

PEOPLE = {
    "visitor": "visitor",
    "client": "client_user",
    "other_client": "other_client",
    "relative": "relative",
    "counsellor": "counsellor",
    "colleague": "colleague",
    "coordinator": "coordinator",
    "peer_worker": "peer_worker",
    "manager": "manager",
    "policy_maker": "policy_maker",
    "partner": "partner",
    "administrator": "administrator",
    "outsider": "outsider",
}


@dataclass
class World:
    """`arguments(url name)` are the URL's arguments, always Noor's objects; `browser(persona)` is signed in."""

    people: dict[str, Any]
    browser_of: Any
    of_url: dict[str, list]
    browsers: dict[str, Any] = field(default_factory=dict)

    def arguments(self, name: str) -> list:
        return self.of_url.get(name, [])

    def browser(self, persona: str):
        if persona not in self.browsers:
            self.browsers[persona] = self.browser_of(self.people[persona])
        return self.browsers[persona]


def of_group(people: dict) -> dict[str, list]:
    """A group at De Kade in which Noor has a place; Ilse facilitates it tomorrow, Hanneke never."""
    coordinator, organisation = people["coordinator"], people["coordinator"].memberships.get().organisation
    room = groups.add_room(organisation=organisation, by=coordinator, name="De Werf", seats=12)
    series = groups.start_group(
        organisation=organisation,
        by=coordinator,
        name="Stevig Staan",
        first_on=timezone.localdate() + timedelta(days=1),
        count=1,
        starts=time(19, 30),
        ends=time(21, 0),
        room=room,
        facilitators=[people["counsellor"]],
        changes={timezone.localdate() + timedelta(days=1): Change(hold=True)},
    )
    place = groups.enrol(group=series.group, participant=people["client"], by=people["counsellor"])
    of_url = {f"supportgroups:{name}": [series.group.pk] for name in ("group", "edit", "end", "people", "enrol")}
    of_url |= {f"supportgroups:{name}": [series.sessions.get().pk] for name in ("session", "move", "cancel")}
    return of_url | {"supportgroups:leave": [place.pk], "supportgroups:edit_room": [room.pk]}


@pytest.fixture
def world(request, browser_of, trajectory) -> World:
    people = {persona: request.getfixturevalue(fixture) for persona, fixture in PEOPLE.items()}
    of_url = {
        "overview:dossier": [trajectory.pk],
        **of_group(people),
        "account_confirm_email": ["unknown"],
        "account_reset_password_from_key": ["0", "unknown"],
        "mfa_remove_webauthn": [1],
        "mfa_edit_webauthn": [1],
    }
    return World(people, browser_of, of_url)
