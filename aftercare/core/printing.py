"""From plain data to a tagged PDF (PDF/UA-1), set by Typst with the font that it brings."""

import json
import re
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import get_language

UNPRINTABLE = re.compile(
    r"[^\n -~\u00a0-\u024f\u0300-\u036f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f"
    r"\u1e00-\u1e9b\u1e9e\u1ea0-\u1ef9\u2010-\u2027\u2030-\u2037\u2039\u203a\u20ac\u2116\u2122\u2190-\u2193]+"
)
"""What the font has no sign for. PDF/UA refuses a page with a sign that cannot be shown."""
SIGN = "□"
LONGEST_WORD = 40


def pdf(template: Path, data: dict[str, Any]) -> bytes:
    """`data` goes in as values, never as markup. Templates share aftercare/core/typst/common.typ."""
    values = json.dumps(_printable({"lang": get_language(), **data}))
    return typst.compile(
        str(template),
        root=str(settings.BASE_DIR),
        format="pdf",
        sys_inputs={"data": values},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )


def _printable(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _printable(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_printable(value) for value in data]
    return printable(data) if isinstance(data, str) else data


def printable(text: str) -> str:
    """As it was typed, but for signs that cannot be printed and words wider than the page."""
    shown = UNPRINTABLE.sub(SIGN, text.replace("\r\n", "\n").replace("\t", " "))
    return re.sub(rf"\S{{{LONGEST_WORD}}}(?=\S)", lambda word: f"{word[0]}\u200b", shown)
