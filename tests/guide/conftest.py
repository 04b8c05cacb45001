"""The guide of Waterrade, written by Sanne; Oosterveen has one of its own."""

import pytest

from aftercare.accounts.models import Membership, Region
from aftercare.accounts.roles import Role
from aftercare.guide import actions
from aftercare.guide.models import Edition
from aftercare.network import actions as network
from aftercare.network.models import Precondition, Service
from tests.personas import person

TEXT = "Wij werken hier samen.\n\nNiemand valt tussen twee stoelen."


@pytest.fixture
def chapter(region, policy_maker):
    return actions.write(region=region, by=policy_maker, kind="chapter", title="Waarom deze handreiking", text=TEXT)


@pytest.fixture
def agreement(region, policy_maker):
    return actions.write(
        region=region, by=policy_maker, kind="agreement", title="Bellen voor iemand gaat", text="Altijd eerst bellen."
    )


@pytest.fixture
def service(region, policy_maker) -> Service:
    return add_service(region, policy_maker)


@pytest.fixture
def need(region, policy_maker) -> Precondition:
    return network.behind.add(
        Precondition,
        region=region,
        by=policy_maker,
        block="evening",
        title="Een sleutel voor de avond",
        standing="partly",
    )


@pytest.fixture
def edition(region, policy_maker, chapter, agreement, service, need) -> Edition:
    return actions.publish(region=region, by=policy_maker, news="De eerste uitgave.")


@pytest.fixture
def elsewhere(other_organisation) -> Region:
    return other_organisation.region


@pytest.fixture
def other_policy_maker(elsewhere):
    user = person("Wim Beleid", "wim@test.example")
    Membership.objects.create(user=user, role=Role.POLICY_MAKER, region=elsewhere)
    return user


def add_service(region, by, *, name="Inloop De Haven", **details) -> Service:
    words = {"provider": "De Haven", "block": "evening", "about": "Koffie en een praatje.", "areas": ["relationships"]}
    town = network.team.add_municipality(region=region, by=by, name=f"{region} {name}")
    words |= {"audiences": ["everybody"], "waiting_weeks": 2, "costs": "free"} | details
    return network.services.add(region=region, by=by, municipalities=[town], published=True, name=name, **words)
