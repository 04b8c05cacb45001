"""How far somebody came in their first run. It begins when an invitation was accepted."""

from django.db import models
from django.utils import timezone

from aftercare.accounts.models import Organisation
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory

STEPS = ("sign_in", "reminders", "plan")


class FirstRun(models.Model):
    """Each step with when it was answered; "later" is an answer too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.OneToOneField(Trajectory, models.CASCADE, related_name="first_run")
    began_at = models.DateTimeField(default=timezone.now)
    sign_in_at = models.DateTimeField(null=True, blank=True)
    reminders_at = models.DateTimeField(null=True, blank=True)
    plan_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-began_at", "-id"]

    def __str__(self) -> str:
        return self.next_step or "done"

    @property
    def next_step(self) -> str:
        """Empty when all were answered."""
        return next((step for step in STEPS if getattr(self, f"{step}_at") is None), "")
