"""A page of the conversation as one reader sees it: the newest messages, what is new, who has read what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.utils import timezone

from aftercare.accounts.models import User
from trajectories.dossier.models import Trajectory
from trajectories.messages.models import Attachment, Message, Reading

PAGE = 30


@dataclass(frozen=True)
class Entry:
    """`day` stands where another day begins; `readings` leave out the one who looks."""

    message: Message
    is_ours: bool
    is_unread: bool
    is_new: bool
    readings: list[Reading]
    files: list[Attachment]
    day: date | None


@dataclass(frozen=True)
class Conversation:
    """`is_own` when the client or relative looks at it."""

    entries: list[Entry]
    page: Page
    is_own: bool

    @property
    def unread(self) -> list[Message]:
        return [entry.message for entry in self.entries if entry.is_unread]


def read(trajectory: Trajectory, *, by: User, page: str = "") -> Conversation:
    """The oldest of the page first. The first page holds the newest messages."""
    messages = trajectory.messages.select_related("author").prefetch_related(
        Prefetch("readings", Reading.objects.select_related("reader")),
        Prefetch("attachments", Attachment.objects.defer("content")),
    )
    found = Paginator(messages, PAGE).get_page(page)
    entries = list(_entries(reversed(found.object_list), trajectory, by))
    return Conversation(entries, found, is_own=trajectory.part in Trajectory.Kind)


def _entries(messages: Iterable[Message], trajectory: Trajectory, by: User) -> Iterator[Entry]:
    """To the client all that was not read is new; to the team only what nobody has answered."""
    is_client = trajectory.part in Trajectory.Kind
    waits_since = trajectory.summary.message_waits_since
    day_before = None
    for message in messages:
        readings = list(message.readings.all())
        is_ours = message.is_from_client == is_client
        is_unread = not is_ours and all(reading.reader_id != by.pk for reading in readings)
        day = timezone.localdate(message.sent_at)
        yield Entry(
            message=message,
            is_ours=is_ours,
            is_unread=is_unread,
            is_new=is_unread and (is_client or bool(waits_since and message.sent_at >= waits_since)),
            readings=[reading for reading in readings if reading.reader_id != by.pk],
            files=list(message.attachments.all()),
            day=day if day != day_before else None,
        )
        day_before = day
