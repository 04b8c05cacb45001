"""What a counsellor assigned from the library, and when it was done. The words stay in the library."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.exercises import library
from trajectories.exercises.library import Exercise
from trajectories.plans.models import PlanItem

UNDO_FOR = timedelta(minutes=10)


class FromLibrary(models.Model):
    slug = models.CharField(max_length=40)

    class Meta:
        abstract = True

    @property
    def exercise(self) -> Exercise:
        """In the reader's language."""
        return library.load(self.slug)


class AssignedExerciseQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def over(self) -> Self:
        return self.exclude(ended_at=None)

    def on(self, day: date) -> Self:
        """What somebody is asked to do on that day."""
        return self.current().filter(Q(until=None) | Q(until__gte=day))

    def not_done_on(self, day: date) -> Self:
        done = DoneExercise.objects.filter(assigned=models.OuterRef("pk"), done_at__date=day)
        return self.on(day).exclude(models.Exists(done))

    def with_times(self) -> Self:
        """`times` it was done, and `last_done_at`."""
        return self.annotate(times=models.Count("done"), last_done_at=models.Max("done__done_at"))


class AssignedExercise(FromLibrary):
    """An exercise that the client is asked to do, once or more often; perhaps for a part of the plan."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="assigned_exercises")
    note = models.TextField(_("a word to go with it"), max_length=300, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    item = models.ForeignKey(
        PlanItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_exercises",
        verbose_name=_("for this part of the plan"),
    )
    assigned_at = models.DateTimeField(default=timezone.now)
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssignedExerciseQuerySet.as_manager()

    class Meta:
        ordering = ["assigned_at", "id"]
        constraints = [
            UniqueConstraint(
                fields=["trajectory", "slug"], name="assignedexercise_once_at_a_time", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="assignedexercise_ended_by_and_at_together",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]


class DoneExercise(FromLibrary):
    """One time that somebody did an exercise, assigned or not, with what they say of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="done_exercises")
    assigned = models.ForeignKey(AssignedExercise, models.SET_NULL, null=True, blank=True, related_name="done")
    version = models.PositiveSmallIntegerField()
    key = models.UUIDField(default=new_id, editable=False)
    """Of the form that told it: sent twice is once."""
    how = models.TextField(_("how it was"), max_length=500, blank=True)
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-done_at", "-id"]
        indexes = [models.Index(fields=["trajectory", "done_at"], name="doneexercise_of_trajectory")]
        constraints = [UniqueConstraint(fields=["trajectory", "key"], name="doneexercise_once_per_key")]

    def can_be_taken_back(self, at: datetime) -> bool:
        return at - self.done_at < UNDO_FOR
