"""The file itself: a ZIP in memory, with names that say nothing of care."""

import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone
from django.utils.translation import pgettext

MEDIA_TYPE = "application/zip"
FHIR = "fhir.json"


def name_of(ending: str, *, at: datetime | None = None) -> str:
    """Of the file, or of what is in it; of whom and of what it is not told."""
    word = pgettext("file name", "my-data")
    return f"{word}-{timezone.localtime(at):%Y-%m-%d}.{ending}" if at else f"{word}.{ending}"


def packed(files: dict[str, str]) -> bytes:
    """Texts under their names."""
    memory = io.BytesIO()
    with ZipFile(memory, "w", ZIP_DEFLATED) as pack:
        for name, text in files.items():
            pack.writestr(name, text)
    return memory.getvalue()
