"""Write, take back, read, and say that no answer is needed; the summary stays in step."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max, Min, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import TransitionRefused
from aftercare.core.ids import new_id
from aftercare.core.uploads import CheckedFile
from trajectories.dossier import happenings
from trajectories.dossier.access import Permission, part_of, record_change
from trajectories.dossier.models import Status, Summary, Trajectory
from trajectories.messages import notices
from trajectories.messages.access import seats_that_read
from trajectories.messages.models import Attachment, Message, Reading


@transaction.atomic
def send(
    *,
    trajectory: Trajectory,
    by: User,
    text: str,
    files: Sequence[CheckedFile] = (),
    key: UUID | None = None,
    at: datetime | None = None,
    tell: bool = True,
) -> Message:
    """One message. The same `key` again with the same words and files is the same message; with others, another.

    Without `tell` nobody gets a notice: for history that is brought in.
    """
    if trajectory.status != Status.RUNNING:
        raise TransitionRefused(_("This aftercare has been closed. Nobody reads messages here any more."))
    at = at or timezone.now()
    message, is_new = Message.objects.get_or_create(
        trajectory=trajectory,
        author=by,
        key=_key_of(key or new_id(), text, files),
        defaults={
            "organisation_id": trajectory.organisation_id,
            "written_as": part_of(by, trajectory),
            "text": text,
            "file_count": len(files),
            "sent_at": at,
        },
    )
    if is_new:
        _attach(message, files)
        _keep_summary(message)
        if by.pk == trajectory.client.user_id:
            happenings.tell(happenings.What.REACHED, [message], at=at)
        record_change(by=by, trajectory=trajectory, obj=message, segment=Permission.MESSAGE_WRITE)
        if tell:
            notices.tell(message)
            _withdraw_for_team(message)
    return message


@transaction.atomic
def mark_read(
    *,
    trajectory: Trajectory,
    by: User,
    messages: Sequence[Message],
    notified: bool = True,
    at: datetime | None = None,
) -> None:
    """`by` saw these messages of the other side. The first time is kept.

    `notified` is False for history that is brought in: no notice waits that could be withdrawn.
    """
    if not messages:
        return
    at = at or timezone.now()
    Reading.objects.bulk_create(
        [
            Reading(
                organisation_id=trajectory.organisation_id,
                trajectory=trajectory,
                message=message,
                reader=by,
                read_at=at,
            )
            for message in messages
        ],
        ignore_conflicts=True,
    )
    if notified:
        notices.withdraw_when_read(by, trajectory)


@transaction.atomic
def settle(*, trajectory: Trajectory, by: User) -> None:
    """What `by` has seen needs no answer, or got one elsewhere."""
    _lock_summary(trajectory.pk)
    Summary.objects.filter(pk=trajectory.pk).update(message_waits_since=_unseen_since(trajectory, by))
    record_change(by=by, trajectory=trajectory, segment=Permission.MESSAGE_WRITE)


@transaction.atomic
def take_back(*, message: Message, by: User) -> None:
    """As long as the client has not read it. What it answered waits again, and its notice is not sent."""
    trajectory = message.trajectory
    _lock_summary(trajectory.pk)
    if message.readings.filter(reader=trajectory.client.user_id).exists():
        raise TransitionRefused(_("%(name)s has read it already.") % {"name": trajectory.client.user.name})
    record_change(by=by, trajectory=trajectory, obj=message, segment=Permission.MESSAGE_WRITE)
    message.delete()
    last = trajectory.messages.from_team().aggregate(at=Max("sent_at"))["at"]
    since = trajectory.messages.from_client()
    waits = (since.filter(sent_at__gt=last) if last else since).aggregate(at=Min("sent_at"))["at"]
    newest = Summary.objects.filter(pk=trajectory.pk, team_wrote_at=message.sent_at)
    newest.update(team_wrote_at=last, message_waits_since=waits)
    notices.withdraw_when_read(trajectory.client.user, trajectory)


def _withdraw_for_team(message: Message) -> None:
    """What one of the team answered, the others need not hear of any more."""
    if not message.is_from_client:
        for seat in seats_that_read(message.trajectory, on=timezone.localdate()):
            notices.withdraw_when_read(seat.user, message.trajectory)


def _key_of(key: UUID, text: str, files: Sequence[CheckedFile]) -> UUID:
    return uuid5(key, "\0".join([text, *(sha256(file.content).hexdigest() for file in files)]))


def _attach(message: Message, files: Sequence[CheckedFile]) -> None:
    Attachment.objects.bulk_create(
        [
            Attachment(
                organisation_id=message.organisation_id,
                trajectory_id=message.trajectory_id,
                message=message,
                name=file.name,
                kind=file.kind,
                size=len(file.content),
                content=file.content,
            )
            for file in files
        ]
    )


def _keep_summary(message: Message) -> None:
    _lock_summary(message.trajectory_id)
    at = Value(message.sent_at)
    if message.is_from_client:
        changes = {
            "client_wrote_at": Greatest("client_wrote_at", at),
            "message_waits_since": Coalesce("message_waits_since", at),
        }
    else:
        waits = _unseen_since(message.trajectory, message.author)
        changes = {"team_wrote_at": Greatest("team_wrote_at", at), "message_waits_since": waits}
    Summary.objects.filter(pk=message.trajectory_id).update(**changes)


def _unseen_since(trajectory: Trajectory, by: User) -> datetime | None:
    """What came in while `by` was writing is not answered by it."""
    unseen = trajectory.messages.from_client().unanswered().unread_by(by)
    return unseen.aggregate(first=Min("sent_at"))["first"]


def _lock_summary(trajectory: UUID) -> None:
    """One message after the other, so that none is passed over."""
    Summary.objects.select_for_update().values_list("pk").get(pk=trajectory)
