"""Check-ins that were sent: the answers in words, what was written, the scores."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajectories.checkins.history import Moment
from trajectories.checkins.meaning import Said
from trajectories.checkins.models import CheckIn, Occurrence
from trajectories.dossier.access import Permission
from trajectories.dossier.models import Trajectory
from trajectories.export.shape import Cell, Row, Source, Told, instant, plain


def check_ins_of(trajectories: Collection[Trajectory]) -> QuerySet[CheckIn]:
    return CheckIn.objects.submitted().filter(trajectory__in=trajectories).select_related("answered_by")


def _check_ins(trajectories: Collection[Trajectory]) -> Iterator[tuple[UUID, Row]]:
    for one in check_ins_of(trajectories):
        told = Moment(one.submitted_at, Occurrence.State.ANSWERED, one.instrument, one)
        answers = [Told(spoken, topic) for topic, spoken in told.answers]
        answers += [Told(words, topic, is_own=True) for topic, words in told.own]
        scores = [cell for said in told.said for cell in _score(said)]
        which = plain(told.questionnaire.title) + plain(one.version, _("Version"))
        yield one.trajectory_id, (plain(instant(one.submitted_at)), which, answers, scores)


def _score(said: Said) -> Cell:
    """As the client is told it: what a score means to a professional is left out."""
    return plain(said.of_highest, str(said.scale.label)) + plain(said.plain)


SOURCES = (
    Source(
        gettext_lazy("Check-ins"),
        (
            gettext_lazy("When"),
            gettext_lazy("Questionnaire"),
            gettext_lazy("What I answered"),
            gettext_lazy("Scores"),
        ),
        Permission.CHECK_IN_VIEW,
        _check_ins,
    ),
)
