"""The history of an appointment's moment: from when to when, who asked, who was told."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.appointments.models.appointments import Appointment
from trajectories.dossier.models import Trajectory


class AppointmentMove(models.Model):
    class AskedBy(models.TextChoices):
        CLIENT = "client", _("The client asked for it")
        TEAM = "team", _("We asked for it")

    class Told(models.TextChoices):
        TOGETHER = "together", _("Agreed together, the client knows")
        MESSAGE = "message", _("The client gets a message")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="+")
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="moves")
    was_at = models.DateTimeField()
    became_at = models.DateTimeField()
    asked_by = models.CharField(_("who asked"), max_length=10, choices=AskedBy.choices)
    told = models.CharField(_("how the client hears it"), max_length=10, choices=Told.choices)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    moved_at = models.DateTimeField(default=timezone.now)
    moved_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-moved_at", "-id"]
        constraints = [
            models.CheckConstraint(name="move_is_to_another_moment", condition=~Q(was_at=F("became_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.was_at:%Y-%m-%d %H:%M} → {self.became_at:%Y-%m-%d %H:%M}"
