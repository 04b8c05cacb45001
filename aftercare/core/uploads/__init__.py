"""Files that people send: what they are by their bytes, cleaned of what they need not carry, or refused in words."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from aftercare.core.uploads import documents, images, names, scanner
from aftercare.core.uploads.refusals import FileRefused

__all__ = ["ACCEPT", "MOST_BYTES", "CheckedFile", "FileRefused", "came_without_files", "check"]

MOST_BYTES = 5 * 1024 * 1024
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.txt"
KINDS = {
    "application/pdf": (".pdf", documents.looks_like_pdf, documents.pdf),
    "image/jpeg": (".jpg", images.looks_like_jpeg, images.jpeg),
    "image/png": (".png", images.looks_like_png, images.png),
    "image/webp": (".webp", images.looks_like_webp, images.webp),
    "text/plain": (".txt", documents.looks_like_text, documents.text),
}
"""Of each kind its ending, how its bytes are recognised, and what is kept of them."""


@dataclass(frozen=True)
class CheckedFile:
    name: str
    kind: str
    content: bytes


def check(*, name: str, content: bytes) -> CheckedFile:
    """The file under a harmless name, or FileRefused with what its sender can do. The name decides nothing."""
    if not content:
        raise FileRefused(_("This file is empty."))
    if len(content) > MOST_BYTES:
        raise FileRefused(_("This file is larger than 5 MB. Make it smaller, or send it in parts."))
    scanner.scan(content)
    for kind, (ending, is_this, cleaned) in KINDS.items():
        if is_this(content):
            return CheckedFile(names.harmless(name, ending=ending), kind, cleaned(content))
    raise FileRefused(_("This kind of file cannot be sent. PDF, JPEG, PNG, WebP and plain text can."))


def came_without_files(request: HttpRequest) -> bool:
    """Files are kept in memory, never on disk. A request that is larger than that loses them before we see them."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
