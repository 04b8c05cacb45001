"""Headings as people write them."""

import re
import unicodedata


def plain(heading: str) -> str:
    """Without accents, spaces and signs: "E-mail adres" and "e-mailadres" are one heading."""
    ascii_only = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", ascii_only.lower())
