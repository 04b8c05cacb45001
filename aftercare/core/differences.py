"""Which words differ between two texts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Piece:
    """Words that follow each other, with the space between and after them."""

    text: str
    changed: bool


def between(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces: what was taken out is changed in the old one, what came in its place in the new one."""
    old_words, new_words = _words(old), _words(new)
    bare = [[word.strip() for word in words] for words in (old_words, new_words)]
    steps = SequenceMatcher(None, *bare, autojunk=False).get_opcodes()
    return (
        list(_pieces((old_words[start:end], kind != "equal") for kind, start, end, _from, _to in steps)),
        list(_pieces((new_words[start:end], kind != "equal") for kind, _from, _to, start, end in steps)),
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*", text)


def _pieces(runs: Iterable[tuple[list[str], bool]]) -> Iterator[Piece]:
    for words, changed in runs:
        if words:
            yield Piece("".join(words), changed)
