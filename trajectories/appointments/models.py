"""Appointments: planned, then held, missed or cancelled."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory


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

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["trajectory", "starts_at"], name="appointment_of_trajectory")]
        constraints = [
            models.CheckConstraint(name="appointment_5_to_480_minutes", condition=Q(minutes__range=(5, 480)))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%Y-%m-%d %H:%M}"
