"""What the client wants."""

from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory


class GoalQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(replaced_at=None)


class Goal(models.Model):
    """What the client wants, in the client's own words. Replaced, never overwritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="goals")
    text = models.TextField(_("goal"), max_length=500)
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at", "id"]
        constraints = [UniqueConstraint(fields=["trajectory"], name="goal_one_current", condition=Q(replaced_at=None))]

    def __str__(self) -> str:
        return self.text
