"""Noor shares with Lot, who is close to her, and with Tamar, who works at the neighbourhood team."""

from datetime import timedelta

import pytest
from django.utils import timezone

from trajectories.dossier.models import Category, Consent, Recipient
from trajectories.sharing import actions

PLAN, APPOINTMENTS, GROUPS = Category.PLAN, Category.APPOINTMENTS, Category.GROUPS
DAY = timedelta(days=1)


@pytest.fixture
def with_lot(trajectory, client_user, relative):
    """with_lot(PLAN, until=…) shares these with Lot."""

    def shared(*categories: Category, **details) -> Recipient:
        details = {"purpose": Consent.Purpose.NEAR, "until": timezone.localdate() + 90 * DAY} | details
        return actions.share(
            trajectory=trajectory, by=client_user, name="Lot", email=relative.email, categories=categories, **details
        )

    return shared


@pytest.fixture
def with_tamar(trajectory, client_user, partner):
    def shared(*categories: Category, **details) -> Recipient:
        return actions.share(
            trajectory=trajectory,
            by=client_user,
            user=partner,
            partner=partner.memberships.get().organisation,
            categories=categories,
            purpose=Consent.Purpose.TOGETHER,
            **details,
        )

    return shared
