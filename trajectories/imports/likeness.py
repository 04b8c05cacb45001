"""How alike two names are, as pg_trgm measures it, for rows that are not in the database."""

import re
import unicodedata


def folded(name: str) -> str:
    """Without accents, spaces and signs, in any script."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return re.sub(r"[\W_]", "", bare.casefold())


def likeness(one: str, other: str) -> float:
    """0 to 1: the share of three-letter pieces that both have."""
    mine, theirs = _pieces(one), _pieces(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _pieces(name: str) -> set[str]:
    words = [f"  {folded(word)} " for word in re.split(r"\W+", name) if folded(word)]
    return {word[at : at + 3] for word in words for at in range(len(word) - 2)}
