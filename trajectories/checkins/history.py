"""What was asked and answered over time: the list, the line, the sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.core.charts import LineChart, Series, line_chart
from trajectories.checkins import library
from trajectories.checkins.meaning import Said, said
from trajectories.checkins.models import CheckIn, Occurrence
from trajectories.checkins.questionnaire import Questionnaire, Scale
from trajectories.dossier.models import Trajectory

DRAWN = 8
LISTED = 26
READ = 4 * LISTED
"""So many in all, so that what is asked often leaves room for what is asked seldom."""


@dataclass(frozen=True)
class Moment:
    """One time that a check-in was asked, or given of one's own accord."""

    at: datetime
    state: str
    instrument: str
    check_in: CheckIn | None = None

    @property
    def questionnaire(self) -> Questionnaire:
        return library.load(self.instrument, self.check_in.version if self.check_in else None)

    @property
    def is_apart(self) -> bool:
        """Whether it is another questionnaire than the usual one."""
        return self.instrument not in library.REGULAR

    @property
    def said(self) -> list[Said]:
        return said(self.questionnaire, self.check_in.scores) if self.check_in else []

    @property
    def has_more(self) -> bool:
        """Whether there is something to tell below the scores."""
        return bool(self.own or self.along or self.said)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was chosen, in the words of the question's own options."""
        return [(topic, spoken) for _name, topic, spoken, is_own in self._given if not is_own]

    @property
    def along(self) -> list[tuple[str, str]]:
        """What was chosen of the questions that went along."""
        if self.check_in is None or not self.check_in.along:
            return []
        first = {item.id for item in self.questionnaire.items}
        return [(topic, spoken) for name, topic, spoken, is_own in self._given if not is_own and name not in first]

    @property
    def own(self) -> list[tuple[str, str]]:
        """What was written, with what it is about; what came last is about anything."""
        if self.check_in is None:
            return []
        written = [(topic, spoken) for _name, topic, spoken, is_own in self._given if is_own]
        return written + ([("", self.check_in.note)] if self.check_in.note else [])

    @cached_property
    def _given(self) -> list[tuple[str, str, str, bool]]:
        if self.check_in is None:
            return []
        asked, given = library.of(self.check_in), self.check_in.answers
        answered = [item for item in asked.items if given.get(item.id) is not None]
        return [(one.id, asked.topic(one), one.spoken(given[one.id]), one.kind == "words") for one in answered]


@dataclass(frozen=True)
class Table:
    """Of one questionnaire: a column for each scale, and a row for each moment with its scores.

    Where scales are sums, the answers themselves are told with the moment. What was asked along has no column: it is
    asked of some, and said in words.
    """

    questionnaire: Questionnaire
    scales: list[Scale]
    rows: list[tuple[Moment, list[tuple[int | None, bool]]]]

    @property
    def ranges(self) -> str:
        """Between what each sum lies."""
        return ", ".join(
            _("%(scale)s 0 to %(highest)d") % {"scale": one.label, "highest": one.highest} for one in self.scales
        )


def tables(trajectory: Trajectory) -> list[Table]:
    """The usual questionnaire first, then the others by name."""
    listed = moments(trajectory, limit=READ)
    names = {one.instrument: one.instrument not in library.REGULAR for one in listed}
    return [_table(name, listed) for name in sorted(names, key=lambda name: (names[name], name))]


def _table(instrument: str, listed: Sequence[Moment]) -> Table:
    rows = [one for one in listed if one.instrument == instrument][:LISTED]
    asked = [one.questionnaire for one in rows]
    scales = {scale.id: scale for found in reversed(asked) for scale in found.sums or found.scales}
    return Table(asked[0], list(scales.values()), [(one, _cells(one, list(scales.values()))) for one in rows])


def _cells(moment: Moment, scales: Sequence[Scale]) -> list[tuple[int | None, bool]]:
    if moment.check_in is None:
        return []
    scores = [(scale, moment.check_in.scores.get(scale.id)) for scale in scales]
    return [(score, score is not None and scale.flags(score)) for scale, score in scores]


def moments(trajectory: Trajectory, *, limit: int = LISTED, of: Iterable[str] = ()) -> list[Moment]:
    """The latest, newest first: answered, missed, called off, open. Of all questionnaires, or of those named."""
    check_ins = trajectory.check_ins.submitted()
    asked = trajectory.occurrences.exclude(state=Occurrence.State.ANSWERED).select_related("schedule")
    if of:
        check_ins, asked = check_ins.filter(instrument__in=of), asked.filter(schedule__instrument__in=of)
    found = [Moment(one.submitted_at, Occurrence.State.ANSWERED, one.instrument, one) for one in check_ins[:limit]]
    found += [Moment(one.due_at, one.state, one.schedule.instrument) for one in asked[:limit]]
    return sorted(found, key=lambda moment: moment.at, reverse=True)[:limit]


@dataclass(frozen=True)
class Course:
    """The last times as a drawing, and what it says in words."""

    chart: LineChart
    sentence: str
    label: str


def course(trajectory: Trajectory) -> Course | None:
    """None until there is a line to draw."""
    asked = {Occurrence.State.ANSWERED, Occurrence.State.MISSED}
    shown = [moment for moment in moments(trajectory, limit=DRAWN, of=library.REGULAR) if moment.state in asked][::-1]
    lines = {key: [_score(moment, key) for moment in shown] for key in ("craving", "mood")}
    lines = {key: values for key, values in lines.items() if _ends(values)}
    if not lines:
        return None
    labels = {"craving": _("Craving"), "mood": _("Mood")}
    dates = [date_format(timezone.localtime(moment.at), pgettext("date format", "j M")) for moment in shown]
    return Course(
        chart=line_chart(dates, [Series(key, labels[key], values) for key, values in lines.items()], width=390),
        sentence=_sentence(shown, lines),
        label=_("Line chart of your last check-ins."),
    )


def _score(moment: Moment, key: str) -> int | None:
    return moment.check_in.scores.get(key) if moment.check_in else None


def _ends(values: Sequence[int | None]) -> tuple[int, int] | None:
    known = [value for value in values if value is not None]
    return (known[0], known[-1]) if len(known) > 1 else None


def _sentence(shown: Sequence[Moment], lines: dict[str, list[int | None]]) -> str:
    words = {
        "craving": (_("Your craving went from %(first)s to %(last)s."), _("Your craving is %(last)s, as it was.")),
        "mood": (_("Your mood went from %(first)s to %(last)s."), _("Your mood is %(last)s, as it was.")),
    }
    said = []
    for key, values in lines.items():
        first, last = _ends(values)
        changed, same = words[key]
        said.append((same if first == last else changed) % {"first": first, "last": last})
    missed = [date_format(timezone.localtime(moment.at), "j F") for moment in shown if moment.check_in is None]
    if missed:
        said.append(_("Nothing was filled in on %(days)s.") % {"days": get_text_list(missed, _("and"))})
    return " ".join(said)
