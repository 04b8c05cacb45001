"""Ilse hands Noor over: to Tamar, who has an account, or to Piet, who has none."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aftercare.notifications.models import Message
from trajectories.dossier.models import Category
from trajectories.referrals import actions
from trajectories.referrals.access import new_link
from trajectories.referrals.models import Referral, State

DAY = timedelta(days=1)
WHY = "Noor wil haar schulden op een rij. Jij helpt daar goed bij."
PIET = {"name": "Piet Schouten", "email": "piet@elders.example", "place": "Schuldhulp Oever"}


def until():
    return timezone.localdate() + 90 * DAY


@pytest.fixture
def propose(trajectory, counsellor):
    def proposed(**details) -> Referral:
        details = PIET | details if "professional" not in details else details
        return actions.propose(trajectory=trajectory, by=counsellor, reason=WHY, **details)

    return proposed


@pytest.fixture
def to_piet(propose, client_user):
    """to_piet(state) brings a handover to Piet there, by the steps that people take."""

    def brought(state: State = State.AGREED, **details) -> Referral:
        return bring(propose(), state, client_user, **details)

    return brought


@pytest.fixture
def to_tamar(propose, client_user, partner):
    def brought(state: State = State.AGREED, **details) -> Referral:
        return bring(propose(professional=partner.memberships.get()), state, client_user, **details)

    return brought


def bring(referral: Referral, state: State, client, **details) -> Referral:
    at = timezone.now()
    steps = {
        State.AGREED: lambda: actions.agree(
            referral=referral, by=client, **({"until": until(), "categories": [Category.PLAN]} | details)
        ),
        State.TALKED: lambda: actions.note_talk(referral=referral, by=referral.proposed_by, on=timezone.localdate()),
        State.ACCEPTED: lambda: actions.accept(referral=referral, by=referral.to_user),
        State.STARTED: lambda: actions.note_contact(referral=referral, by=referral.to_user, on=timezone.localdate()),
        State.ASKED: lambda: actions.ask_after(at=at + 29 * DAY),
        State.ARRIVED: lambda: actions.tell_how_it_goes(referral=referral, by=client, well=True, at=at + 30 * DAY),
    }
    for reached, step in steps.items():
        if referral.state == state:
            break
        step()
        referral.refresh_from_db()
        assert referral.state == reached
    return referral


@pytest.fixture
def link():
    """link(referral) is the address in the newest letter to a partner without an account."""

    def address(referral: Referral) -> str:
        referral.refresh_from_db()
        return f"/referrals/link/{new_link(referral)}/"

    return address


def letters_to(user) -> list[Message]:
    return list(Message.objects.filter(recipient=user, state="due").order_by("queued_at"))


@pytest.fixture
def count_queries():
    """count_queries(browser, page): how many queries the page makes."""

    def counted(browser, page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        return len(queries)

    return counted
