"""The questionnaires there are: `instruments/<id>.<version>.toml`. An answered version is never changed."""

import re
import tomllib
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from trajectories.checkins.definition import parse
from trajectories.checkins.models import CheckIn
from trajectories.checkins.problems import DefinitionError, Problem, unreadable
from trajectories.checkins.questionnaire import Questionnaire

FOLDER = Path(__file__).parent / "instruments"
NAME = re.compile(r"(?P<id>[a-z][a-z0-9_]*)\.(?P<version>[1-9]\d*)\.toml")


class NoSuchQuestionnaire(LookupError):
    pass


@cache
def load(name: str, version: int | None = None) -> Questionnaire:
    """That version, or the newest."""
    versions = {found.version: found for found in _all() if found.id == name}
    try:
        return versions[version or max(versions)]
    except (KeyError, ValueError):
        raise NoSuchQuestionnaire(f"{name} {version or ''}".strip()) from None


USUAL = {"client": "weekly_seven", "relative": "relative_week"}
"""What somebody fills in of their own accord."""
REGULAR = {*USUAL.values(), "check_up", "check_up_relative"}
"""What the lines of craving and mood are made of."""


def usual(audience: str) -> Questionnaire:
    return load(USUAL[audience])


def available(audience: str) -> list[Questionnaire]:
    """The newest version of each questionnaire for clients, or for relatives."""
    newest = [load(name) for name in sorted({questionnaire.id for questionnaire in _all()})]
    return [one for one in newest if audience in one.audience and one.along is None]


@cache
def parts_of(name: str) -> list[Questionnaire]:
    """The newest version of each that may go along with this questionnaire."""
    newest = [load(found) for found in sorted({one.id for one in _all()})]
    return [one for one in newest if one.along and name in one.along.instruments]


def of(check_in: CheckIn) -> Questionnaire:
    """What this check-in asks, in the versions that it began with."""
    return load(check_in.instrument, check_in.version).together(load(*part) for part in check_in.along.items())


@cache
def _all() -> list[Questionnaire]:
    return [read(path) for path in sorted(FOLDER.glob("*.toml"))]


def read(path: Path) -> Questionnaire:
    parts = NAME.fullmatch(path.name)
    if not parts:
        raise DefinitionError(Problem(path.name, _("The name must be <id>.<version>.toml.")))
    return of_text(path.read_text(), name=parts["id"], version=int(parts["version"]), file=path.name)


def of_text(text: str, *, name: str, version: int, file: str) -> Questionnaire:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise unreadable(file, problem) from problem
    try:
        return parse(table, name=name, version=version, file=file)
    except DefinitionError as found:
        raise found.within(text) from found
