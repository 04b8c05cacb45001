"""Dates as people write them. Which number is the day is seen from the whole file, or asked once."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d.*)?")
NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: \d.*)?")
WORDS = re.compile(r"(\d{1,2})[- .]+([a-zé]+)\.?[- ,]+(\d{4}|\d{2})", re.IGNORECASE)
DAY_NUMBER = re.compile(r"\d{5}(?:\.\d+)?")
EXCEL_BEGINS = date(1899, 12, 30)
MONTH_NAMES = "jan feb maa|mrt|mar apr mei|may jun jul aug sep|sept okt|oct nov dec".split()
YOUNGEST = 12
"""Nobody in aftercare is younger; so a birth year of two figures is of the century that makes them older."""


class Order(TextChoices):
    DAY = "day", gettext_lazy("the day first")
    MONTH = "month", gettext_lazy("the month first")


class Wrong(ValueError):
    """Why this is no date, as the end of a sentence."""


@dataclass(frozen=True)
class Evidence:
    """What the dates of a file say of their order; `example` could be read both ways."""

    proven: Order | None = None
    example: str = ""

    @property
    def must_ask(self) -> bool:
        return self.proven is None and bool(self.example)


def evidence(texts: Iterable[str]) -> Evidence:
    """A number above 12 can only be a day. Where both orders occur, the day first is taken and the rest is wrong."""
    day_first = month_first = False
    example = ""
    for text in texts:
        if not (found := NUMBERS.fullmatch(text)):
            continue
        first, second = int(found[1]), int(found[2])
        day_first |= first > 12 >= second
        month_first |= second > 12 >= first
        if not example and first != second and max(first, second) <= 12:
            example = text
    if day_first or month_first:
        return Evidence(Order.DAY if day_first else Order.MONTH, example)
    return Evidence(None, example)


@dataclass(frozen=True)
class Parsed:
    on: date
    note: str = ""
    """How it was read, where that is not plain."""


def parse(text: str, *, order: str, today: date, of_birth: bool = False) -> Parsed:
    if found := ISO.fullmatch(text):
        return Parsed(_exact(int(found[1]), int(found[2]), int(found[3])))
    if found := NUMBERS.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        day, month = (second, first) if order == Order.MONTH else (first, second)
        return _written(text, found[3], month, day, today, of_birth=of_birth)
    if (found := WORDS.fullmatch(text)) and (month := _month_of(found[2])):
        return _written(text, found[3], month, int(found[1]), today, of_birth=of_birth)
    if DAY_NUMBER.fullmatch(text):
        on = EXCEL_BEGINS + timedelta(days=int(float(text)))
        return Parsed(on, _note(text, on))
    if re.fullmatch(r"\d{4}", text):
        raise Wrong(_("this is a year only; a day and a month are needed"))
    raise Wrong(_("expected a date such as 31-12-1980 or 1980-12-31"))


def _written(text: str, year: str, month: int, day: int, today: date, *, of_birth: bool) -> Parsed:
    if len(year) == 4:
        return Parsed(_exact(int(year), month, day))
    century = 1900 if of_birth and 2000 + int(year) > today.year - YOUNGEST else 2000
    on = _exact(century + int(year), month, day)
    return Parsed(on, _note(text, on))


def _note(text: str, on: date) -> str:
    return _("“%(text)s” is read as %(day)s.") % {"text": text, "day": date_format(on, "j F Y")}


def _exact(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise Wrong(_("month %(month)d does not exist") % {"month": month})
    if not 1800 <= year <= 2200:
        raise Wrong(_("the year %(year)d cannot be right") % {"year": year})
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        words = {"month": MONTHS[month], "year": year, "days": days}
        raise Wrong(
            ngettext(
                "this day does not exist: %(month)s %(year)d has %(days)d day",
                "this day does not exist: %(month)s %(year)d has %(days)d days",
                days,
            )
            % words
        )
    return date(year, month, day)


def _month_of(word: str) -> int | None:
    begin = word.lower()
    places = (
        place
        for place, names in enumerate(MONTH_NAMES, start=1)
        if any(begin.startswith(name) for name in names.split("|"))
    )
    return next(places, None)
