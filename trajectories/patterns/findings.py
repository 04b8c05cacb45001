"""What the tallies are worth saying: when, what, where, with whom, what helped. Few logs say nothing."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trajectories.dossier.models import Trajectory
from trajectories.patterns.tallies import Logged, Tally, logged_by, tally
from trajectories.plans.models import CopingStep, TriggerKind
from trajectories.triggers.models import HEAT_WEEKS, Helped, PartOfDay

ENOUGH = 8
"""Fewer logs than this say nothing about a person."""

OFTEN = 3
"""What came up less often is chance."""

TWICE = 2
"""What helped once may help never again."""

MOST = 3
"""Of each kind, no more than can be read at a glance."""

PLACES = (TriggerKind.ALONE, TriggerKind.SHOP, TriggerKind.PARTY)
PEOPLE = (TriggerKind.QUARREL, TriggerKind.OLD_CONTACT, TriggerKind.PHONE_CALL)
OTHERS = tuple(kind for kind in TriggerKind if kind not in {*PLACES, *PEOPLE})

TITLES: dict[str, Promise] = {
    "when": gettext_lazy("When it comes"),
    "what": gettext_lazy("What plays a part"),
    "where": gettext_lazy("Where it comes"),
    "who": gettext_lazy("With whom"),
    "helped": gettext_lazy("What helps"),
}


@dataclass(frozen=True)
class Finding:
    """One sentence with its numbers. `text` and `trigger` are the step that it makes in the plan, when there is one.

    `title` is in the client's own words when `own` is set.
    """

    key: str
    title: str
    sentence: str
    own: bool = False
    text: str = ""
    trigger: str = ""
    in_plan: bool = False
    helped_times: int = 0
    """How often `text` helped at such moments; `helped_own` when it is in the client's own words."""
    helped_own: bool = False


@dataclass(frozen=True)
class Patterns:
    total: int
    logs: list[Logged]
    groups: list[tuple[str, list[Finding]]]

    @property
    def is_enough(self) -> bool:
        return self.total >= ENOUGH

    @property
    def lacking(self) -> int:
        return max(0, ENOUGH - self.total)

    def find(self, key: str) -> Finding | None:
        return next((found for _name, group in self.groups for found in group if found.key == key), None)


def patterns_of(trajectory: Trajectory, *, at: datetime, zone: str) -> Patterns:
    """Of the last twelve weeks, on the clock of `zone`: two reads, the logs and the steps of the plan."""
    logs = logged_by(trajectory, at=at, weeks=HEAT_WEEKS, zone=zone)
    total = sum(logged.times for logged in logs)
    if total < ENOUGH:
        return Patterns(total, logs, [])
    finder = Finder(logs, total, list(trajectory.coping_steps.current()))
    groups = [(str(TITLES[name]), group) for name, group in finder.groups().items() if group]
    return Patterns(total, logs, groups)


class Finder:
    """Looks at the same logs from each side."""

    def __init__(self, logs: list[Logged], total: int, steps: list[CopingStep]) -> None:
        self.logs, self.total = logs, total
        self.known = {(step.text.casefold(), step.trigger.casefold()) for step in steps}
        self.texts = {str(step.pk): step.text for step in steps}

    def groups(self) -> dict[str, list[Finding]]:
        return {
            "when": self.when(),
            "what": self.kinds(OTHERS) + self.own_words(),
            "where": self.kinds(PLACES),
            "who": self.kinds(PEOPLE),
            "helped": self.helped(),
        }

    def when(self) -> list[Finding]:
        moments = self.often(lambda logged: (logged.weekday, logged.part))
        return [self.at_moment(weekday, part, counted) for (weekday, part), counted in moments]

    def kinds(self, kinds: Iterable[str]) -> list[Finding]:
        return [
            self.finding(f"kind:{kind}", str(TriggerKind(kind).label), counted, trigger=kind)
            for kind, counted in self.often(lambda logged: logged.kind if logged.kind in kinds else None)
        ]

    def own_words(self) -> list[Finding]:
        spelled = {logged.own_word.casefold(): logged.own_word for logged in self.logs}
        return [
            self.finding(f"own:{word}", spelled[word], counted, trigger=spelled[word], own=True)
            for word, counted in self.often(lambda logged: logged.own_word.casefold() or None)
        ]

    def helped(self) -> list[Finding]:
        return [self.helper(*by, counted) for by, counted in self.often(lambda logged: logged.helper)]

    def often(self, by: Callable[[Logged], Hashable | None]) -> list[tuple]:
        return [(key, counted) for key, counted in tally(self.logs, by) if counted.times >= OFTEN][:MOST]

    def at_moment(self, weekday: int, part: PartOfDay, counted: Tally) -> Finding:
        title = _("%(weekday)s %(part)s") % {"weekday": WEEKDAYS[weekday - 1], "part": str(part.label).lower()}
        return self.finding(f"when:{weekday}:{part}", title.capitalize(), counted, trigger=title.capitalize())

    def finding(self, key: str, title: str, counted: Tally, *, trigger: str, own: bool = False) -> Finding:
        """`text` is what helped most at such moments, when something did."""
        words = {"times": counted.times, "total": self.total, "strength": decimal(counted.average)}
        sentence = _("%(times)d of %(total)d logs, craving %(strength)s on average.") % words
        name, times, is_own = self.helped_most(counted)
        return Finding(key, title, sentence, own, name, trigger, self.is_in_plan(name, trigger), times, is_own)

    def helped_most(self, counted: Tally) -> tuple[str, int, bool]:
        for (source, value), times in counted.helpers.most_common():
            if times >= TWICE and (name := self.name_of(source, value)):
                return name, times, source == "step"
        return "", 0, False

    def name_of(self, source: str, value: str) -> str:
        """An own step that was taken away is not offered again."""
        return self.texts.get(value, "") if source == "step" else str(Helped(value).label)

    def helper(self, source: str, value: str, counted: Tally) -> Finding:
        name = self.name_of(source, value) or next(log.step for log in self.logs if str(log.step_id) == value)
        sentence = ngettext("Named %(times)d time.", "Named %(times)d times.", counted.times) % {"times": counted.times}
        if counted.told >= OFTEN:
            sentence = self.by_how_much(counted)
        is_own = source == "step"
        text = "" if is_own else name
        return Finding(f"helped:{value}", name, sentence, is_own, text, "", is_own or self.is_in_plan(name, ""))

    def by_how_much(self, counted: Tally) -> str:
        points = decimal(abs(counted.sank_by))
        words = {"points": points, "told": counted.told, "times": counted.times}
        if counted.sank_by > 0:
            return _("Craving sank by %(points)s on average, told %(told)d times out of %(times)d.") % words
        return _("Craving did not sink on average, told %(told)d times out of %(times)d.") % words

    def is_in_plan(self, text: str, trigger: str) -> bool:
        return bool(text) and (text.casefold(), trigger.casefold()) in self.known


def decimal(value: float) -> str:
    return number_format(value, 1)
