"""What somebody put off until later today, and the views of Vandaag that they keep."""

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory


class Later(models.Model):
    """A row that one reader wants back at `until`, or as soon as something new comes in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        ordering = ["until", "id"]
        constraints = [
            UniqueConstraint(fields=["trajectory", "user"], name="later_once"),
            models.CheckConstraint(name="later_ends_after_it_began", condition=Q(until__gt=F("at"))),
        ]


class KeptView(models.Model):
    """A filter and an order under a name of one's own. What was searched for is never kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=200)
    """As `listing.Asked` writes it."""

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            UniqueConstraint(fields=["user", "name"], name="keptview_name_once"),
            models.CheckConstraint(name="keptview_has_a_name", condition=~Q(name="")),
        ]
