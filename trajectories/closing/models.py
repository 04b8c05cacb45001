"""What client and care team write when they round off."""

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory


class ClosingWords(models.Model):
    """The summary of one of the two, or why there is none."""

    class Side(models.TextChoices):
        CLIENT = "client", _("Client")
        TEAM = "team", _("Care team")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="closing_words")
    side = models.CharField(max_length=6, choices=Side.choices)
    summary = models.TextField(_("summary"), max_length=2000, blank=True)
    helped = models.TextField(_("what helped"), max_length=1000, blank=True)
    watch_for = models.TextField(_("what to watch for"), max_length=1000, blank=True)
    skipped_because = models.CharField(_("why nothing was written"), max_length=200, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["side"]
        constraints = [
            UniqueConstraint(fields=["trajectory", "side"], name="closingwords_once_per_side"),
            models.CheckConstraint(
                name="closingwords_written_or_skipped",
                condition=(Q(skipped_because="") & ~Q(summary="", helped="", watch_for=""))
                | (~Q(skipped_because="") & Q(summary="", helped="", watch_for="")),
            ),
        ]
