"""Self-care, exercises, medicines as they were told."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajectories.dossier.access import Permission
from trajectories.dossier.models import Trajectory
from trajectories.exercises.models import AssignedExercise, DoneExercise
from trajectories.export.shape import Row, Source, Told, day, instant, own, period, plain
from trajectories.medication.models import Medicine, MedicineReport
from trajectories.selfcare.models import AreaScore

Rows = Iterator[tuple[UUID, Row]]


def _self_care(trajectories: Collection[Trajectory]) -> Rows:
    for one in AreaScore.objects.filter(trajectory__in=trajectories):
        yield one.trajectory_id, (plain(day(one.day)), plain(one.get_area_display()), plain(one.score))


def _assigned(trajectories: Collection[Trajectory]) -> Rows:
    for one in AssignedExercise.objects.filter(trajectory__in=trajectories).select_related("assigned_by"):
        when = plain(period(one.assigned_at, one.ended_at or one.until))
        asked = plain(one.assigned_by, _("Asked by")) + plain(one.note)
        yield one.trajectory_id, (when, plain(one.exercise.title), asked)


def _done(trajectories: Collection[Trajectory]) -> Rows:
    for one in DoneExercise.objects.filter(trajectory__in=trajectories):
        yield one.trajectory_id, (plain(instant(one.done_at)), plain(one.exercise.title), own(one.how))


def _medicines(trajectories: Collection[Trajectory]) -> Rows:
    for one in Medicine.objects.filter(trajectory__in=trajectories):
        noted = [Told(text, label) for label, text in one.lines]
        stopped = plain(day(one.stopped_at)) + plain(one.stop_reason)
        yield one.trajectory_id, (plain(one.name), noted, stopped)


def _reports(trajectories: Collection[Trajectory]) -> Rows:
    for one in MedicineReport.objects.filter(trajectory__in=trajectories).select_related("discussed_by"):
        told = [Told(words) for words in one.said] + own(one.text)
        came = plain(day(one.discussed_at)) + plain(one.discussed_by, _("With")) + plain(one.outcome)
        yield one.trajectory_id, (plain(instant(one.told_at)), told, came)


WHEN = gettext_lazy("When")
SOURCES = (
    Source(
        gettext_lazy("Taking good care of myself"),
        (WHEN, gettext_lazy("Life area"), gettext_lazy("How it goes, 0 to 10")),
        Permission.SELF_CARE_VIEW,
        _self_care,
    ),
    Source(
        gettext_lazy("Exercises that were asked"),
        (WHEN, gettext_lazy("Exercise"), gettext_lazy("By whom")),
        Permission.EXERCISE_VIEW,
        _assigned,
    ),
    Source(
        gettext_lazy("Exercises that I did"),
        (WHEN, gettext_lazy("Exercise"), gettext_lazy("How it was")),
        Permission.EXERCISE_VIEW,
        _done,
    ),
    Source(
        gettext_lazy("Medicines"),
        (gettext_lazy("Medicine"), gettext_lazy("What is noted"), gettext_lazy("Stopped")),
        Permission.MEDICATION_VIEW,
        _medicines,
    ),
    Source(
        gettext_lazy("What I told about medicines"),
        (WHEN, gettext_lazy("What I said"), gettext_lazy("Discussed")),
        Permission.MEDICATION_VIEW,
        _reports,
    ),
)
