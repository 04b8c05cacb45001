"""Cells to the values of a person: what was found, what was expected, and how it was read."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from aftercare.core.tables import Formula, dates
from aftercare.core.tables.headings import plain
from trajectories.dossier.forms import OLDEST, USUAL_LENGTH
from trajectories.dossier.models import Trajectory
from trajectories.imports.columns import DATES, Field

LONGEST = {
    Field.NAME: 120,
    Field.CALLED: 60,
    Field.PRONOUNS: 30,
    Field.NUMBER: 30,
    Field.PHONE: 30,
    Field.EMAIL: 254,
    Field.TREATMENT_PLACE: 120,
}
KINDS = {
    Trajectory.Kind.CLIENT: "client clienten c",
    Trajectory.Kind.RELATIVE: "naaste relative familie partner ouder kind n r",
}
LANGUAGES = {"nl": "nl nederlands dutch", "en": "en engels english"}
TREATMENTS = {
    Trajectory.Treatment.CLINIC: "kliniek klinisch opname clinic clinical admission opnameineenkliniek",
    Trajectory.Treatment.OUTPATIENT: "ambulant ambulante outpatient poli polikliniek ambulantebehandeling",
    "": "geen none onbekend unknown nvt",
}
CHOICES: dict[str, dict[str, str]] = {
    Field.KIND: KINDS,
    Field.LANGUAGE: LANGUAGES,
    Field.TREATMENT: TREATMENTS,
}
NAMES = {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME}
PHONE = re.compile(r"\+?[\d\s()/.-]{6,29}")
DAMAGED = re.compile("�|Ã[\x80-\xbf‚-™¡-¿]|â€")
"""What a letter with an accent becomes when a file is read in one encoding and saved in another."""
STARTS_A_FORMULA = ("=", "+", "-", "@")


@dataclass
class Values:
    """One row: its values by field, and what there is to say of them."""

    number: int
    by_field: dict[str, Any] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def get(self, name: str) -> Any:
        return self.by_field.get(name) or ("" if name not in DATES else None)


@dataclass(frozen=True)
class Reader:
    """Reads rows of one file: which column is what, and what the headings and dates look like."""

    places: dict[str, int]
    headings: dict[str, str]
    order: str
    today: date

    def read(self, number: int, cells: list[Any]) -> Values:
        values = Values(number)
        for name, place in self.places.items():
            cell = cells[place] if place < len(cells) else ""
            try:
                values.by_field[name] = self._value(name, cell, values)
            except dates.Wrong as wrong:
                values.failed.add(name)
                values.errors.append(self._sentence(name, cell, str(wrong)))
        _put_name_together(values)
        self._check(values)
        return values

    def _sentence(self, name: str, cell: Any, wrong: str) -> str:
        words = {"column": self.headings[name] or Field(name).label, "found": _shortened(str(cell)), "wrong": wrong}
        return _("Column “%(column)s”: found “%(found)s”; %(wrong)s.") % words

    def _value(self, name: str, cell: Any, values: Values) -> Any:
        if isinstance(cell, Formula):
            raise dates.Wrong(_("this is a formula; paste its value as text"))
        if name in DATES:
            return self._date(name, cell, values)
        text = cell.isoformat() if isinstance(cell, date) else cell
        if DAMAGED.search(text):
            raise dates.Wrong(
                _("letters were damaged when the file was saved; save it again as UTF-8, or choose another encoding")
            )
        if len(text) > LONGEST.get(name, 254):
            raise dates.Wrong(_("at most %(most)d characters fit") % {"most": LONGEST.get(name, 254)})
        if name in CHOICES and text:
            return _chosen(CHOICES[name], text)
        if text.startswith(STARTS_A_FORMULA) and name not in {Field.PHONE, Field.TREATMENT}:
            values.notes.append(_("“%(text)s” is kept as text; nothing is calculated.") % {"text": _shortened(text)})
        checked = CHECKED.get(name)
        return checked(text, values) if checked and text else text

    def _date(self, name: str, cell: Any, values: Values) -> date | None:
        if not cell:
            return None
        if isinstance(cell, date):
            return cell
        parsed = dates.parse(cell, order=self.order, today=self.today, of_birth=name == Field.BIRTH_DATE)
        if parsed.note:
            values.notes.append(parsed.note)
        return parsed.on

    def _check(self, values: Values) -> None:
        """What each value allows and the values together do not."""
        if not values.get(Field.NAME) and not values.failed & NAMES:
            values.errors.append(_("There is no name in this row."))
        born, ended = values.get(Field.BIRTH_DATE), values.get(Field.TREATMENT_ENDED_ON)
        if born and not OLDEST <= born <= self.today:
            values.errors.append(self._sentence(Field.BIRTH_DATE, born, _("this date of birth cannot be right")))
        starts_on = values.get(Field.STARTS_ON) or self.today
        ends_on = values.get(Field.ENDS_ON) or starts_on + USUAL_LENGTH
        if abs((starts_on - self.today).days) > 366 * 20:
            values.errors.append(self._sentence(Field.STARTS_ON, starts_on, _("this start cannot be right")))
        if ends_on < starts_on:
            values.errors.append(self._sentence(Field.ENDS_ON, ends_on, _("the end cannot be before the start")))
        if ended and ((born and ended < born) or ended > ends_on):
            values.errors.append(self._sentence(Field.TREATMENT_ENDED_ON, ended, _("this date cannot be right")))
        values.by_field |= {Field.STARTS_ON: starts_on, Field.ENDS_ON: ends_on}


def _put_name_together(values: Values) -> None:
    parts = [values.by_field.pop(name, "") for name in (Field.FIRST_NAME, Field.INFIX, Field.LAST_NAME)]
    if not values.by_field.get(Field.NAME):
        values.by_field[Field.NAME] = " ".join(filter(None, parts))[: LONGEST[Field.NAME]]


def _name(text: str, values: Values) -> str:
    """A last name before a comma goes to the end."""
    last, comma, first = text.partition(",")
    if not comma or "," in first or not first.strip():
        return text
    turned = f"{first.strip()} {last.strip()}"
    values.notes.append(_("“%(text)s” is read as %(name)s.") % {"text": text, "name": turned})
    return turned


def _email(text: str, values: Values) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise dates.Wrong(_("this is not an e-mail address")) from error
    return text.lower()


def _phone(text: str, values: Values) -> str:
    """A spreadsheet takes the first nought off a number."""
    if not PHONE.fullmatch(text):
        raise dates.Wrong(_("a phone number has digits, spaces and at most a plus at the start"))
    if re.fullmatch(r"[1-9]\d{8}", text):
        values.notes.append(_("Phone %(found)s is read as 0%(found)s.") % {"found": text})
        return f"0{text}"
    return text


CHECKED = {Field.NAME: _name, Field.EMAIL: _email, Field.PHONE: _phone}


def _chosen(choices: dict[str, str], text: str) -> str:
    known = {word: value for value, words in choices.items() for word in words.split()}
    if plain(text) not in known:
        expected = ", ".join(words.split()[0] for words in choices.values())
        raise dates.Wrong(_("expected one of: %(words)s") % {"words": expected})
    return known[plain(text)]


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
