"""The demo's mail: a backend that keeps each letter as a file, and the reading of them and of text messages."""

import json
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from aftercare.notifications.models import Channel

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
    names = sorted((path.name for kind in ("eml", "sms") for path in folder.glob(f"[0-9]*.{kind}")), reverse=True)
    return [_read_text(folder / name) if name.endswith(".sms") else _read(folder / name) for name in names[:NEWEST]]


def _read(path: Path) -> Letter:
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    text = letter.get_body(("plain",)).get_content()
    return Letter(letter["to"], letter["subject"], text, _arrived(path), letter.get("Content-Language", ""))


def _read_text(path: Path) -> Letter:
    """A text message, as the file provider keeps it."""
    found = json.loads(path.read_text())
    return Letter(found["to"], str(Channel.SMS.label), found["text"], _arrived(path), "")


def _arrived(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_default_timezone())
