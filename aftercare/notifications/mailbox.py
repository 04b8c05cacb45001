"""The demo's mail: a backend that keeps each letter as a file, and the reading of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

NEWEST = 50


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str
    arrived_at: datetime
    language: str


class Backend(BaseEmailBackend):
    """EMAIL_URL=mailbox:////absolute/folder. A letter appears whole or not at all."""

    def send_messages(self, email_messages) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%dT%H%M%S%f}-{uuid4().hex[:6]}.eml"
            unfinished = folder / f".{name}"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.replace(folder / name)
        return len(email_messages)


def newest() -> list[Letter]:
    folder = Path(settings.EMAIL_FILE_PATH)
    names = sorted((path.name for path in folder.glob("[0-9]*.eml")), reverse=True)
    return list(_read(folder / name for name in names[:NEWEST]))


def _read(paths) -> Iterator[Letter]:
    for path in paths:
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        arrived_at = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_default_timezone())
        text = letter.get_body(("plain",)).get_content()
        yield Letter(letter["to"], letter["subject"], text, arrived_at, letter.get("Content-Language", ""))
