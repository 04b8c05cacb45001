"""What stands on the page and in its table: figures with their sentences, the same for the screen and the file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.core import charts
from aftercare.network.models import Municipality
from trajectories.outcomes import figures
from trajectories.outcomes.access import Scope
from trajectories.outcomes.counting import CONTACT, LATER, MONTHS, PERSONAL, SOCIETAL, SOON, WEEKS, Period
from trajectories.outcomes.figures import NOBODY, Figure, Figures

EVERYBODY = 100
IN_RESEARCH = {"first": 94, "last": 80}
"""Of a hundred people in the A-CHESS study: who answered in week 1 and in week 16."""
LINES: list[tuple[str, Promise]] = [
    (f"within_{SOON}", gettext_lazy("First contact within 7 days after treatment")),
    (f"within_{LATER}", gettext_lazy("First contact within 14 days after treatment")),
    ("missed", gettext_lazy("Appointments to which the client did not come")),
    ("again_1", gettext_lazy("After use was told: contact within 24 hours")),
    ("again_7", gettext_lazy("After use was told: contact within 7 days")),
]

AREAS: dict[str, Promise] = {
    "mood": gettext_lazy("How somebody feels"),
    "sleep": gettext_lazy("Sleep"),
    "confidence": gettext_lazy("Confidence in their own choice"),
    "craving": gettext_lazy("Less craving"),
    "risk": gettext_lazy("Fewer difficult moments"),
    "area_body": gettext_lazy("Body"),
    "area_mind": gettext_lazy("Mind"),
    "area_food": gettext_lazy("Food"),
    "support": gettext_lazy("Contact with others"),
    "bam30_work": gettext_lazy("Work or something to do in the day"),
    "bam30_income": gettext_lazy("Income"),
    "bam30_conflict": gettext_lazy("Less conflict at home or with family"),
    "area_money": gettext_lazy("Money"),
}
RECOVERY: list[tuple[Promise, list[str]]] = [
    (gettext_lazy("Personal recovery"), PERSONAL),
    (gettext_lazy("Societal recovery"), SOCIETAL),
]
PLACES: list[tuple[str, Promise]] = [
    ("people", gettext_lazy("People")),
    (f"within_{SOON}", gettext_lazy("Seen within 7 days")),
    (f"month_{MONTHS[-1]}", gettext_lazy("In contact after 6 months")),
    ("arrived", gettext_lazy("Handover succeeded")),
    ("relatives", gettext_lazy("Relatives reached")),
]
Line = tuple[str, Figure]


@dataclass(frozen=True)
class Curve:
    """Shares along a line of months or weeks; what is not told is a gap in it."""

    column: str
    label: str
    sentence: str
    labels: list[str]
    names: list[str]
    lines: list[list[Figure]]
    start: bool = False

    @property
    def is_told(self) -> bool:
        return any(figure.is_told for figure in self.lines[0])

    @property
    def chart(self) -> charts.LineChart:
        start = [EVERYBODY] if self.start else []
        drawn = [
            charts.Series(key, name, [*start, *(figure.percent for figure in line)])
            for key, name, line in zip(("now", "then"), self.names, self.lines, strict=False)
            if any(figure.is_told for figure in line)
        ]
        chart = charts.line_chart(self.labels, drawn, highest=EVERYBODY)
        return replace(chart, heads=self.names, rows=[(label, cells) for label, *cells in self.rows])

    @property
    def rows(self) -> list[list[str]]:
        """Label by label, what each line says there."""
        start = [f"{EVERYBODY}%"] if self.start else []
        columns = [[*start, *(str(figure) for figure in line)] for line in self.lines]
        return [list(row) for row in zip(self.labels, *columns, strict=True)]


@dataclass(frozen=True)
class Page:
    scope: Scope
    period: Period
    town: Municipality | None
    now: Figures
    before: Figures

    @property
    def people(self) -> Figure:
        return self._of("people")

    @property
    def lines(self) -> list[Line]:
        return [(str(label), self._of(what)) for what, label in LINES]

    @property
    def said(self) -> Figure:
        """How many people answered both times."""
        return self._of("said")

    @cached_property
    def recovery(self) -> list[tuple[str, list[Line]]]:
        """By heading, area by area."""
        return [
            (str(heading), [(str(AREAS[area]), self._of(f"better_{area}")) for area in areas])
            for heading, areas in RECOVERY
        ]

    @property
    def columns(self) -> list[str]:
        return [str(label) for _what, label in PLACES]

    @cached_property
    def places(self) -> list[tuple[str, list[Figure]]]:
        """Row by row, the last of them the whole; none for one organisation, which has no parts here."""
        if self.scope.organisation:
            return []
        found = [self.now.found.get(what) for what, _label in PLACES]
        towns = [(town.pk, town.name) for town in self.now.towns] + [(None, _("Not known, or elsewhere"))]
        rows = [(name, [one.towns[town] if one else NOBODY for one in found]) for town, name in towns]
        return [*rows, (_("Whole region"), [one.whole if one else NOBODY for one in found])]

    @cached_property
    def contact(self) -> Curve:
        lines = [
            [found.of(f"month_{month}", self.scope, self.town) for month in MONTHS] for found in (self.now, self.before)
        ]
        return Curve(
            column=_("Month"),
            label=_("Line chart: how many of a hundred people were in contact, month by month."),
            sentence=self._of_contact(*lines),
            labels=[_("start"), *map(str, MONTHS)],
            names=[str(self.period), str(self.period.before)],
            lines=lines,
            start=True,
        )

    @cached_property
    def answered(self) -> Curve:
        line = [self._of(f"week_{week}") for week in WEEKS]
        return Curve(
            column=_("Week"),
            label=_("Line chart: how many of a hundred people answered, week by week."),
            sentence=_of_answers(line),
            labels=list(map(str, WEEKS)),
            names=[str(self.period)],
            lines=[line],
        )

    def table(self) -> list[list[str]]:
        """The same figures as rows of a file."""
        years = [str(self.period), str(self.period.before)]
        rows = [[_("Outcomes"), str(self.scope), str(self.town or "")], [_("People"), str(self.people)], []]
        rows += [[_("Still in contact after treatment"), _("Month"), *years]]
        rows += [["", *row] for row in self.contact.rows]
        rows += [[], [_("Answered the check-in"), _("Week"), years[0]], *(["", *row] for row in self.answered.rows)]
        rows += [[], [_("Contact and waiting"), "", years[0]], *(["", label, str(one)] for label, one in self.lines)]
        for heading, lines in self.recovery:
            rows += [[], [heading, "", years[0]], *(["", label, str(one)] for label, one in lines)]
        if self.places:
            rows += [[], [_("Municipality"), *self.columns]]
            rows += [[name, *map(str, cells)] for name, cells in self.places]
        return rows

    def _of(self, what: str) -> Figure:
        return self.now.of(what, self.scope, self.town)

    def _of_contact(self, now: Sequence[Figure], then: Sequence[Figure]) -> str:
        known = [number for number, figure in enumerate(now) if figure.is_told]
        if not known:
            return _("Too few people to say how many are still in contact.")
        last, gaps = known[-1], _gaps(now, MONTHS, of=_("Not shown: month %(which)s."))
        words = {"months": MONTHS[last], "now": now[last].percent}
        if MONTHS[last] == 1:
            said = _("In the first month, %(now)d of every 100 people were in contact.") % words
        else:
            said = _("After %(months)d months, %(now)d of every 100 people are still in contact.") % words
        if not then[last].is_told:
            compared = _("Of %(year)s there are too few people to say.") % {"year": self.period.before}
        else:
            compared = _("In %(year)s that was %(then)d.") % {"then": then[last].percent, "year": self.period.before}
        return " ".join(filter(None, [said, compared, gaps]))


def _of_answers(line: Sequence[Figure]) -> str:
    """With what was found in research beside it, in words: not a line that people have to reach."""
    known = [number for number, figure in enumerate(line) if figure.is_told]
    if not known:
        return _("Too few people to say how many answer.")
    first, last = known[0], known[-1]
    words = {"first": WEEKS[first], "then": line[first].percent, "last": WEEKS[last], "now": line[last].percent}
    said = _("In week %(first)d, %(then)d of every 100 people answered the check-in.") % words
    if last != first:
        said += " " + _("In week %(last)d that was %(now)d.") % words
    gaps = _gaps(line, WEEKS, of=_("Not shown: week %(which)s."))
    research = _("In research it was %(first)d in week 1 and about %(last)d in week 16.") % IN_RESEARCH
    return " ".join(filter(None, [said, research, gaps]))


def _gaps(line: Sequence[Figure], numbers: Sequence[int], *, of: str) -> str:
    """What is missing in a line, by number; empty when nothing is."""
    missing = [str(number) for number, figure in zip(numbers, line, strict=True) if not figure.is_told]
    return of % {"which": get_text_list(missing, _("and"))} if missing else ""


def of(scope: Scope, period: Period, town: Municipality | None) -> Page:
    now, before = figures.of_scope(scope, period), figures.of_scope(scope, period.before, [CONTACT])
    return Page(scope, period, town, now, before)
