"""Appointments: planned, then held, missed or cancelled; one by one or as a regular row."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory

PERIOD = Func(F("starts_at"), F("minutes"), function="appointment_period", output_field=DateTimeRangeField())
"""From start to end, by a function of our own: PostgreSQL takes only what never depends on a zone into an index."""

LINK_SHOWN_BEFORE = timedelta(minutes=30)


class AppointmentSeries(models.Model):
    """A regular row of appointments. Local wall time and zone are stored; each appointment's instant follows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="+")
    every_weeks = models.PositiveSmallIntegerField(_("every so many weeks"))
    wall_time = models.TimeField(_("time"))
    zone = models.CharField(_("time zone"), max_length=40)
    planned_at = models.DateTimeField(default=timezone.now)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-planned_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="appointmentseries_every_1_to_26_weeks", condition=Q(every_weeks__range=(1, 26))
            )
        ]


class AppointmentQuerySet(models.QuerySet):
    def with_end(self) -> Self:
        length = ExpressionWrapper(F("minutes") * timedelta(minutes=1), models.DurationField())
        return self.annotate(ends_at=ExpressionWrapper(F("starts_at") + length, models.DateTimeField()))

    def planned(self) -> Self:
        return self.filter(state=Appointment.State.PLANNED)

    def upcoming(self, *, at: datetime) -> Self:
        """Planned and not over yet, the first one first."""
        return self.planned().with_end().filter(ends_at__gt=at).order_by("starts_at", "id")

    def to_record(self, *, at: datetime) -> Self:
        """Over, and nobody said yet how it went."""
        return self.planned().with_end().filter(ends_at__lte=at).order_by("starts_at", "id")

    def over(self, *, at: datetime) -> Self:
        """Recorded, cancelled, or its end has passed; the latest first."""
        ended = ~Q(state=Appointment.State.PLANNED) | Q(ends_at__lte=at)
        return self.with_end().filter(ended).order_by("-starts_at", "-id")

    def recorded(self) -> Self:
        return self.exclude(state=Appointment.State.PLANNED).order_by("-starts_at", "-id")

    def later_of_series(self, appointment: "Appointment") -> Self:
        """What is still planned after this one in its row."""
        return self.planned().filter(series=appointment.series_id, starts_at__gt=appointment.starts_at)


class Appointment(models.Model):
    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", _("Conversation")
        FAMILY = "family", _("Family conversation")
        PHONE = "phone", _("Phone call")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Took place")
        MISSED = "missed", _("Did not come")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="appointments", db_index=False)
    series = models.ForeignKey(AppointmentSeries, models.PROTECT, null=True, blank=True, related_name="appointments")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INDIVIDUAL)
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    place = models.CharField(_("place"), max_length=120, blank=True)
    video_url = models.URLField(_("video link"), max_length=300, blank=True)
    with_user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("with"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    revision = models.PositiveIntegerField(default=1)
    planned_at = models.DateTimeField(default=timezone.now)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    cannot_at = models.DateTimeField(null=True, blank=True)
    """When the client said that they cannot come."""
    cannot_note = models.TextField(_("why"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    no_next = models.CharField(_("why there is no next one"), max_length=200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["trajectory", "starts_at"], name="appointment_of_trajectory"),
            models.Index(fields=["with_user", "starts_at"], name="appointment_with_user"),
        ]
        constraints = [
            models.CheckConstraint(name="appointment_5_to_480_minutes", condition=Q(minutes__range=(5, 480))),
            models.CheckConstraint(
                name="appointment_recorded_by_and_at_together",
                condition=(
                    Q(state="planned", recorded_at=None, recorded_by=None)
                    | (~Q(state="planned") & Q(recorded_at__isnull=False, recorded_by__isnull=False))
                ),
            ),
            models.CheckConstraint(name="appointment_place_or_video", condition=Q(place="") | Q(video_url="")),
            models.CheckConstraint(
                name="appointment_video_is_https", condition=Q(video_url="") | Q(video_url__startswith="https://")
            ),
            models.CheckConstraint(
                name="appointment_reason_only_of_who_cannot", condition=Q(cannot_note="") | Q(cannot_at__isnull=False)
            ),
            ExclusionConstraint(
                name="appointment_counsellor_once",
                expressions=[("with_user", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                condition=Q(state="planned"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("appointments:record", args=[self.trajectory_id, self.pk])

    @property
    def ends(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def status_level(self) -> str:
        return {"planned": "info", "held": "ok", "missed": "gap"}.get(self.state, "quiet")

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def where(self) -> str:
        """The place, or that it is by video. The link itself stands on the appointment's own page only."""
        return str(_("By video")) if self.video_url else self.place

    def shows_link(self, at: datetime) -> bool:
        """From half an hour before the start to the end."""
        return bool(self.video_url) and self.is_planned and self.starts_at - LINK_SHOWN_BEFORE <= at < self.ends
