"""The ledger's own moves: claim, begin, settle, recover. Each one is a short transaction of its own."""

import logging
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, Q, QuerySet, Value, When
from kombu.exceptions import OperationalError

from aftercare.notifications import daily
from aftercare.notifications.hours import first_moment
from aftercare.notifications.models import MOST_ATTEMPTS, RESENT_WHEN_UNSURE, THEN, UNDER_WAY, Channel, Message, State
from aftercare.notifications.results import FOR_GOOD, Ended, Result
from aftercare.notifications.ways import ways

logger = logging.getLogger(__name__)

DRAIN = "aftercare.notifications.tasks.drain"
BATCH = 50
MOST_SENDERS = 4
NO_LEASE = {"lease_owner": "", "lease_until": None}
BEGUN = """
UPDATE notifications_message SET state = 'attempting', attempts = attempts + 1, lease_until = %(until)s
WHERE id = %(id)s AND state = 'claimed' AND lease_owner = %(owner)s AND expires_at > %(at)s
"""
SENT = """
UPDATE notifications_message SET state = 'sent', sent_at = %(at)s, last_error = '', lease_owner = '', lease_until = NULL
WHERE id = %(id)s
"""


def lease() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


@transaction.atomic
def claim(*, owner: str, at: datetime, limit: int = BATCH) -> list[Message]:
    """Due messages that nobody else holds, the oldest first, now held by `owner`."""
    due = Message.objects.due(at=at).with_suppressed().select_related("recipient")
    due = due.select_for_update(skip_locked=True, of=("self",))
    batch = []
    while not batch and (found := list(due[:limit])):
        too_many = daily.too_many(found, at=at)
        for message, morning in too_many.items():
            Message.objects.filter(pk=message.pk).update(due_at=morning)
        batch = [message for message in found if message not in too_many]
    held = {"state": State.CLAIMED, "lease_owner": owner, "lease_until": at + lease()}
    Message.objects.filter(pk__in=[message.pk for message in batch]).update(**held)
    return batch


def begin(message: Message, *, owner: str, at: datetime) -> bool:
    """Commit that it is being sent now, unless it was withdrawn, lost, grew stale, or it is night there."""
    morning = _outside_quiet_hours(message, at)
    if morning > at:
        mine = Message.objects.in_hands_of(owner).filter(pk=message.pk, state=State.CLAIMED)
        mine.update(state=State.DUE, due_at=morning, **NO_LEASE)
        return False
    message.attempts += 1
    with connection.cursor() as cursor:
        cursor.execute(BEGUN, {"id": message.pk, "owner": owner, "at": at, "until": at + lease()})
        return cursor.rowcount == 1


def settle(message: Message, result: Result, *, owner: str, at: datetime) -> None:
    """Write down how the attempt ended. What was sent stays sent, whoever holds the row by now."""
    if result.ended is Ended.SENT:
        with connection.cursor() as cursor:
            cursor.execute(SENT, {"id": message.pk, "at": at})
        return
    mine = Message.objects.in_hands_of(owner).filter(pk=message.pk, state=State.ATTEMPTING)
    logger.warning("Message %s, attempt %s: %s (%s)", message.pk, message.attempts, result.ended.value, result.reason)
    if result.ended is Ended.UNSURE and message.channel not in RESENT_WHEN_UNSURE:
        mine.update(state=State.UNCERTAIN, last_error=result.reason, **NO_LEASE)
    elif result.ended in FOR_GOOD or message.attempts >= MOST_ATTEMPTS:
        if mine.update(state=State.FAILED, last_error=result.reason, **NO_LEASE):
            _go_another_way(message, at=at)
    else:
        again = _outside_quiet_hours(message, at + _backoff(message.attempts))
        mine.update(state=_due_unless_withdrawn(), due_at=again, last_error=result.reason, **NO_LEASE)


def _backoff(attempts: int) -> timedelta:
    return timedelta(seconds=settings.OUTBOX_BACKOFF_SECONDS[attempts - 1])


def _go_another_way(message: Message, *, at: datetime) -> None:
    """By the next channel that the recipient chose, once. Not when it was withdrawn meanwhile."""
    others = [way for way in ways(message.recipient, kind=message.kind) if way != message.channel]
    withdrawn = Message.objects.filter(pk=message.pk, withdrawn_at__isnull=False).exists
    if message.channel == Channel.PUSH or THEN in message.key or not others or withdrawn():
        return
    instead = Message(
        key=f"{message.key}{THEN}{others[0]}",
        recipient=message.recipient,
        kind=message.kind,
        channel=others[0],
        link_view=message.link_view,
        link_ids=message.link_ids,
        due_at=_outside_quiet_hours(message, at),
        expires_at=message.expires_at,
    )
    Message.objects.bulk_create([instead], ignore_conflicts=True)


def _outside_quiet_hours(message: Message, at: datetime) -> datetime:
    return first_moment(at, zone=message.recipient.time_zone, quiet=message.recipient.quiet_hours)


def release(*, owner: str) -> None:
    """Give back what was claimed and not begun."""
    Message.objects.in_hands_of(owner).filter(state=State.CLAIMED).update(state=State.DUE, **NO_LEASE)


def recover(*, at: datetime) -> None:
    """Finish what a crash left, show what grew stale, and wake as many senders as there is work for."""
    abandoned = Message.objects.abandoned(at=at)
    attempted = abandoned.filter(state=State.ATTEMPTING)
    again = Q(channel__in=RESENT_WHEN_UNSURE, attempts__lt=MOST_ATTEMPTS)
    _change(abandoned.filter(state=State.CLAIMED), state=State.DUE, **NO_LEASE)
    _change(attempted.filter(again), state=_due_unless_withdrawn(), **NO_LEASE)
    _change(attempted.exclude(again), state=State.UNCERTAIN, last_error="sender lost", **NO_LEASE)
    _change(Message.objects.stale(at=at), state=State.EXPIRED)
    waiting = Message.objects.due(at=at)[: MOST_SENDERS * BATCH].count()
    wake(senders=-(-waiting // BATCH))


def hold(*, at: datetime) -> int:
    """After a backup was put back nobody knows what went out since: what is due waits for a person."""
    unknown = Message.objects.filter(state__in={State.DUE} | UNDER_WAY, due_at__lte=at)
    return unknown.update(state=State.UNCERTAIN, last_error="restored", **NO_LEASE)


@transaction.atomic
def _change(messages: QuerySet, **values) -> None:
    locked = messages.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)
    Message.objects.filter(pk__in=list(locked[:10_000])).update(**values)


def _due_unless_withdrawn() -> Case:
    return Case(When(withdrawn_at=None, then=Value(State.DUE)), default=Value(State.WITHDRAWN))


def wake_on_commit() -> None:
    """Once per transaction, however many messages it queues."""
    if wake not in [hook[1] for hook in connection.run_on_commit]:
        transaction.on_commit(wake)


def wake(*, senders: int = 1) -> None:
    """Only a hint: without a broker the next tick finds the rows all the same."""
    try:
        for _ in range(senders):
            current_app.send_task(DRAIN, retry=False, expires=settings.CHECK_IN_TICK_SECONDS)
    except OperationalError:
        logger.warning("The broker is away; messages wait for the next tick.")
