"""The request to have a dossier destroyed, and what was answered."""

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory


class DestructionRequest(models.Model):
    """About everything that the organisation keeps of the person, not only this trajectory."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        GRANTED = "granted", _("Will be destroyed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    PENDING = (State.ASKED, State.GRANTED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="destruction_requests")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    words = models.TextField(_("words with it"), max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    """A professional, when it was asked on paper."""
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    refused_because = models.TextField(_("why it is refused"), max_length=1000, blank=True)
    destroy_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["destroy_at"], name="destruction_due", condition=Q(state="granted"))]
        constraints = [
            UniqueConstraint(
                fields=["trajectory"], name="destruction_asked_once", condition=Q(state__in=["asked", "granted"])
            ),
            models.CheckConstraint(
                name="destruction_decided_by_and_at_together",
                condition=Q(state="asked", decided_at=None, decided_by=None)
                | Q(state="withdrawn")
                | Q(state__in=["granted", "refused"], decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="destruction_refused_with_a_reason",
                condition=(Q(state="refused") & ~Q(refused_because="")) | (~Q(state="refused") & Q(refused_because="")),
            ),
            models.CheckConstraint(
                name="destruction_granted_with_a_moment",
                condition=Q(state="granted", destroy_at__gt=F("decided_at"))
                | (~Q(state="granted") & Q(destroy_at=None)),
            ),
        ]
