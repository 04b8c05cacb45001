"""The neutral notice outside the portal: one at a time for each reader, never two within some hours."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.notifications import actions as notifications
from aftercare.notifications.models import UNDER_WAY, WAITING, State
from aftercare.notifications.models import Message as Notice
from trajectories.dossier.models import Trajectory
from trajectories.messages.access import team_to_tell, unread_by_client, unread_by_staff
from trajectories.messages.models import Message

KIND = "message"
EVERY = timedelta(hours=4)
LASTS = timedelta(days=7)


def tell(message: Message) -> None:
    """Whoever should read this hears, after a short while, that something is ready, unless they read it first."""
    trajectory = message.trajectory
    if not message.is_from_client:
        _tell(trajectory.client.user, message, prefix=_of_client(trajectory), page="messages:mine")
        return
    for reader in team_to_tell(trajectory, on=timezone.localdate()):
        _tell(reader, message, prefix=_of_staff(reader), page="messages:inbox")


def withdraw_when_read(reader: User, trajectory: Trajectory) -> None:
    """What waits to be sent is not needed once nothing is left to read."""
    is_client = trajectory.client.user_id == reader.pk
    left = unread_by_client(trajectory) if is_client else unread_by_staff(reader)
    if not left.exists():
        notifications.withdraw(key_prefix=_of_client(trajectory) if is_client else _of_staff(reader))


def _tell(reader: User, message: Message, *, prefix: str, page: str) -> None:
    if not reader.email:
        return
    now = timezone.now()
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=reader.pk)  # two messages at once, one notice
    earlier = (
        Notice.objects.filter(key__startswith=prefix).exclude(state=State.WITHDRAWN).order_by("-queued_at").first()
    )
    if earlier and earlier.state in WAITING | UNDER_WAY and not earlier.withdrawn_at:
        return
    due_at = _due_at(now, earlier)
    notifications.queue(
        key=f"{prefix}{message.pk}",
        recipient=reader,
        kind=KIND,
        due_at=due_at,
        expires_at=due_at + LASTS,
        link_view=page,
    )


def _due_at(now: datetime, earlier: Notice | None) -> datetime:
    soon = now + timedelta(seconds=settings.MESSAGE_NOTICE_SECONDS)
    return max(soon, earlier.sent_at + EVERY) if earlier and earlier.sent_at else soon


def _of_client(trajectory: Trajectory) -> str:
    """Closing the trajectory withdraws it too."""
    return f"trajectory:{trajectory.pk}:message:"


def _of_staff(reader: User) -> str:
    return f"reader:{reader.pk}:message:"
