"""The virus scanner: clamd, where the organisation runs one (CLAMD_ADDRESS). Its own test file is always known."""

import logging
import socket
import struct

from django.conf import settings
from django.utils.translation import gettext as _

from aftercare.core.uploads.refusals import FileRefused

logger = logging.getLogger(__name__)

TEST_FILE = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
SECONDS = 10


def scan(content: bytes) -> None:
    """Raises FileRefused for what the scanner knows, and for everything while it is away."""
    if TEST_FILE in content or (settings.CLAMD_ADDRESS and not _is_clean(content)):
        raise FileRefused(_("The virus scanner stopped this file. It was not stored."))


def _is_clean(content: bytes) -> bool:
    try:
        answer = _ask(content)
    except OSError as error:
        logger.warning("The virus scanner is away: %s", type(error).__name__)
        raise FileRefused(_("Files cannot be checked now. Send it later; your message can go without it.")) from error
    return answer.endswith(b"OK")


def _ask(content: bytes) -> bytes:
    host, _colon, port = settings.CLAMD_ADDRESS.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as clamd:
        clamd.sendall(b"zINSTREAM\0" + struct.pack(">I", len(content)) + content + struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := clamd.recv(4096)):
            answer += part
    return answer.rstrip(b"\0")
