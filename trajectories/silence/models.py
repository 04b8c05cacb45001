"""After how many hours each step comes, a climb for a check-in that waits for an answer, and the steps taken."""

from datetime import datetime, timedelta
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.checkins.models import Occurrence
from trajectories.dossier.models import Trajectory

LONGEST = 24 * 14


class Step(models.TextChoices):
    """In the order in which they are taken."""

    REMINDER = "reminder", _("Reminder")
    SECOND = "second", _("Second reminder")
    COUNSELLOR = "counsellor", _("The counsellor is asked to call")
    STAND_IN = "stand_in", _("The stand-in is asked to call")
    COORDINATOR = "coordinator", _("The coordinator is told")


FOLLOWING = {
    Step.SECOND: Step.COUNSELLOR,
    Step.COUNSELLOR: Step.STAND_IN,
    Step.STAND_IN: Step.COORDINATOR,
}


def _hours(name, default: int) -> models.PositiveSmallIntegerField:
    bounds = [MinValueValidator(1), MaxValueValidator(LONGEST)]
    return models.PositiveSmallIntegerField(name, default=default, validators=bounds)


class LadderHours(models.Model):
    """Hours after a check-in was asked: of an organisation, or of one client instead of those."""

    STEPS = (Step.SECOND, Step.COUNSELLOR, Step.STAND_IN, Step.COORDINATOR)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    trajectory = models.OneToOneField(Trajectory, models.CASCADE, null=True, blank=True, related_name="ladder_hours")
    second = _hours(_("second reminder"), 24)
    counsellor = _hours(_("ask the counsellor to call"), 48)
    stand_in = _hours(_("ask the stand-in, when the counsellor is away"), 60)
    coordinator = _hours(_("tell the coordinator"), 96)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["organisation", "id"]
        constraints = [
            UniqueConstraint(
                fields=["organisation"], name="ladderhours_one_of_organisation", condition=Q(trajectory=None)
            ),
            models.CheckConstraint(
                name="ladderhours_go_up",
                violation_error_message=_("Each step comes after the one before it."),
                condition=Q(second__gte=1, second__lt=F("counsellor"))
                & Q(counsellor__lte=F("stand_in"), stand_in__lte=F("coordinator"), coordinator__lte=LONGEST),
            ),
        ]

    def at(self, step: Step, asked_at: datetime) -> datetime:
        return asked_at + timedelta(hours=getattr(self, step))


class ClimbQuerySet(models.QuerySet):
    def running(self) -> Self:
        return self.filter(stopped_at=None)

    def due(self, *, at: datetime) -> Self:
        return self.running().filter(next_at__lte=at).order_by("next_at", "id")

    def unreached(self) -> Self:
        """Those of which a coordinator was told and nobody arranged anything yet."""
        told = self.running().filter(steps__step=Step.COORDINATOR, arranged_at=None)
        return told.order_by("asked_at", "id")


class Climb(models.Model):
    """From a check-in that was asked until the client answers or is reached. One at a time for a client."""

    class Stopped(models.TextChoices):
        ANSWERED = "answered", _("The client answered")
        REACHED = "reached", _("There was contact")
        CALLED_OFF = "called_off", _("Nothing is asked any more")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="climbs")
    occurrence = models.OneToOneField(Occurrence, models.CASCADE, related_name="climb")
    asked_at = models.DateTimeField()
    next_step = models.CharField(max_length=12, choices=Step.choices, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=10, choices=Stopped.choices, blank=True)
    arranged_at = models.DateTimeField(null=True, blank=True)
    arranged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    arranged = models.CharField(_("what was arranged"), max_length=300, blank=True)

    objects = ClimbQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["next_at"], name="climb_due", condition=Q(stopped_at=None))]
        constraints = [
            UniqueConstraint(fields=["trajectory"], name="climb_one_at_a_time", condition=Q(stopped_at=None)),
            models.CheckConstraint(
                name="climb_next_step_and_at_together",
                condition=Q(next_step="", next_at=None) | (~Q(next_step="") & Q(next_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="climb_stopped_for_a_reason",
                condition=Q(stopped_at=None, stopped_because="")
                | (Q(stopped_at__isnull=False, next_at=None) & ~Q(stopped_because="")),
            ),
            models.CheckConstraint(
                name="climb_arranged_by_and_at_together",
                condition=Q(arranged_at=None, arranged_by=None, arranged="")
                | (Q(arranged_at__isnull=False, arranged_by__isnull=False) & ~Q(arranged="")),
            ),
        ]

    @property
    def key(self) -> str:
        """How its letters to the care team begin."""
        return f"trajectory:{self.trajectory_id}:silence:{self.pk}:"

    @property
    def task_key(self) -> str:
        return f"silence:{self.pk}"


class ClimbStep(models.Model):
    """One step that was taken, once. `at` is when it reaches whom it is for: outside their quiet hours."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="+")
    climb = models.ForeignKey(Climb, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12, choices=Step.choices)
    at = models.DateTimeField()
    message_key = models.CharField(max_length=160, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["trajectory", "-at"], name="climbstep_of_trajectory")]
        constraints = [UniqueConstraint(fields=["climb", "step"], name="climbstep_once")]
