"""Appointments: planned, then held, missed or cancelled."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory


class AppointmentQuerySet(models.QuerySet):
    def with_end(self) -> Self:
        length = ExpressionWrapper(F("minutes") * timedelta(minutes=1), models.DurationField())
        return self.annotate(ends_at=ExpressionWrapper(F("starts_at") + length, models.DateTimeField()))

    def upcoming(self, *, at: datetime) -> Self:
        """Planned and not over yet, the first one first."""
        return self.with_end().filter(state=Appointment.State.PLANNED, ends_at__gt=at).order_by("starts_at", "id")

    def to_record(self, *, at: datetime) -> Self:
        """Over, and nobody said yet how it went."""
        return self.with_end().filter(state=Appointment.State.PLANNED, ends_at__lte=at).order_by("starts_at", "id")

    def recorded(self) -> Self:
        return self.exclude(state=Appointment.State.PLANNED).order_by("-starts_at", "-id")


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
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="appointments")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INDIVIDUAL)
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    place = models.CharField(_("place"), max_length=120, blank=True)
    with_user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("with"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    planned_at = models.DateTimeField(default=timezone.now)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["trajectory", "starts_at"], name="appointment_of_trajectory")]
        constraints = [
            models.CheckConstraint(name="appointment_5_to_480_minutes", condition=Q(minutes__range=(5, 480))),
            models.CheckConstraint(
                name="appointment_recorded_by_and_at_together",
                condition=(
                    Q(state="planned", recorded_at=None, recorded_by=None)
                    | (~Q(state="planned") & Q(recorded_at__isnull=False, recorded_by__isnull=False))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def status_level(self) -> str:
        return {"planned": "info", "held": "ok", "missed": "gap"}.get(self.state, "quiet")
