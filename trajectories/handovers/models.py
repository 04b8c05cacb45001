"""Handovers: who gave a trajectory to whom, with which words, and when the receiver had read it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import CareTeamSeat, Trajectory


class HandoverQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Not acknowledged yet, the oldest first."""
        return self.filter(acknowledged_at=None).order_by("given_at", "id")

    def received_by(self, user: User) -> Self:
        return self.filter(seat__user=user)


class Handover(models.Model):
    """A trajectory goes from `giver` to whoever holds `seat`, from the seat's first day.

    A seat that is called off before that day takes its handover with it; the access log keeps both.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="handovers")
    seat = models.OneToOneField(CareTeamSeat, models.CASCADE, related_name="handover")
    giver = models.ForeignKey(User, models.PROTECT, related_name="+")
    words = models.TextField(_("what must not get lost"), max_length=2000, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    """The giver, or the administrator when the giver is not there to do it."""
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-id"]
        indexes = [models.Index(fields=["trajectory"], name="handover_open", condition=Q(acknowledged_at=None))]
        constraints = [
            models.CheckConstraint(
                name="handover_acknowledged_after_given",
                condition=Q(acknowledged_at=None) | Q(acknowledged_at__gte=F("given_at")),
            )
        ]
