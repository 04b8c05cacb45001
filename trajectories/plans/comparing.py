"""Two texts of the plan side by side: versions of an item or the goal, or a proposal and what the plan says."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from aftercare.core.differences import Piece, between
from trajectories.dossier.models import Trajectory
from trajectories.plans import telling
from trajectories.plans.models import PlanItem, Proposal


@dataclass(frozen=True)
class Version:
    """What stood there; `lines` by the name of the field, without what stood open."""

    number: int
    heading: str
    by: str
    at: datetime | None
    lines: dict[str, telling.Line]

    @property
    def previous(self) -> int:
        return self.number - 1


@dataclass(frozen=True)
class Row:
    label: str
    is_own: bool
    old: list[Piece]
    new: list[Piece]

    @property
    def differs(self) -> bool:
        return any(piece.changed for piece in (*self.old, *self.new))


@dataclass(frozen=True)
class Comparison:
    old: Version
    new: Version

    @property
    def both(self) -> tuple[Version, Version]:
        return self.old, self.new

    @cached_property
    def rows(self) -> list[Row]:
        """Every field that either of them has, in the order in which the newer one tells them."""
        names = dict.fromkeys((*self.new.lines, *self.old.lines))
        return [self._row(name) for name in names]

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if row.differs]

    @property
    def same(self) -> list[Row]:
        return [row for row in self.rows if not row.differs]

    def _row(self, name: str) -> Row:
        old, new = self.old.lines.get(name), self.new.lines.get(name)
        told = new or old
        return Row(told.label, told.is_own, *between(old.text if old else "", new.text if new else ""))


def versions_of_item(item: PlanItem, *, to_client: bool) -> list[Version]:
    """Newest first: as it stands now, then what stood there before."""
    earlier = item.versions.select_related("changed_by", "group", "service", "item").order_by("-revision")
    return [
        Version(
            number=one.revision,
            heading=_("Version %(number)d") % {"number": one.revision},
            at=one.changed_at,
            by=one.changed_by.name,
            lines={line.name: line for line in telling.lines(one, to_client=to_client)},
        )
        for one in (item, *earlier)
    ]


def versions_of_goal(trajectory: Trajectory) -> list[Version]:
    goals = list(trajectory.goals.select_related("set_by"))
    return [
        Version(
            number=len(goals) - place,
            heading=_("Version %(number)d") % {"number": len(goals) - place},
            at=goal.set_at,
            by=goal.set_by.name,
            lines={"text": telling.Line("text", _("Goal"), goal.text, is_own=True)},
        )
        for place, goal in enumerate(goals)
    ]


def compare(versions: list[Version], *, old: str, new: str) -> Comparison | None:
    """The two that are asked for, the older first; else the last two; nothing when there is only one."""
    if len(versions) == 1:
        return None
    of_number = {str(version.number): version for version in versions}
    newer, older = of_number.get(new, versions[0]), of_number.get(old)
    if older is None or older is newer:
        older = next((one for one in versions if one.number < newer.number), versions[-1])
    if older is newer:
        newer = versions[0]
    return Comparison(*sorted((older, newer), key=lambda version: version.number))


def with_the_plan(proposal: Proposal) -> Comparison | None:
    """An open proposal beside what the plan says now. Nothing where it proposes no words for an item."""
    if not (proposal.is_open and proposal.wish == Proposal.Wish.CHANGE):
        return None
    item = proposal.item
    now = Version(item.revision, _("In the plan now"), item.changed_by.name, item.changed_at, _words(item, item.kind))
    return Comparison(now, _proposed(proposal, item.kind))


def came_of(proposal: Proposal) -> Comparison | None:
    """What was proposed beside what came into the plan, where that differs."""
    if proposal.state != Proposal.State.CHANGED:
        return None
    item = proposal.item
    now = Version(item.revision, _("In the plan now"), "", None, _words(item, item.kind))
    return Comparison(_proposed(proposal, item.kind), now)


def _proposed(proposal: Proposal, kind: str) -> Version:
    words = _words(proposal, kind)
    return Version(proposal.revision, _("Proposed"), proposal.proposed_by.name, proposal.proposed_at, words)


def _words(said: PlanItem | Proposal, kind: str) -> dict[str, telling.Line]:
    return {
        name: telling.Line(name, telling.label(kind, name), text, telling.is_own(kind, name))
        for name in Proposal.WORDS
        if (text := getattr(said, name))
    }
