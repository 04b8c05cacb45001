"""The library: `library.toml` says what there is, `texts/<language>/<slug>.toml` holds the words of each."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from trajectories.dossier.models import Trajectory
from trajectories.plans.models import LifeArea, TriggerKind

FOLDER = Path(__file__).parent
LANGUAGES = ("nl", "en")
MARKS = {"-": "list", ">": "words"}


class LibraryError(ValueError):
    """A file does not say what it must say. The message names the file."""


class NoSuchExercise(LookupError):
    pass


class Shelf(TextChoices):
    MOMENT = "moment", _("At a hard moment")
    PEOPLE = "people", _("With other people")
    DAYS = "days", _("For your days and nights")
    UNDERSTANDING = "understanding", _("To understand")
    RELATIVES = "relatives", _("For relatives")


OF_CLIENTS = [shelf for shelf in Shelf if shelf is not Shelf.RELATIVES]
OF_RELATIVES = [Shelf.RELATIVES, *OF_CLIENTS]


@dataclass(frozen=True)
class Block:
    """A paragraph, a list, or words that one could say."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Exercise:
    slug: str
    version: int
    language: str
    shelf: Shelf
    icon: str
    minutes: int
    timer: int | None
    triggers: tuple[TriggerKind, ...]
    areas: tuple[LifeArea, ...]
    title: str
    purpose: str
    evidence: str
    steps: tuple[Step, ...]

    @property
    def lead(self) -> str:
        """What it is for, in one sentence."""
        return re.split(r"(?<=[.?])\s", self.purpose, maxsplit=1)[0]

    @property
    def suits(self) -> list[str]:
        return [str(word.label) for word in (*self.triggers, *self.areas)]


def load(slug: str, language: str | None = None) -> Exercise:
    """In that language, or in the reader's."""
    try:
        return _all(language or _readers())[slug]
    except KeyError:
        raise NoSuchExercise(slug) from None


def slugs() -> list[str]:
    return list(_all(LANGUAGES[0]))


def shelves(kind: str = "") -> list[tuple[Shelf, list[Exercise]]]:
    """Shelf by shelf, in the reader's language: every exercise, or what suits one kind of trajectory."""
    chosen = {Trajectory.Kind.CLIENT: OF_CLIENTS, Trajectory.Kind.RELATIVE: OF_RELATIVES}.get(kind, list(Shelf))
    return [(shelf, of(shelf)) for shelf in chosen]


def of(shelf: Shelf) -> list[Exercise]:
    """Those on one shelf, in the reader's language."""
    return [one for one in _all(_readers()).values() if one.shelf is shelf]


def suiting(trigger: str) -> list[Exercise]:
    """Those for that kind of trigger; for another word, those for a hard moment. In the reader's language."""
    exercises = _all(_readers()).values()
    if trigger in TriggerKind:
        return [one for one in exercises if trigger in one.triggers]
    return [one for one in exercises if one.shelf is Shelf.MOMENT]


def _readers() -> str:
    language = get_language()
    return language if language in LANGUAGES else LANGUAGES[0]


@cache
def _all(language: str) -> dict[str, Exercise]:
    return {exercise.slug: exercise for exercise in read(FOLDER, language)}


def read(folder: Path, language: str) -> Iterator[Exercise]:
    """The exercises in a folder that is laid out as this one."""
    for facts in _toml(folder / "library.toml")["exercises"]:
        file = folder / "texts" / language / f"{facts['slug']}.toml"
        words = _toml(file)
        try:
            yield _exercise(facts, words, language)
        except (KeyError, TypeError, ValueError) as problem:
            raise LibraryError(f"{file.name} ({language}): {problem!r}") from problem


def _exercise(facts: dict, words: dict, language: str) -> Exercise:
    if words["version"] != facts["version"]:
        raise ValueError(f"version {words['version']}, but the library has {facts['version']}")
    return Exercise(
        slug=facts["slug"],
        version=facts["version"],
        language=language,
        shelf=Shelf(facts["shelf"]),
        icon=facts["icon"],
        minutes=facts["minutes"],
        timer=facts.get("timer"),
        triggers=tuple(TriggerKind(word) for word in facts["triggers"]),
        areas=tuple(LifeArea(word) for word in facts["areas"]),
        title=words["title"],
        purpose=words["purpose"],
        evidence=words["evidence"],
        steps=tuple(Step(step["title"], tuple(blocks(step["text"]))) for step in words["steps"]),
    )


def blocks(text: str) -> Iterator[Block]:
    """Parted by empty lines. `- ` begins each line of a list, `> ` each line of words to say."""
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = part.splitlines()
        kind = MARKS.get(lines[0][0], "paragraph")
        if kind == "paragraph":
            yield Block(kind, (" ".join(line.strip() for line in lines),))
        else:
            yield Block(kind, tuple(line[1:].strip() for line in lines))


def _toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text())
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise LibraryError(f"{path.name}: {problem}") from problem
