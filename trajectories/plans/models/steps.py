"""What helps at a moment of craving."""

import re
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.plans.models.words import TriggerKind


class CopingStepQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(removed_at=None)

    def pinned(self) -> Self:
        return self.current().filter(pinned=True)

    def against(self, trigger: str) -> Self:
        """Steps written for this trigger: a TriggerKind value or an own word."""
        return self.current().filter(trigger__iexact=trigger)


class CopingStep(models.Model):
    """What the client does at a moment of craving, in the client's own words. Replaced, never overwritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="coping_steps")
    text = models.CharField(_("what I do"), max_length=300)
    trigger = models.CharField(_("helps at"), max_length=40, blank=True)
    call_name = models.CharField(_("whom I call"), max_length=60, blank=True)
    call_phone = models.CharField(_("phone"), max_length=30, blank=True)
    pinned = models.BooleanField(_("show at Help now"), default=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CopingStepQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="copingstep_call_has_name_and_phone",
                condition=Q(call_name="", call_phone="") | (~Q(call_name="") & ~Q(call_phone="")),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def helps_at(self) -> str:
        """The trigger in words; empty when the step helps at any moment."""
        return str(dict(TriggerKind.choices).get(self.trigger, self.trigger))

    @property
    def call_url(self) -> str:
        return "tel:" + re.sub(r"[^\d+]", "", self.call_phone)
