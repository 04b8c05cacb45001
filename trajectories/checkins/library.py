"""The questionnaires there are: `instruments/<id>.<version>.toml`. An answered version is never changed."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from trajectories.checkins.definition import parse
from trajectories.checkins.models import CheckIn, OwnQuestionnaire, OwnVersion
from trajectories.checkins.problems import DefinitionError, Problem, unreadable
from trajectories.checkins.questionnaire import Questionnaire

FOLDER = Path(__file__).parent / "instruments"
NAME = re.compile(r"(?P<id>[a-z][a-z0-9_]*)\.(?P<version>[1-9]\d*)\.toml")


class NoSuchQuestionnaire(LookupError):
    pass


def load(name: str, version: int | None = None) -> Questionnaire:
    """That version, or the newest."""
    if not name.startswith(OwnQuestionnaire.PREFIX):
        return _shipped(name, version)
    return _own(name, version or _newest(name))


@cache
def _shipped(name: str, version: int | None) -> Questionnaire:
    versions = {found.version: found for found in _all() if found.id == name}
    try:
        return versions[version or max(versions)]
    except (KeyError, ValueError):
        raise NoSuchQuestionnaire(f"{name} {version or ''}".strip()) from None


@lru_cache(maxsize=200)
def _own(name: str, version: int) -> Questionnaire:
    """What an organisation wrote; a version never changes, and is read once."""
    stored = OwnVersion.objects.filter(questionnaire=_key(name), version=version).first()
    if stored is None:
        raise NoSuchQuestionnaire(f"{name} {version}")
    return of_text(stored.text, name=name, version=version, file=name)


def _newest(name: str) -> int:
    newest = OwnVersion.objects.filter(questionnaire=_key(name)).aggregate(newest=Max("version"))["newest"]
    return newest or 0


def _key(name: str) -> UUID:
    try:
        return UUID(name.removeprefix(OwnQuestionnaire.PREFIX))
    except ValueError:
        raise NoSuchQuestionnaire(name) from None


USUAL = {"client": "weekly_seven", "relative": "relative_week"}
"""What somebody fills in of their own accord."""
REGULAR = {*USUAL.values(), "check_up", "check_up_relative"}
"""What the lines of craving and mood are made of."""


def usual(audience: str) -> Questionnaire:
    return load(USUAL[audience])


def available(audience: str, *, organisation: UUID | None = None) -> list[Questionnaire]:
    """The newest version of each questionnaire for clients, or for relatives; with those of an organisation."""
    newest = [load(name) for name in sorted({questionnaire.id for questionnaire in _all()})]
    if organisation:
        own = OwnQuestionnaire.objects.filter(organisation=organisation, retired_at=None).with_newest()
        newest += [load(one.instrument, one.newest) for one in own.order_by("slug")]
    return [one for one in newest if audience in one.audience and one.along is None]


def is_there(name: str, *, organisation: UUID) -> bool:
    """Whether it can be asked in this organisation: ours always, its own until it retires."""
    load(name)
    if not name.startswith(OwnQuestionnaire.PREFIX):
        return True
    return OwnQuestionnaire.objects.filter(pk=_key(name), organisation=organisation, retired_at=None).exists()


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
