"""Who else comes: relatives and others, by name."""

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.appointments.models.appointments import Appointment
from trajectories.dossier.models import Trajectory


class AppointmentGuest(models.Model):
    """Somebody beside the client, the `host`. `user` is set for who has an account here: they hear of it as well."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="+")
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="guests")
    host = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    relation = models.CharField(_("relation"), max_length=60, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["user"], name="guest_with_account", condition=Q(user__isnull=False))]
        constraints = [
            UniqueConstraint(fields=["appointment", "user"], name="guest_once", condition=Q(user__isnull=False)),
            models.CheckConstraint(name="guest_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.relation})" if self.relation else self.name
