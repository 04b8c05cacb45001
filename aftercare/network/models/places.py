"""The municipalities of a region, and who keeps its directory: the local design team."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Region, User
from aftercare.core.ids import new_id
from aftercare.network.models.words import Voice

GOOD_FOR = timedelta(days=183)
"""Half a year: what nobody looked at for so long is not certain any more."""


class Municipality(models.Model):
    """`surveyed_on`: when the design team last went through everything that is there, so that what lacks is known."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="municipalities", verbose_name=_("region"))
    name = models.CharField(_("name"), max_length=80, unique=True)
    surveyed_on = models.DateField(_("gone through on"), null=True, blank=True)
    surveyed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="municipality_surveyed_by_and_on_together",
                condition=Q(surveyed_on=None, surveyed_by=None)
                | Q(surveyed_on__isnull=False, surveyed_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_known(self, today: date) -> bool:
        """Whether what is not listed here can be said to lack."""
        return self.surveyed_on is not None and self.surveyed_on > today - GOOD_FOR


class DesignSeatQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(ended_at=None)


class DesignSeat(models.Model):
    """A place in the local design team of a region: who may write its directory and its guide."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="design_seats")
    user = models.ForeignKey(User, models.PROTECT, related_name="design_seats")
    voice = models.CharField(_("takes part as"), max_length=12, choices=Voice.choices)
    since = models.DateTimeField(default=timezone.now)
    appointed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DesignSeatQuerySet.as_manager()

    class Meta:
        ordering = ["region", "user__name", "id"]
        constraints = [
            UniqueConstraint(fields=["region", "user"], name="designseat_once", condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="designseat_ended_by_and_at_together",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
