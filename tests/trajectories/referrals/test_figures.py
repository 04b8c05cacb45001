"""Numbers for the gap report, against handovers counted by hand; nobody is named."""

from dataclasses import asdict

import pytest
from django.utils import timezone

from aftercare.accounts.models import Region
from aftercare.network.models import Block
from tests.network.conftest import list_service, town  # noqa: F401
from tests.trajectories.referrals.conftest import DAY
from trajectories.referrals import actions
from trajectories.referrals.figures import counts
from trajectories.referrals.models import Referral, State


@pytest.fixture
def money(list_service):  # noqa: F811
    return list_service(name="Schuldhulp Oever", block=Block.MONEY)


def told(region, **how) -> set[tuple]:
    found = counts(region, at=timezone.now(), **how)
    return {(one.block, one.state, one.step, one.count, one.stalled) for one in found}


def test_handovers_by_building_block_state_and_step(propose, to_piet, region, money, client_user):
    first = propose(listed=money)
    assert first.service == "Schuldhulp Oever"
    actions.stop(referral=first, by=client_user)
    to_piet()
    propose(name="Bea", email="bea@elders.example", listed=money)
    late = propose(name="Jan", email="jan@elders.example", listed=money)
    Referral.objects.filter(pk=late.pk).update(due_at=timezone.now() - DAY)
    assert told(region) == {
        ("money", State.STOPPED, State.PROPOSED, 1, 1),
        ("money", State.PROPOSED, State.PROPOSED, 2, 1),
        ("", State.AGREED, State.AGREED, 1, 0),
    }


def test_by_municipality_and_by_region(propose, region, money, town):  # noqa: F811
    propose(listed=money)
    (found,) = counts(region, at=timezone.now(), by_municipality=True)
    assert found.municipality in money.municipalities.values_list("pk", flat=True)
    elsewhere = Region.objects.create(name="Heuvelrand")
    assert counts(elsewhere, at=timezone.now()) == []


def test_no_figure_names_anybody(to_piet, region):
    to_piet()
    said = str([asdict(one) for one in counts(region, at=timezone.now())])
    for name in ("Noor", "Piet", "Ilse"):
        assert name not in said
