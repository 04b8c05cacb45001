"""A region's directory as a table: written as CSV, and read back row by row before anything is saved."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from aftercare.accounts.models import Region
from aftercare.core import tables
from aftercare.core.errors import Refused
from aftercare.core.tables.headings import plain
from aftercare.core.tables.writing import as_csv, as_it_was
from aftercare.network.forms.services import ServiceForm
from aftercare.network.models import Access, Audience, Block, Capacity, Costs, LifeArea, Municipality, Service, State

COLUMNS = (
    "name", "provider", "block", "about", "municipalities", "areas", "audiences", "costs", "costs_note",
    "waiting_weeks", "capacity", "places", "hours", "address", "access", "access_note", "phone", "email", "website",
)  # fmt: skip
NEEDED = ("name", "provider")
WORDS: dict[str, type[TextChoices]] = {
    "block": Block,
    "areas": LifeArea,
    "audiences": Audience,
    "costs": Costs,
    "access": Access,
    "capacity": Capacity,
}
MANY = ("municipalities", "areas", "audiences", "access")
BETWEEN = "|"
MOST_ROWS = 500
LANGUAGES = ("nl", "en")

Cells = dict[str, str]
"""What a row says, by the name of the field; columns that are not there are not in it."""


class Verdict(TextChoices):
    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Corrected")
    SAME = "same", gettext_lazy("The same as now")
    WRONG = "wrong", gettext_lazy("Not right yet")


@dataclass
class Line:
    number: int
    name: str
    verdict: Verdict
    says: list[str] = field(default_factory=list)
    words: dict[str, Any] = field(default_factory=dict)
    service: Service | None = None


@dataclass(frozen=True)
class Report:
    lines: list[Line]

    def of(self, verdict: Verdict) -> list[Line]:
        return [line for line in self.lines if line.verdict == verdict]

    @property
    def kinds(self) -> list[tuple[Verdict, list[Line]]]:
        return [(verdict, lines) for verdict in reversed(Verdict) if (lines := self.of(verdict))]

    @property
    def may_go_on(self) -> bool:
        return not self.of(Verdict.WRONG) and bool(self.of(Verdict.NEW) or self.of(Verdict.CHANGED))

    @property
    def digest(self) -> str:
        """Another one when a service was changed since somebody looked."""
        told = [(one.number, one.verdict, one.says, one.service and one.service.revision) for one in self.lines]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@cache
def _labels(language: str) -> dict[str, str]:
    with override(language):
        return {name: capfirst(str(ServiceForm.base_fields[name].label)) for name in COLUMNS}


@cache
def _headings() -> dict[str, str]:
    """Every heading that is known, without accents and signs."""
    known = {plain(name): name for name in COLUMNS}
    for language in LANGUAGES:
        known |= {plain(label): name for name, label in _labels(language).items()}
    return known


@cache
def _choices(name: str) -> dict[str, str]:
    known = {plain(value): value for value in WORDS[name].values}
    for language in LANGUAGES:
        with override(language):
            known |= {plain(str(label)): value for value, label in WORDS[name].choices}
    return known


def written(services: Iterable[Service]) -> str:
    rows = [[_cell(service, name) for name in COLUMNS] for service in services]
    labels = _labels((get_language() or LANGUAGES[0])[:2])
    return as_csv([[labels[name] for name in COLUMNS], *rows])


def _cell(service: Service, name: str) -> str:
    if name == "municipalities":
        return BETWEEN.join(town.name for town in service.municipalities.all())
    value = getattr(service, name)
    if name in WORDS:
        values = value if name in MANY else [value]
        return BETWEEN.join(str(WORDS[name](one).label) for one in values)
    return "" if value is None else str(value)


def read(content: bytes) -> list[tuple[int, Cells]]:
    """The rows of a file below its headings; Refused in words when there is no making sense of it."""
    (_number, first), *rows = tables.read(content).table.rows
    names = [_headings().get(plain(str(heading)), "") for heading in first]
    if missing := [name for name in NEEDED if name not in names]:
        labels = _labels((get_language() or LANGUAGES[0])[:2])
        words = {"names": ", ".join(f"“{labels[name]}”" for name in missing)}
        raise Refused(
            _("The first row does not have the heading %(names)s. Begin with the file of the region.") % words
        )
    if len(rows) > MOST_ROWS:
        raise Refused(_("This file has more than %(count)d rows. Split it into several files.") % {"count": MOST_ROWS})
    return [(number, dict(_said(names, cells))) for number, cells in rows]


def _said(names: list[str], cells: list[Any]) -> Iterator[tuple[str, str]]:
    for place, name in enumerate(names):
        if name:
            cell = cells[place] if place < len(cells) else ""
            yield name, f"={cell.lstrip('=')}" if isinstance(cell, tables.Formula) else as_it_was(str(cell))


def check(region: Region, rows: list[tuple[int, Cells]]) -> Report:
    """What each row would do. Nothing is saved."""
    towns = list(region.municipalities.all())
    there = Service.objects.filter(region=region).exclude(state=State.WITHDRAWN).prefetch_related("municipalities")
    known = {(plain(one.name), plain(one.provider)): one for one in there}
    seen: dict[tuple[str, str], int] = {}
    lines = []
    for number, cells in rows:
        key = (plain(cells["name"]), plain(cells["provider"]))
        if key in seen:
            says = [_("The same service as in row %(number)d.") % {"number": seen[key]}]
            lines.append(Line(number, cells["name"], Verdict.WRONG, says))
            continue
        seen[key] = number
        lines.append(_line(number, cells, known.get(key) or Service(region=region), towns))
    return Report(lines)


def _line(number: int, cells: Cells, service: Service, towns: list[Municipality]) -> Line:
    is_new = service.changed_by_id is None
    before = {} if is_new else {name: _cell(service, name) for name in COLUMNS}
    data = MultiValueDict({name: _value(name, text, towns) for name, text in (before | cells).items()})
    if is_new:
        data = MultiValueDict({"costs": [Costs.UNKNOWN], "capacity": [Capacity.UNKNOWN]} | dict(data.lists()))
    form = ServiceForm(data, instance=service, towns=towns)
    if not form.is_valid():
        return Line(number, cells["name"], Verdict.WRONG, list(_errors(form, cells)))
    words = {name: form.cleaned_data[name] for name in COLUMNS}
    if is_new:
        return Line(number, cells["name"], Verdict.NEW, words=words)
    after = {name: _cell(service, name) for name in COLUMNS if name != "municipalities"}
    after["municipalities"] = BETWEEN.join(town.name for town in words["municipalities"])
    changed = [name for name in COLUMNS if before[name] != after[name]]
    says = [f"{capfirst(str(form.fields[name].label))}: “{before[name]}” → “{after[name]}”" for name in changed]
    return Line(number, cells["name"], Verdict.CHANGED if changed else Verdict.SAME, says, words, service)


def _value(name: str, text: str, towns: list[Municipality]) -> list[str]:
    """As the form wants it: what is not known stays as it was written, so that the form says so."""
    if name == "municipalities":
        known = {plain(town.name): str(town.pk) for town in towns}
    elif name in WORDS:
        known = _choices(name)
    else:
        return [text]
    parts = text.replace(";", BETWEEN).split(BETWEEN) if name in MANY else [text]
    return [known.get(plain(part), part.strip()) for part in parts if part.strip()]


def _errors(form: ServiceForm, cells: Cells) -> Iterator[str]:
    for name, errors in form.errors.items():
        label = capfirst(str(form.fields[name].label)) if name in form.fields else ""
        found = cells.get(name, "")[:60]
        for error in errors:
            yield _("Column “%(column)s”: found “%(found)s”; %(wrong)s") % {
                "column": label,
                "found": found,
                "wrong": error,
            }
