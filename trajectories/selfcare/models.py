"""How it goes in an area of self-care, day by day. Goal and next step are parts of the plan, with their own days."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.plans.models import SELF_CARE_AREAS

HIGHEST = 10
AREAS = [(area.value, area.label) for area in SELF_CARE_AREAS]


class AreaScoreQuerySet(models.QuerySet):
    def latest_of_each(self) -> Self:
        return self.order_by("area", "-day").distinct("area")

    def by_month(self, *, since: date) -> models.QuerySet:
        """(area, first day of the month, mean score), area by area."""
        months = self.filter(day__gte=since).order_by().annotate(month=TruncMonth("day")).values("area", "month")
        return months.annotate(mean=models.Avg("score")).order_by("area", "month").values_list("area", "month", "mean")


class AreaScore(models.Model):
    """From 0 to 10, as the client sees it: one for each area and day, the last one said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="area_scores")
    area = models.CharField(_("life area"), max_length=15, choices=AREAS)
    day = models.DateField()
    score = models.PositiveSmallIntegerField(_("score"))
    scored_at = models.DateTimeField(default=timezone.now)
    scored_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = AreaScoreQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "area", "id"]
        constraints = [
            UniqueConstraint(fields=["trajectory", "area", "day"], name="areascore_one_a_day"),
            models.CheckConstraint(name="areascore_0_to_10", condition=Q(score__range=(0, HIGHEST))),
            models.CheckConstraint(
                name="areascore_of_self_care", condition=Q(area__in=[area.value for area in SELF_CARE_AREAS])
            ),
        ]
