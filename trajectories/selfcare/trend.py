"""How an area goes, month by month: the drawing, its sentence, and the same for who cannot see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils.formats import date_format, number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.core import charts

MONTHS = 6
"""So many months are drawn, this one included."""


@dataclass(frozen=True)
class Trend:
    months: list[date]
    means: list[float | None]
    label: str

    @property
    def filled(self) -> list[tuple[date, float]]:
        return [(month, mean) for month, mean in zip(self.months, self.means, strict=True) if mean is not None]

    @property
    def chart(self) -> charts.LineChart:
        labels = [date_format(month, pgettext("date format", "M")) for month in self.months]
        return charts.line_chart(labels, [charts.Series("now", self.label, self.means)])

    @property
    def sentence(self) -> str:
        """The finding, without praise and without alarm."""
        if not self.filled:
            return _("No score yet in these months.")
        return " ".join(filter(None, [self._course(), self._gaps()]))

    @property
    def description(self) -> str:
        return _("Line chart per month.") + " " + self._course()

    def _course(self) -> str:
        (first_month, first), (last_month, last) = self.filled[0], self.filled[-1]
        words = {"first": _value(first), "then": _month(first_month), "last": _value(last), "now": _month(last_month)}
        if first_month == last_month:
            return _("In %(now)s it was %(last)s.") % words
        if first == last:
            return _("In %(now)s it is %(last)s, as in %(then)s.") % words
        return _("From %(first)s in %(then)s to %(last)s in %(now)s.") % words

    def _gaps(self) -> str:
        """Months without a score, from the first score on; the month that still runs is none."""
        missing = [
            month
            for month, mean in zip(self.months[:-1], self.means, strict=False)
            if mean is None and month > self.filled[0][0]
        ]
        if not missing:
            return ""
        named = get_text_list([_month(month) for month in missing], _("and"))
        return _("Nothing was filled in during %(months)s.") % {"months": named}


def first_month(today: date) -> date:
    return today.replace(day=1) - relativedelta(months=MONTHS - 1)


def of(rows: Iterable[tuple[str, date, float]], *, area: str, label: str, today: date) -> Trend:
    """Of one area, from rows of every area."""
    means = {month: round(float(mean), 1) for found, month, mean in rows if found == area}
    months = [first_month(today) + relativedelta(months=number) for number in range(MONTHS)]
    return Trend(months, [_neat(means.get(month)) for month in months], label)


def _neat(mean: float | None) -> float | None:
    return int(mean) if mean is not None and mean == int(mean) else mean


def _value(mean: float) -> str:
    return number_format(mean, 0 if mean == int(mean) else 1)


def _month(month: date) -> str:
    return date_format(month, "F")
