"""Craving and mood per week, and the hours of the week at which logs come: the drawings and what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from aftercare.core import charts
from aftercare.core.templatetags.ui import written
from trajectories.triggers.models import HEAT_WEEKS, heat_table

WEEK = timedelta(weeks=1)
SHORT = 12
"""Weeks in the shorter of the two periods."""
NAMED = 3
"""So many weeks without an answer are named; more are counted."""
OFTEN = 3
"""So many logs at one part of one weekday are worth a word."""


@dataclass(frozen=True)
class Trend:
    """Both drawings, and what each says."""

    chart: charts.LineChart
    sentence: str
    label: str
    heat: charts.Heatmap
    heat_sentence: str


def mondays(starts_on: date, *, today: date, whole: bool) -> list[date]:
    """The weeks of the period, up to this one."""
    this = today - timedelta(days=today.weekday())
    first = starts_on - timedelta(days=starts_on.weekday())
    if not whole:
        first = max(first, this - (SHORT - 1) * WEEK)
    return [first + number * WEEK for number in range((this - first) // WEEK + 1)] or [this]


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def chart(
    weeks: dict[date, tuple[float | None, float | None]], family_weeks: Sequence[date], *, shown: list[date]
) -> charts.LineChart:
    cravings, moods = zip(*(weeks.get(monday, (None, None)) for monday in shown), strict=True)
    series = [charts.Series("craving", _("Craving"), _neat(cravings)), charts.Series("mood", _("Mood"), _neat(moods))]
    family = [(shown.index(monday), _("Family conversation")) for monday in family_weeks if monday in shown]
    form = pgettext("date format", "j M")
    return charts.line_chart([written(monday, form) for monday in shown], series, moments=family[-1:])


def sentence(weeks: dict[date, tuple[float | None, float | None]], *, shown: list[date], name: str) -> str:
    cravings = [(monday, weeks[monday][0]) for monday in shown if weeks.get(monday, (None,))[0] is not None]
    if not any(monday in weeks for monday in shown):
        return _("Nothing was filled in over these weeks.")
    return " ".join(filter(None, [_course(cravings), _gaps(weeks, shown=shown, name=name)]))


def _course(cravings: list[tuple[date, float]]) -> str:
    if not cravings:
        return ""
    (monday, first), (_week_of_last, last) = cravings[0], cravings[-1]
    words = {"first": _value(first), "last": _value(last), "week": _day(monday)}
    if len(cravings) == 1:
        return _("Craving was %(last)s in the week of %(week)s.") % words
    if first == last:
        return _("Craving is %(last)s again, as in the week of %(week)s.") % words
    if last < first:
        return _("Craving went down from %(first)s to %(last)s since the week of %(week)s.") % words
    return _("Craving went up from %(first)s to %(last)s since the week of %(week)s.") % words


def _gaps(weeks: dict, *, shown: list[date], name: str) -> str:
    """Weeks without an answer, from the first answer on; the week that still runs is none."""
    first = min(monday for monday in shown if monday in weeks)
    missing = [monday for monday in shown[:-1] if monday > first and monday not in weeks]
    if not missing:
        return ""
    if len(missing) > NAMED:
        words = {"name": name, "count": len(missing), "total": len([monday for monday in shown if monday >= first])}
        return _("%(name)s filled in nothing in %(count)d of %(total)d weeks.") % words
    named = get_text_list([_day(monday) for monday in missing], _("and"))
    return ngettext(
        "%(name)s filled in nothing in the week of %(weeks)s.",
        "%(name)s filled in nothing in the weeks of %(weeks)s.",
        len(missing),
    ) % {"name": name, "weeks": named}


def description(weeks: dict[date, tuple[float | None, float | None]], *, shown: list[date]) -> str:
    """The drawing in words, for who cannot see it."""
    parts = [_("Line chart per week.")]
    for place, words in enumerate((_("Craving from %(first)s to %(last)s."), _("Mood from %(first)s to %(last)s."))):
        values = [weeks[monday][place] for monday in shown if monday in weeks and weeks[monday][place] is not None]
        if values:
            parts.append(words % {"first": _value(values[0]), "last": _value(values[-1])})
    return " ".join(parts)


def heat(logged: Sequence[tuple[int, int, int]]) -> charts.Heatmap:
    rows = [(str(part.label), counts) for part, counts in heat_table(logged)]
    return charts.heatmap([str(WEEKDAYS_ABBR[day]) for day in range(7)], rows)


def heat_sentence(logged: Sequence[tuple[int, int, int]]) -> str:
    """When logs come most, where that is worth a word; and how many there are."""
    total = sum(times for _weekday, _hour, times in logged)
    if not total:
        return _("No logs in the last %(weeks)d weeks.") % {"weeks": HEAT_WEEKS}
    number = ngettext("%(count)d log in %(weeks)d weeks.", "%(count)d logs in %(weeks)d weeks.", total)
    return " ".join(filter(None, [_most(logged), number % {"count": total, "weeks": HEAT_WEEKS}]))


def _most(logged: Sequence[tuple[int, int, int]]) -> str:
    cells = [(times, day, part) for part, counts in heat_table(logged) for day, times in enumerate(counts)]
    highest = max(times for times, _day, _part in cells)
    most = [(day, part) for times, day, part in cells if times >= max(OFTEN, highest * 0.75)]
    if not 0 < len(most) <= NAMED:
        return ""
    words = _("%(weekday)s %(part)s")
    named = [words % {"weekday": WEEKDAYS[day], "part": str(part.label).lower()} for day, part in most]
    return _("Mostly %(when)s.") % {"when": get_text_list(named, _("and"))}


def _neat(values: Sequence[float | None]) -> list[float | None]:
    return [int(value) if value is not None and value == int(value) else value for value in values]


def _value(value: float) -> str:
    return number_format(value, 0 if value == int(value) else 1)


def _day(monday: date) -> str:
    return written(monday, "j F")
