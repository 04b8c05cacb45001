"""File names: readable, and harmless on every system."""

import re
import unicodedata

from django.utils.translation import gettext as _

LONGEST = 80
UNWANTED = re.compile(r"[^\w ()'-]+")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def harmless(name: str, *, ending: str) -> str:
    """The ending is that of what the file really is."""
    return stem(name) + ending


def stem(name: str) -> str:
    """Without folders, ending, dots and signs that change how the rest is read."""
    last = re.split(r"[/\\]", name)[-1]
    found = unicodedata.normalize("NFC", last.rpartition(".")[0] or last)
    found = " ".join(UNWANTED.sub(" ", found).split()).strip(" -'")[:LONGEST].strip()
    return _("file") if not found or RESERVED.fullmatch(found) else found
