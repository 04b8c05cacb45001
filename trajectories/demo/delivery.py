"""Delivery in the demo: of a few people an address does not work, of a few nobody knows whether a text arrived."""

from datetime import timedelta
from typing import TYPE_CHECKING

from aftercare.audit import actions as audit
from aftercare.notifications import undeliverable
from aftercare.notifications.models import Channel, Message, State

if TYPE_CHECKING:
    from trajectories.demo.telling import Teller

EACH = 9
"""One in so many clients has trouble of either kind."""
AGO, STILL = timedelta(hours=3), timedelta(hours=20)


def tell(teller: "Teller") -> None:
    place = sum(map(ord, teller.story.person.email)) % EACH
    if teller.is_noor or teller.story.closed_at or place > 1:
        return
    at = teller.now - AGO
    tried = Message(
        key=f"trajectory:{teller.of_counsellor.pk}:demo",
        recipient=teller.client,
        kind="check_in",
        channel=Channel.SMS if place else Channel.EMAIL,
        state=State.UNCERTAIN if place else State.FAILED,
        last_error="sms no answer" if place else "smtp 550",
        attempts=1,
        due_at=at,
        queued_at=at,
        expires_at=at + STILL,
    )
    Message.objects.bulk_create([tried])
    if tried.state == State.FAILED:
        with audit.dated(at):
            undeliverable.note(tried, reason=tried.last_error, at=at)
