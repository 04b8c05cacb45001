"""Fixtures of the directory that other features' tests use too."""

import pytest

from aftercare.network import actions as network
from aftercare.network.models import Municipality, Service


@pytest.fixture
def town(region, policy_maker) -> Municipality:
    return network.team.add_municipality(region=region, by=policy_maker, name="Oeverdorp")


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
