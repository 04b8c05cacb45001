"""The readable part of a copy: a chapter about the person, and one for each trajectory."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from trajectories.dossier.access import GRANTS
from trajectories.dossier.models import Trajectory
from trajectories.export.shape import Chapter, Row, Section, Source, instant, period
from trajectories.export.sources import (
    about,
    appointments,
    checkins,
    groups,
    health,
    looks,
    moments,
    plan,
    sharing,
    together,
)

PARTS = (plan, appointments, checkins, moments, health, together, sharing)
SOURCES = [source for part in PARTS for source in part.SOURCES]
"""Of a trajectory, in the order in which they are told."""


def written(*, of: User, trajectories: Sequence[Trajectory], now: datetime) -> str:
    """The whole page, in the language of the reader; it needs nothing else to be read."""
    context = {
        "language": get_language(),
        "title": _("A copy of what is kept about %(name)s") % {"name": of.name},
        "made": _("Made on %(moment)s.") % {"moment": instant(now)},
        "chapters": chapters(of=of, trajectories=trajectories),
    }
    return render_to_string("trajectories/export/document.html", context)


def chapters(*, of: User, trajectories: Sequence[Trajectory]) -> list[Chapter]:
    found = {source: _by_trajectory(source, trajectories) for source in SOURCES}
    person = [*about.sections(of, trajectories), *groups.sections(of), *looks.sections(of)]
    return [
        Chapter(_("About me"), _("Who I am, and what goes beyond one trajectory."), person),
        *(_chapter(trajectory, found) for trajectory in trajectories),
    ]


def _by_trajectory(source: Source, trajectories: Sequence[Trajectory]) -> dict[UUID, list[Row]]:
    rows: dict[UUID, list[Row]] = defaultdict(list)
    for trajectory, row in source.read([one for one in trajectories if _tells(source, one)]):
        rows[trajectory].append(row)
    return rows


def _tells(source: Source, trajectory: Trajectory) -> bool:
    """As the access policy has it for whose trajectory this is; that it was closed takes nothing away."""
    return source.needs in GRANTS[trajectory.kind]


def _chapter(trajectory: Trajectory, found: dict[Source, dict[UUID, list[Row]]]) -> Chapter:
    ends = trajectory.closed_at or trajectory.ends_on
    return Chapter(
        _("Aftercare at %(place)s, %(period)s")
        % {"place": trajectory.organisation, "period": period(trajectory.starts_on, ends)},
        "",
        list(_sections(trajectory, found)),
    )


def _sections(trajectory: Trajectory, found: dict[Source, dict[UUID, list[Row]]]) -> Iterator[Section]:
    for source, rows in found.items():
        if _tells(source, trajectory):
            yield Section(str(source.title), [str(header) for header in source.headers], rows[trajectory.pk])
