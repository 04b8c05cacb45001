"""The directory of Waterrade, as Sanne keeps it, and Ruben of its design team."""

import pytest

from aftercare.accounts.models import Region, User
from aftercare.network import actions as network
from aftercare.network.models import Municipality, Service


@pytest.fixture
def town(region, policy_maker) -> Municipality:
    return network.team.add_municipality(region=region, by=policy_maker, name="Oeverdorp")


@pytest.fixture
def other_town(region, policy_maker) -> Municipality:
    return network.team.add_municipality(region=region, by=policy_maker, name="Zandwoude")


@pytest.fixture
def editor(region, policy_maker, coordinator) -> User:
    """Ruben, in the design team of Waterrade."""
    network.team.seat(region=region, by=policy_maker, user=coordinator, voice="professional")
    return coordinator


@pytest.fixture
def elsewhere(other_organisation) -> Region:
    return other_organisation.region


@pytest.fixture
def list_service(region, town, policy_maker):
    """list_service(name, …) puts a service of Waterrade in the directory."""

    def listed(name: str = "Inloop De Haven", **details) -> Service:
        words = {
            "provider": "De Haven",
            "block": "evening",
            "about": "Koffie en een praatje.",
            "areas": ["relationships"],
            "audiences": ["everybody"],
            "municipalities": [town],
            "published": True,
        } | details
        return network.services.add(region=region, by=policy_maker, name=name, **words)

    return listed
