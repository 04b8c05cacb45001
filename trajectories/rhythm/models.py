"""From which day on there is contact so often. What is not agreed yet is proposed: see proposal.py."""

from typing import Self

from django.db import models
from django.db.models import UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory


class Every(models.IntegerChoices):
    """In weeks."""

    WEEK = 1, _("Every week")
    TWO_WEEKS = 2, _("Twice a month (every two weeks)")
    MONTH = 4, _("Every month (four weeks)")
    QUARTER = 13, _("Every three months")


class ContactPhaseQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("starts_on", "id")


class ContactPhase(models.Model):
    """A stretch of the trajectory, until the next one begins."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="contact_phases")
    starts_on = models.DateField(_("from"))
    every_weeks = models.PositiveSmallIntegerField(_("contact"), choices=Every.choices)
    agreed_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ContactPhaseQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            UniqueConstraint(fields=["trajectory", "starts_on"], name="contactphase_once"),
            models.CheckConstraint(name="contactphase_every_week_or_more", condition=models.Q(every_weeks__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}: {self.get_every_weeks_display()}"
