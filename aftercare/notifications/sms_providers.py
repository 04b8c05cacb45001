"""Who carries text messages: the console, a file (the demo's mailbox shows it), or a service over HTTP."""

import hashlib
import hmac
import http.client
import json
import sys
import time
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from aftercare.notifications.results import Ended, Result

NO_SUCH_NUMBER = {404, 410, 422}
LATER = {401, 403, 408, 425, 429, 503}
"""Not taken: the service is busy, or our own set-up is wrong."""


class Provider(Protocol):
    def send(self, *, to: str, text: str, reference: str) -> Result:
        """Never raises. `reference` is the same at every attempt of one message."""


class Console:
    """For a developer's terminal."""

    def send(self, *, to: str, text: str, reference: str) -> Result:  # noqa: ARG002 - as Provider has it
        sys.stdout.write(f"{to}: {text}\n")
        return Result(Ended.SENT)


class File:
    """Each message a file beside the demo's letters. It appears whole or not at all."""

    def send(self, *, to: str, text: str, reference: str) -> Result:
        folder = Path(settings.SMS_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{timezone.now():%Y%m%dT%H%M%S%f}-{uuid4().hex[:6]}.sms"
        (folder / f".{name}").write_text(json.dumps({"to": to, "text": text, "reference": reference}))
        (folder / f".{name}").replace(folder / name)
        return Result(Ended.SENT)


class Http:
    """A POST of JSON, signed with HMAC-SHA256 over the time and the body. What was perhaps taken is not sent again."""

    def send(self, *, to: str, text: str, reference: str) -> Result:
        address = urlsplit(settings.SMS_URL)
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        connection = kind(address.netloc, timeout=settings.SMS_TIMEOUT)
        body = json.dumps({"to": to, "text": text, "from": settings.SMS_SENDER, "reference": reference}).encode()
        try:
            connection.connect()
        except OSError:
            return Result(Ended.LATER, "sms unreachable")
        try:
            connection.request("POST", address.path or "/", body, headers(body, reference=reference))
            return meaning(connection.getresponse().status)
        except (OSError, http.client.HTTPException):
            return Result(Ended.UNSURE, "sms no answer")
        finally:
            connection.close()


def headers(body: bytes, *, reference: str) -> dict[str, str]:
    at = str(int(time.time()))
    signature = hmac.new(settings.SMS_KEY.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "Idempotency-Key": reference,
        "X-Timestamp": at,
        "X-Signature": f"sha256={signature}",
    }


def meaning(status: int) -> Result:
    reason = f"sms {status}"
    if 200 <= status < 300:
        return Result(Ended.SENT)
    if status in NO_SUCH_NUMBER:
        return Result(Ended.UNDELIVERABLE, reason)
    if status in LATER:
        return Result(Ended.LATER, reason)
    return Result(Ended.UNSURE if status >= 500 else Ended.REFUSED, reason)


PROVIDERS: dict[str, type[Provider]] = {"console": Console, "file": File, "http": Http}


def chosen() -> Provider | None:
    """The one of the settings, if any."""
    found = PROVIDERS.get(settings.SMS_PROVIDER)
    return found() if found else None
