"""One of everything, made by the portal's own actions, for tests that visit every URL."""

from dataclasses import dataclass, field
from typing import Any

import pytest

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


@pytest.fixture
def world(request, browser_of, trajectory) -> World:
    people = {persona: request.getfixturevalue(fixture) for persona, fixture in PEOPLE.items()}
    of_url = {
        "overview:dossier": [trajectory.pk],
        "account_confirm_email": ["unknown"],
        "account_reset_password_from_key": ["0", "unknown"],
        "mfa_remove_webauthn": [1],
        "mfa_edit_webauthn": [1],
    }
    return World(people, browser_of, of_url)
