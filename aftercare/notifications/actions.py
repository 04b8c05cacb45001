"""Queue and withdraw messages, inside the business transaction that they belong to."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.core.errors import Refused
from aftercare.notifications import outbox, push
from aftercare.notifications.hours import first_moment
from aftercare.notifications.models import NEEDED, UNDER_WAY, WAITING, Channel, Message, State, Subscription
from aftercare.notifications.ways import ways


def compose(
    *,
    key: str,
    recipient: Model,
    kind: str,
    expires_at: datetime,
    due_at: datetime | None = None,
    link_view: str = "",
    link_ids: dict[str, str] | None = None,
) -> Message:
    """A message that is not stored yet, due outside the recipient's quiet hours.

    Its link is signed at delivery; the view reads it with `core.links.read(token, purpose=kind, …)`.
    """
    return Message(
        key=key,
        recipient=recipient,
        kind=kind,
        due_at=first_moment(due_at or timezone.now(), zone=recipient.time_zone, quiet=recipient.quiet_hours),
        expires_at=expires_at,
        link_view=link_view,
        link_ids=link_ids or {},
    )


def queue(**details) -> None:
    """Queue one message, once per key; `details` are those of `compose`."""
    queue_all(messages=[compose(**details)])


@transaction.atomic
def queue_all(*, messages: Iterable[Message]) -> None:
    """Store them; a key that is there already stays as it is. Senders wake when the transaction commits.

    Each goes by the first channel that its recipient chose. Who wants none gets only what nobody can do without.
    Who asked for it gets a knock on the phone.
    """
    messages = list(messages)
    chosen = [(message, ways(message.recipient, kind=message.kind)) for message in messages]
    for message, by in chosen:
        message.channel = by[0] if by else message.channel
    messages = [*(message for message, by in chosen if by), *_knocks(messages)]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    now = timezone.now()
    if any(message.due_at <= now < message.expires_at for message in messages):
        outbox.wake_on_commit()


def _knocks(letters: list[Message]) -> list[Message]:
    people = {letter.recipient_id for letter in letters}
    asked = set(Subscription.objects.filter(user__in=people).order_by().values_list("user", flat=True))
    return [
        Message(
            key=f"{letter.key}:push",
            recipient_id=letter.recipient_id,
            kind=letter.kind,
            channel=Channel.PUSH,
            due_at=letter.due_at,
            expires_at=letter.expires_at,
        )
        for letter in letters
        if letter.recipient_id in asked
    ]


@transaction.atomic
def subscribe(*, by: Model, endpoint: str) -> None:
    """Knock at this browser from now on. A browser has one owner: the last who asked."""
    if not push.is_known_service(endpoint):
        raise Refused(_("This browser’s messages come from a place that we do not know."))
    Subscription.objects.update_or_create(endpoint=endpoint, defaults={"user": by, "subscribed_at": timezone.now()})


@transaction.atomic
def unsubscribe(*, by: Model) -> None:
    """Everywhere: no knocks any more, and what waits is not sent."""
    Subscription.objects.filter(user=by).delete()
    waiting = Message.objects.filter(recipient=by, channel=Channel.PUSH, state__in=WAITING)
    waiting.update(state=State.WITHDRAWN, withdrawn_at=timezone.now(), lease_owner="", lease_until=None)


def stop(*, recipient: Model, channel: Channel) -> None:
    """What waits for somebody who wants nothing by this channel any more is not sent."""
    waiting = Message.objects.filter(recipient=recipient, channel=channel, state__in=WAITING)
    waiting.exclude(kind__in=NEEDED).update(
        state=State.WITHDRAWN, withdrawn_at=timezone.now(), lease_owner="", lease_until=None
    )


WITHDRAW = """
UPDATE notifications_message
SET withdrawn_at = %(now)s,
    state = CASE WHEN state = 'attempting' THEN state ELSE 'withdrawn' END,
    lease_owner = CASE WHEN state = 'attempting' THEN lease_owner ELSE '' END,
    lease_until = CASE WHEN state = 'attempting' THEN lease_until END
WHERE key LIKE %(keys)s AND state = ANY(%(states)s)
    AND (%(people)s::uuid[] IS NULL OR recipient_id = ANY(%(people)s))
"""


def withdraw(*, key_prefix: str, recipients: Iterable[Model] | None = None) -> None:
    """What waits, for everybody or these recipients, is not sent any more; what is being sent is not tried again."""
    params = {
        "now": timezone.now(),
        "keys": connection.ops.prep_for_like_query(key_prefix) + "%",
        "states": list(WAITING | UNDER_WAY),
        "people": None if recipients is None else [person.pk for person in recipients],
    }
    with connection.cursor() as cursor:
        cursor.execute(WITHDRAW, params)
