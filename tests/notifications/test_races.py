"""Many senders at once, on real connections."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.notifications import actions, outbox
from aftercare.notifications.models import Message, State

SENDERS = 6


@pytest.fixture
def due(committed_db, settings) -> list[Message]:
    settings.QUIET_HOURS = ("00:00", "00:00")
    settings.MESSAGES_PER_DAY = 100
    noor = User.objects.create(name="Noor Velthuizen", email="noor@test.example")
    tomorrow = timezone.now() + timedelta(days=1)
    messages = [
        actions.compose(key=f"a:{number}", recipient=noor, kind="check_in", expires_at=tomorrow) for number in range(60)
    ]
    Message.objects.bulk_create(messages)
    return messages


def at_once(work) -> list:
    """What `work(number)` returns for each of the senders, started together."""
    barrier = Barrier(SENDERS)

    def start(number: int):
        try:
            barrier.wait(timeout=10)
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(SENDERS) as pool:
        return list(pool.map(start, range(SENDERS)))


def test_no_message_is_claimed_twice(due):
    claims = at_once(lambda number: outbox.claim(owner=str(number), at=timezone.now(), limit=10))
    counted = Counter(message.pk for batch in claims for message in batch)
    assert set(counted.values()) == {1}
    assert len(counted) == len(due)


def test_withdrawing_while_senders_claim_leaves_each_message_in_one_hand(due):
    def work(number: int) -> int:
        if number == 0:
            actions.withdraw(key_prefix="a:")
            return 0
        now = timezone.now()
        batch = outbox.claim(owner=str(number), at=now, limit=12)
        return sum(outbox.begin(message, owner=str(number), at=now) for message in batch)

    begun = sum(at_once(work))
    states = Counter(Message.objects.values_list("state", flat=True))
    assert states[State.ATTEMPTING] == begun
    assert states[State.ATTEMPTING] + states[State.WITHDRAWN] + states[State.DUE] == len(due)
    assert states[State.DUE] == 0


def test_many_sweeps_at_once_harm_nothing(due):
    now = timezone.now()
    outbox.claim(owner="lost", at=now - timedelta(hours=1))
    at_once(lambda _number: outbox.recover(at=now))
    assert set(Message.objects.values_list("state", flat=True)) == {State.DUE}


def test_the_same_key_queued_at_once_is_one_message(due):
    noor = User.objects.get()
    details = {"key": "b", "recipient": noor, "kind": "check_in", "expires_at": timezone.now() + timedelta(days=1)}
    at_once(lambda _number: actions.queue(**details))
    assert Message.objects.filter(key="b").count() == 1
