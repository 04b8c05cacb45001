"""What phones sent later: that it came and what became of it, never what was in it."""

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone

from aftercare.accounts.models import Organisation
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory


class Contents(models.TextChoices):
    TRIGGER = "trigger"
    TRIGGER_ANSWER = "trigger_answer"
    TRIGGER_UNDO = "trigger_undo"
    TICK = "tick"
    CHECK_IN = "check_in"
    CHECK_IN_ANSWER = "check_in_answer"


class Parcel(models.Model):
    """`key` is made on the phone: the same key again is the same parcel, and gets the same answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="parcels")
    key = models.UUIDField(editable=False)
    contents = models.CharField(max_length=15, choices=Contents.choices)
    packed_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            UniqueConstraint(fields=["trajectory", "key"], name="parcel_once"),
            models.CheckConstraint(name="parcel_packed_before", condition=Q(packed_at__lte=models.F("received_at"))),
        ]
