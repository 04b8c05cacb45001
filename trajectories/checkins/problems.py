"""What is wrong with a definition file: where, in words, and at which line. All of it at once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NEEDED, ALLOWED = "needed", "allowed"
KINDS: dict[object, Promise] = {
    str: gettext_lazy("a text"),
    bool: gettext_lazy("true or false"),
    int: gettext_lazy("a whole number"),
    list: gettext_lazy("a list"),
    dict: gettext_lazy("a table"),
    int | str: gettext_lazy("a number or a word"),
    bool | dict: gettext_lazy("true or false, or both per language"),
}
HEADER = re.compile(r"\s*\[\[\s*(?P<part>\w+)\s*\]\]")
ID = re.compile(r"\s*id\s*=\s*[\"'](?P<id>[^\"']*)")
PLACE = re.compile(r"(?P<part>items|scales) (?P<which>[^\s,]+)")
LINE = re.compile(r"at line (?P<line>\d+)")


@dataclass(frozen=True)
class Problem:
    """`place` names the file, or the part of it: "items heavy, option 2"."""

    place: str
    words: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


class DefinitionError(ValueError):
    """The file does not say what a questionnaire must say."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))

    def within(self, text: str) -> "DefinitionError":
        """The same, each problem with its line in the file, in the order of the lines."""
        found = [replace(one, line=one.line or _line_of(one.place, text)) for one in self.problems]
        return DefinitionError(*sorted(found, key=lambda one: one.line or 0))


class Gathering:
    """Collects the problems of each part, so that one mistake does not hide the next."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    @contextmanager
    def part(self) -> Iterator[None]:
        try:
            yield
        except DefinitionError as found:
            self.problems += found.problems

    def settle(self) -> None:
        if self.problems:
            raise DefinitionError(*self.problems)


def insist(holds: object, place: str, words: str) -> None:
    if not holds:
        raise DefinitionError(Problem(place, words))


def check(table: dict, wanted: dict, place: str) -> None:
    """Every needed key is there, no other key is, and each has its type."""
    insist(isinstance(table, dict), place, _("This must be a table of names and values."))
    unknown = [_("“%(name)s” is unknown here.") % {"name": name} for name in table.keys() - wanted.keys()]
    missing = [
        _("“%(name)s” is missing.") % {"name": name}
        for name, (_kind, need) in wanted.items()
        if need is NEEDED and name not in table
    ]
    wrong = [
        _("“%(name)s” must be %(kind)s.") % {"name": name, "kind": KINDS[kind]}
        for name, (kind, _need) in wanted.items()
        if name in table and not _is(table[name], kind)
    ]
    if said := [*sorted(unknown), *missing, *wrong]:
        raise DefinitionError(*(Problem(place, words) for words in said))


def _is(value: object, kind: type) -> bool:
    takes_bool = kind is bool or kind == bool | dict
    return isinstance(value, kind) and value != "" and (takes_bool or not isinstance(value, bool))


def unreadable(place: str, problem: Exception) -> DefinitionError:
    """The file is no TOML."""
    found = LINE.search(str(problem))
    words = _("Here the file cannot be read as TOML: %(problem)s") % {"problem": problem}
    return DefinitionError(Problem(place, words, int(found["line"]) if found else None))


def _line_of(place: str, text: str) -> int | None:
    """The line at which the part begins that the place names by its id, or by its number."""
    named = PLACE.search(place)
    if not named:
        return None
    part, number, begins = "", {}, 0
    for line, words in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(words):
            part, begins = header["part"], line
            number[part] = number.get(part, 0) + 1
        found = ID.match(words)
        ids = {str(number.get(part))} | ({found["id"]} if found else set())
        if part == named["part"] and named["which"] in ids:
            return begins
    return None
