"""Absences: from when somebody is away, when they are back, and whom they asked to stand in."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id


class AbsenceQuerySet(models.QuerySet):
    def within(self, since: date, back_on: date) -> Self:
        """Somewhere in the days from `since` until the one before `back_on`."""
        return self.filter(since__lt=back_on, back_on__gt=since)

    def not_over(self, *, on: date) -> Self:
        """Now or still to come, the first one first."""
        return self.filter(back_on__gt=on)


AWAY = Func(F("since"), F("back_on"), Value("[)"), function="daterange", output_field=DateRangeField())


class Absence(models.Model):
    """Away from `since`, and there again on `back_on`. Standing in itself is a seat on each care team."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField(_("first day away"))
    back_on = models.DateField(_("back on"))
    announced_at = models.DateTimeField(default=timezone.now)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(name="absence_ends_after_start", condition=Q(back_on__gt=F("since"))),
            models.CheckConstraint(
                name="absence_somebody_else_stands_in", condition=Q(stand_in=None) | ~Q(stand_in=F("user"))
            ),
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (AWAY, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.since:%Y-%m-%d}"
