"""The directory of Waterrade, as Sanne keeps it, and Ruben of its design team."""

import pytest

from aftercare.accounts.models import Region, User
from aftercare.network import actions as network
from aftercare.network.models import Municipality


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
