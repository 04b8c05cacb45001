"""The sender's loop: claim a batch, send one after the other, stop in time."""

import logging
import os
import socket
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from aftercare.notifications import letters, outbox, push, sms, undeliverable
from aftercare.notifications.mail import Sender, Unreachable
from aftercare.notifications.models import Channel, Message
from aftercare.notifications.results import Ended, Result

logger = logging.getLogger(__name__)

AT_MOST = timedelta(seconds=20)


def drain() -> None:
    """Send what is due until nothing is left, the time is up, or the mail server is away."""
    owner = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:12]}"
    emptied = True
    try:
        with Sender() as sender:
            emptied = _send_due(sender, owner=owner, until=timezone.now() + AT_MOST)
    except Unreachable:
        logger.warning("The mail server is away; messages wait.")
    finally:
        outbox.release(owner=owner)
    if not emptied:
        outbox.wake()


def _send_due(sender: Sender, *, owner: str, until: datetime) -> bool:
    """Whether everything that was due has been dealt with."""
    while batch := outbox.claim(owner=owner, at=timezone.now()):
        for message in batch:
            if timezone.now() >= until:
                return False
            if message.channel == Channel.EMAIL:
                sender.open()
            if outbox.begin(message, owner=owner, at=timezone.now()):
                _settle(message, _attempt(message, sender), owner=owner, batch=batch)
    return True


def _settle(message: Message, result: Result, *, owner: str, batch: list[Message]) -> None:
    now = timezone.now()
    if result.ended is not Ended.UNDELIVERABLE:
        outbox.settle(message, result, owner=owner, at=now)
        return
    with transaction.atomic():
        outbox.settle(message, result, owner=owner, at=now)
        undeliverable.note(message, reason=result.reason, at=now)
    for other in batch:
        other.is_suppressed |= (other.channel, other.recipient_id) == (message.channel, message.recipient_id)


def _attempt(message: Message, sender: Sender) -> Result:
    if message.channel == Channel.PUSH:
        return push.knock(message) if message.recipient.is_active else Result(Ended.REFUSED, "no account")
    if message.is_suppressed:
        return Result(Ended.REFUSED, undeliverable.SUPPRESSED)
    if message.channel == Channel.SMS:
        return sms.send(message)
    if not (message.recipient.email and message.recipient.is_active):
        return Result(Ended.REFUSED, "no address")
    try:
        letter = letters.write(message)
    except Exception as problem:  # noqa: BLE001 - one message's trouble never stops the others
        return Result(Ended.REFUSED, type(problem).__name__)
    return sender.send(letter)
