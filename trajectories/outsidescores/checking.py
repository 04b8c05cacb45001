"""The dry run of a file of scores: of every row whose it is, and what will happen to it. It changes nothing."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.accounts.models import User
from aftercare.core.errors import Refused
from aftercare.core.tables import dates
from aftercare.core.tables.headings import plain
from trajectories.dossier.models import Trajectory
from trajectories.outsidescores import actions
from trajectories.outsidescores.access import within_reach
from trajectories.outsidescores.models import Instrument, OutsideScore
from trajectories.outsidescores.rows import Sheet, Told

INSTRUMENTS = {plain(str(one.label)): one for one in Instrument}
LONGEST_PART = OutsideScore._meta.get_field("part").max_length
MOST = Decimal("99999.9")
"""More than this no column holds."""

Key = tuple[object, str, str, date]


class Verdict(TextChoices):
    ERROR = "error", gettext_lazy("Not right yet")
    SAME = "same", gettext_lazy("Stands there already")
    CHANGED = "changed", gettext_lazy("Takes the place of another score")
    NEW = "new", gettext_lazy("Will be written down")


@dataclass(frozen=True)
class Line:
    told: Told
    verdict: Verdict
    says: str
    score: OutsideScore | None = None
    """As it will be stored, where the row is right."""


@dataclass(frozen=True)
class Report:
    lines: list[Line]

    @cached_property
    def counts(self) -> Counter[Verdict]:
        return Counter(line.verdict for line in self.lines)

    @property
    def to_write(self) -> list[OutsideScore]:
        return [line.score for line in self.lines if line.verdict in {Verdict.NEW, Verdict.CHANGED}]

    @property
    def may_go_on(self) -> bool:
        return not self.counts[Verdict.ERROR] and bool(self.to_write)

    @property
    def trajectories(self) -> list[Trajectory]:
        return [line.score.trajectory for line in self.lines if line.score]


def check(sheet: Sheet, *, by: User) -> Report:
    carried = _by_number(sheet, by)
    parsed = [_parse(told, carried, sheet.order) for told in sheet.rows]
    there = _there([one for one in parsed if isinstance(one, OutsideScore)])
    seen: dict[Key, int] = {}
    return Report([_line(told, one, there, seen) for told, one in zip(sheet.rows, parsed, strict=True)])


def _by_number(sheet: Sheet, by: User) -> dict[str, list[Trajectory]]:
    """By client number; of one client only the running trajectory, or the last."""
    numbers = {told.number for told in sheet.rows if told.number}
    found: dict[str, dict[object, Trajectory]] = defaultdict(dict)
    for trajectory in within_reach(by).filter(client__number__in=numbers):
        found[trajectory.client.number].setdefault(trajectory.client_id, trajectory)
    return {number: list(clients.values()) for number, clients in found.items()}


def _parse(told: Told, carried: dict[str, list[Trajectory]], order: str) -> OutsideScore | str:
    """The score, or why there is none."""
    try:
        trajectory = _trajectory(told, carried)
        score = OutsideScore(
            organisation_id=trajectory.organisation_id,
            trajectory=trajectory,
            instrument=_instrument(told.instrument),
            part=_part(told.part),
            taken_on=_day(told.taken_on, order),
            score=_number(told.score),
        )
        actions.refuse_impossible(score.instrument, score.score, score.taken_on, at=timezone.now())
    except Refused as refusal:
        return str(refusal)
    return score


def _trajectory(told: Told, carried: dict[str, list[Trajectory]]) -> Trajectory:
    if not told.number:
        raise Refused(_("There is no client number in this row."))
    found = carried.get(told.number, [])
    if not found:
        raise Refused(_("No client of yours has number “%(number)s”.") % {"number": told.number})
    if len(found) > 1:
        raise Refused(
            _("Two clients of yours at two organisations have number “%(number)s”.") % {"number": told.number}
        )
    return found[0]


def _instrument(text: str) -> Instrument:
    if found := INSTRUMENTS.get(plain(text)):
        return found
    words = {"found": text, "names": ", ".join(str(one.label) for one in Instrument)}
    raise Refused(_("Questionnaire “%(found)s” is not known here. Expected one of: %(names)s.") % words)


def _part(text: str) -> str:
    if len(text) > LONGEST_PART:
        raise Refused(_("A part has at most %(most)d characters.") % {"most": LONGEST_PART})
    return text


def _day(text: str, order: str) -> date:
    try:
        return dates.parse(text, order=order, today=timezone.localdate()).on
    except dates.Wrong as wrong:
        raise Refused(_("Date “%(found)s”: %(wrong)s.") % {"found": text, "wrong": wrong}) from wrong


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > MOST or number != round(number, 1):
        raise Refused(_("Score “%(found)s” is no number with at most one decimal.") % {"found": text})
    return number


def _there(scores: list[OutsideScore]) -> dict[Key, OutsideScore]:
    stored = OutsideScore.objects.filter(trajectory__in={score.trajectory_id for score in scores})
    return {_key(score): score for score in stored}


def _key(score: OutsideScore) -> Key:
    return score.trajectory_id, str(score.instrument), score.part, score.taken_on


def _line(told: Told, parsed: OutsideScore | str, there: dict[Key, OutsideScore], seen: dict[Key, int]) -> Line:
    if isinstance(parsed, str):
        return Line(told, Verdict.ERROR, parsed)
    first = seen.setdefault(_key(parsed), told.row)
    if first != told.row:
        return Line(told, Verdict.ERROR, _("The same questionnaire and day as row %(row)d.") % {"row": first})
    before = there.get(_key(parsed))
    if before is None:
        return Line(told, Verdict.NEW, "", parsed)
    if before.score == parsed.score:
        return Line(told, Verdict.SAME, "", parsed)
    return Line(told, Verdict.CHANGED, _("Was %(score)s.") % {"score": number_format(before.score.normalize())}, parsed)
