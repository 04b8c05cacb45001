"""Queueing and withdrawing, as other features do it."""

import time
from datetime import timedelta

import celery
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from aftercare.notifications import actions, outbox
from aftercare.notifications.models import Message, State


def test_a_key_is_queued_once(queued):
    first = queued("check-in:1:email")
    again = queued("check-in:1:email", kind="other")
    assert first.pk == again.pk
    assert again.kind == "check_in"


def test_the_database_refuses_a_second_message_with_the_key(queued):
    message = queued("a")
    message.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save(force_insert=True)


def test_a_message_rolls_back_with_its_business(queued):
    with transaction.atomic():
        queued("a")
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_many_messages_wake_one_sender(noor, noon, monkeypatch, django_capture_on_commit_callbacks):
    woken = []
    monkeypatch.setattr(outbox, "current_app", Waker(woken.append))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for number in range(3):
            actions.queue(key=str(number), recipient=noor, kind="check_in", expires_at=noon + timedelta(days=1))
    assert woken == [outbox.DRAIN]


@pytest.mark.parametrize(("due", "expires"), [(1, 2), (-3, -2)])
def test_what_is_not_to_be_sent_now_wakes_nobody(due, expires, noor, noon, django_capture_on_commit_callbacks):
    hours = timedelta(hours=1)
    with django_capture_on_commit_callbacks() as callbacks:
        actions.queue(
            key="a", recipient=noor, kind="check_in", due_at=noon + due * hours, expires_at=noon + expires * hours
        )
    assert callbacks == []


def test_a_broker_that_is_away_does_not_harm_who_queues(monkeypatch, caplog):
    away = celery.Celery("away", broker="redis://127.0.0.1:1/0", set_as_current=False)
    away.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(outbox, "current_app", away)
    started = time.perf_counter()
    outbox.wake()
    assert time.perf_counter() - started < 2
    assert "The broker is away" in caplog.text


def test_withdrawing_takes_what_waits_and_no_more(queued, noon):
    _waiting, held, sent, _other = (queued(key) for key in ["a:1:email", "a:1:sms", "a:1:push", "a:10:email"])
    Message.objects.filter(pk=held.pk).update(state=State.CLAIMED, lease_owner="me", lease_until=noon)
    Message.objects.filter(pk=sent.pk).update(state=State.SENT, sent_at=noon)
    actions.withdraw(key_prefix="a:1:")
    states = dict(Message.objects.values_list("key", "state"))
    assert states == {"a:1:email": "withdrawn", "a:1:sms": "withdrawn", "a:1:push": "sent", "a:10:email": "due"}
    assert Message.objects.get(pk=held.pk).lease_until is None


@pytest.mark.parametrize("count", [1, 3])
def test_withdrawing_costs_the_same_however_many_there_are(count, queued, django_assert_num_queries):
    for number in range(count):
        queued(f"a:{number}")
    with django_assert_num_queries(1):
        actions.withdraw(key_prefix="a:")
    assert set(Message.objects.values_list("state", flat=True)) == {State.WITHDRAWN}


class Waker:
    def __init__(self, send_task):
        self._send_task = send_task

    def send_task(self, name, **_):
        self._send_task(name)
