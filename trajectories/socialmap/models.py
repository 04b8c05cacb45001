"""People on the client's map, and how they came, moved and went. Others' names: no more than is needed."""

import re
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.plans.models import PlanItem


class Stance(models.TextChoices):
    """What somebody brings, as the client sees it."""

    SUPPORTIVE = "supportive", _("Gives support")
    NEUTRAL = "neutral", _("Both, or neither")
    RISKY = "risky", _("Brings risk")


class Ring(models.IntegerChoices):
    CLOSE = 1, _("Close by")
    NEAR = 2, _("A little further")
    FAR = 3, _("Far away")


class Aim(models.TextChoices):
    MAKE = "make", _("Get to know them")
    REPAIR = "repair", _("Repair the contact")


STANCE_ICONS = {Stance.SUPPORTIVE: "heart-handshake", Stance.NEUTRAL: "circle", Stance.RISKY: "triangle-alert"}


class KnownPersonQuerySet(models.QuerySet):
    def current(self) -> Self:
        """From near to far, who supports first."""
        places = [models.When(stance=stance, then=place) for place, stance in enumerate(Stance)]
        return self.filter(removed_at=None).order_by("ring", models.Case(*places), "name", "id")

    def supportive(self) -> Self:
        return self.current().filter(stance=Stance.SUPPORTIVE)

    def at_help_now(self) -> Self:
        return self.current().filter(at_help=True)


class KnownPerson(models.Model):
    """Somebody on the map. Everything here is the client's judgement."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="known_people")
    name = models.CharField(_("name"), max_length=40)
    relation = models.CharField(_("who that is"), max_length=60, blank=True)
    stance = models.CharField(_("what this person brings"), max_length=10, choices=Stance.choices)
    ring = models.PositiveSmallIntegerField(_("how close"), choices=Ring.choices)
    words = models.CharField(_("in my words"), max_length=200, blank=True)
    aim = models.CharField(_("what I want"), max_length=10, choices=Aim.choices, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    at_help = models.BooleanField(_("show at Help now"), default=False)
    item = models.ForeignKey(PlanItem, models.SET_NULL, null=True, blank=True, related_name="+")
    """The part of the plan that this contact became."""
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = KnownPersonQuerySet.as_manager()

    class Meta:
        ordering = ["ring", "name", "id"]
        constraints = [
            models.CheckConstraint(name="knownperson_ring_1_to_3", condition=Q(ring__range=(1, 3))),
            models.CheckConstraint(
                name="knownperson_at_help_can_be_called_and_brings_no_risk",
                condition=Q(at_help=False) | (~Q(phone="") & ~Q(stance="risky")),
            ),
        ]

    @property
    def icon(self) -> str:
        return STANCE_ICONS[self.stance]

    @property
    def call_url(self) -> str:
        return "tel:" + re.sub(r"[^\d+]", "", self.phone)


class MapChange(models.Model):
    """Somebody came on the map, moved on it, or went."""

    class What(models.TextChoices):
        ADDED = "added", _("Added")
        MOVED = "moved", _("Moved")
        REMOVED = "removed", _("Taken off")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="map_changes")
    person = models.ForeignKey(KnownPerson, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=10, choices=What.choices)
    ring = models.PositiveSmallIntegerField(choices=Ring.choices)
    stance = models.CharField(max_length=10, choices=Stance.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["trajectory", "at"], name="mapchange_of_trajectory")]
