"""What an operator does: settle a message of which nobody knows whether it arrived, and go on after trouble."""

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.accounts.access import administered_by
from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications import outbox
from aftercare.notifications.models import Message, MessageQuerySet, State
from trajectories.delivery.access import SEGMENT

GIVEN_UP = "given up"


class Decision(TextChoices):
    ARRIVED = "arrived", gettext_lazy("It arrived")
    AGAIN = "again", gettext_lazy("Send it again")
    GIVE_UP = "give_up", gettext_lazy("Give up")


@transaction.atomic
def settle(*, message: Message, by: User, decision: Decision) -> None:
    """A person looked it up, at the service or with the recipient, and says how it ended."""
    stored = Message.objects.select_for_update().get(pk=message.pk)
    if stored.state != State.UNCERTAIN:
        raise TransitionRefused(_("Somebody settled this already."))
    now = timezone.now()
    if decision == Decision.AGAIN and stored.expires_at <= now:
        raise Refused(_("It is too late to send this again: its time has passed."))
    changes = {
        Decision.ARRIVED: {"state": State.SENT, "sent_at": now, "last_error": ""},
        Decision.AGAIN: {"state": State.DUE, "due_at": now, "attempts": 0},
        Decision.GIVE_UP: {"state": State.FAILED, "last_error": GIVEN_UP},
    }
    Message.objects.filter(pk=stored.pk).update(**changes[decision])
    if decision == Decision.AGAIN:
        outbox.wake_on_commit()
    _record(by, stored)


@transaction.atomic
def go_on(*, messages: MessageQuerySet, by: User) -> int:
    """What was tried as often as may be, and could still be sent, is tried anew. Returns how many that are."""
    found = list(messages.given_up(at=timezone.now()).select_for_update(of=("self",)))
    Message.objects.filter(pk__in=[message.pk for message in found]).update(
        state=State.DUE, due_at=timezone.now(), attempts=0
    )
    for message in found:
        _record(by, message)
    outbox.wake_on_commit()
    return len(found)


def _record(by: User, message: Message) -> None:
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=Role.ADMINISTRATOR,
        about=message.recipient_id,
        organisation=administered_by(by).values_list("pk", flat=True).first(),
        obj=message,
        segment=SEGMENT,
        purpose="management",
    )
