"""The link in a letter that stops letters: looking changes nothing, a POST does, and it can be undone."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.core import links
from aftercare.notifications import actions, delivery


@pytest.fixture
def noor(db) -> User:
    return User.objects.create(name="Noor Velthuizen", email="noor@test.example", language="en")


@pytest.fixture
def headers(noor, settings):
    """headers("check_in") are those of a letter of that kind."""
    settings.QUIET_HOURS = ("00:00", "00:00")

    def of(kind: str):
        actions.queue(key=kind, recipient=noor, kind=kind, expires_at=timezone.now() + timedelta(days=1))
        delivery.drain()
        return message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=policy.default)

    return of


@pytest.fixture
def page(headers, settings) -> str:
    return headers("check_in")["List-Unsubscribe"].strip("<>").removeprefix(settings.BASE_URL)


@pytest.fixture
def visitor() -> Client:
    """As strict about forms as a browser's server, and reading English."""
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})


def wants_letters() -> bool:
    return User.objects.get().gets_letters


def test_a_letter_says_where_to_stop_them_with_one_click(headers):
    letter = headers("check_in")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].startswith("<http")
    assert "noor" not in letter["List-Unsubscribe"]


def test_a_letter_that_is_needed_to_get_in_cannot_be_stopped(headers):
    assert headers("invitation")["List-Unsubscribe"] is None


def test_looking_changes_nothing(visitor, page):
    html = visitor.get(page).content.decode()
    assert visitor.head(page).status_code == 200
    assert "No e-mail any more?" in html
    assert wants_letters()


def test_one_click_of_a_mail_program_stops_them(visitor, page):
    response = visitor.post(page, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not wants_letters()
    html = visitor.get(page).content.decode()
    assert "My account" in html
    assert "Velthuizen" not in html


def test_the_same_page_starts_them_again(visitor, page):
    visitor.post(page)
    assert "You get e-mail again." in visitor.post(page, {"again": "1"}).content.decode()
    assert wants_letters()


def test_what_waits_is_not_sent(visitor, page, noor):
    actions.queue(
        key="waits", recipient=noor, kind="check_in", expires_at=timezone.now() + timedelta(days=1),
        due_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    visitor.post(page)
    assert noor.pk not in actions.Message.objects.filter(state="due").values_list("recipient", flat=True)


@pytest.mark.parametrize("purpose", ["check_in", "letters"])
def test_a_link_of_ours_for_something_else_or_of_somebody_gone_is_unknown(purpose, visitor, noor):
    User.objects.update(is_active=False)
    token = links.sign(purpose=purpose, ids={"person": noor.pk.hex})
    response = visitor.post(reverse("accounts:letters", args=[token]))
    assert response.status_code == 404
    assert "We do not know this link." in response.content.decode()
    assert wants_letters()
