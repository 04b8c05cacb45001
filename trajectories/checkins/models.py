"""Schedules, occurrences, answered check-ins."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class PauseReason(models.TextChoices):
    ADMISSION = "admission", _("Admission")
    HOLIDAY = "holiday", _("Holiday")
    REQUEST = "request", _("At their own request")


class ScheduleQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def waiting(self) -> Self:
        """Those that will ask again."""
        return self.current().filter(next_due_at__isnull=False)

    def due(self, *, at: datetime) -> Self:
        return self.current().filter(next_due_at__lte=at).order_by("next_due_at", "id")


class OccurrenceQuerySet(models.QuerySet):
    def open(self, *, at: datetime) -> Self:
        return self.filter(state=Occurrence.State.OPEN, closes_at__gt=at)

    def overdue(self, *, at: datetime) -> Self:
        return self.filter(state=Occurrence.State.OPEN, closes_at__lte=at).order_by("closes_at", "id")


class CheckInQuerySet(models.QuerySet):
    def submitted(self) -> Self:
        return self.filter(submitted_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(submitted_at=None)

    def draft_for(self, occurrence: "Occurrence | None", *, at: datetime) -> "CheckIn | None":
        """The check-in of this occurrence, or one of their own accord that is fresh enough to become it."""
        fresh = at - timedelta(hours=settings.CHECK_IN_LINK_HOURS)
        own = Q(occurrence=None, submitted_at=None, started_at__gt=fresh)
        if occurrence is None:
            return self.filter(own).first()
        joining = self.filter(Q(occurrence=occurrence) | Q(own, instrument=occurrence.schedule.instrument))
        return joining.order_by(F("occurrence").asc(nulls_last=True)).first()


class CheckInSchedule(models.Model):
    """When a check-in is asked: local wall time and zone are stored, `next_due_at` follows from them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="check_in_schedules")
    instrument = models.CharField(_("questionnaire"), max_length=40)
    every_weeks = models.PositiveSmallIntegerField(_("every so many weeks"), default=1)
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    wall_time = models.TimeField(_("time"))
    zone = models.CharField(_("time zone"), max_length=40, default="Europe/Amsterdam")
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    paused_from = models.DateField(_("paused from"), null=True, blank=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    pause_reason = models.CharField(
        _("reason"), max_length=10, choices=PauseReason.choices, blank=True, default="", db_default=""
    )
    next_due_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "wall_time", "id"]
        indexes = [models.Index(fields=["next_due_at"], name="schedule_due", condition=Q(ended_at=None))]
        constraints = [
            UniqueConstraint(fields=["trajectory", "instrument"], name="schedule_once", condition=Q(ended_at=None)),
            models.CheckConstraint(name="schedule_weekday_0_to_6", condition=Q(weekday__range=(0, 6))),
            models.CheckConstraint(name="schedule_every_week_or_more", condition=Q(every_weeks__gte=1)),
            models.CheckConstraint(
                name="schedule_pause_has_both_ends",
                condition=Q(paused_from=None, paused_until=None) | Q(paused_until__gte=F("paused_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.get_weekday_display()} {self.wall_time:%H:%M}"

    @property
    def is_once(self) -> bool:
        return self.until == self.starts_on


class Occurrence(models.Model):
    """One planned instant of a check-in. Unique by what it is."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")
        MISSED = "missed", _("Missed")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="occurrences")
    schedule = models.ForeignKey(CheckInSchedule, models.CASCADE, related_name="occurrences")
    due_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    put_off_at = models.DateTimeField(null=True, blank=True)
    """When the client answered "not today", which is an answer: nothing is missed then."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "id"]
        indexes = [
            models.Index(fields=["trajectory", "-due_at"], name="occurrence_of_trajectory"),
            models.Index(fields=["closes_at"], name="occurrence_closing", condition=Q(state="open")),
        ]
        constraints = [
            UniqueConstraint(fields=["schedule", "due_at"], name="occurrence_once"),
            models.CheckConstraint(name="occurrence_closes_after_due", condition=Q(closes_at__gt=F("due_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.due_at:%Y-%m-%d %H:%M} ({self.state})"


class CheckIn(models.Model):
    """The answers to one questionnaire, kept under the version they were given to. A draft until submitted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="check_ins", db_index=False)
    occurrence = models.OneToOneField(Occurrence, models.PROTECT, null=True, blank=True, related_name="check_in")
    instrument = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    along = models.JSONField(
        default=dict, db_default={}, help_text="Which parts are asked along, each with its version."
    )
    answers = models.JSONField(default=dict)
    scores = models.JSONField(default=dict)
    note = models.TextField(blank=True, max_length=1000)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-id"]
        indexes = [models.Index(fields=["trajectory", "-submitted_at"], name="checkin_of_trajectory")]
        constraints = [
            UniqueConstraint(
                fields=["trajectory"],
                name="checkin_one_draft_of_own_accord",
                condition=Q(occurrence=None, submitted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} v{self.version}"


class OwnQuestionnaireQuerySet(models.QuerySet):
    def with_newest(self) -> Self:
        """Each with the number of its newest version."""
        return self.annotate(newest=Max("versions__version"))


class OwnQuestionnaire(models.Model):
    """A questionnaire that an organisation added. What it asks stands in its versions."""

    PREFIX = "own-"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="own_questionnaires")
    slug = models.SlugField(_("short name"), max_length=40)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OwnQuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["slug", "id"]
        constraints = [
            UniqueConstraint(fields=["organisation", "slug"], name="ownquestionnaire_once"),
            models.CheckConstraint(
                name="ownquestionnaire_retired_by_and_at_together",
                condition=Q(retired_at=None, retired_by=None) | Q(retired_at__isnull=False, retired_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def instrument(self) -> str:
        """How schedules and answers name it."""
        return f"{self.PREFIX}{self.pk.hex}"


class OwnVersion(models.Model):
    """One definition, as it was uploaded. Answers keep the version that they were given to; it never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(OwnQuestionnaire, models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["questionnaire", "-version"]
        constraints = [UniqueConstraint(fields=["questionnaire", "version"], name="ownversion_once")]

    def __str__(self) -> str:
        return f"{self.questionnaire} v{self.version}"
