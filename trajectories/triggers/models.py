"""Trigger entries: stored at the first tap, completed at the next ones."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.plans.models import CopingStep


class Kind(models.TextChoices):
    ALONE = "alone", _("Home alone")
    QUARREL = "quarrel", _("Quarrel")
    PAYDAY = "payday", _("Payday")
    TIRED = "tired", _("Tired")
    TENSION = "tension", _("Tension")
    BOREDOM = "boredom", _("Boredom")
    SADNESS = "sadness", _("Sadness")
    PAIN = "pain", _("Pain")
    HUNGER = "hunger", _("Hunger")
    PARTY = "party", _("Party")
    OLD_CONTACT = "old_contact", _("Somebody from before")
    SHOP = "shop", _("Past the shop")
    ADVERT = "advert", _("Advertisement")
    PHONE_CALL = "phone_call", _("Phone call")


class Helped(models.TextChoices):
    NOTHING = "nothing", _("Nothing yet")
    OUTSIDE = "outside", _("Going outside")
    CALL = "call", _("Calling somebody")
    BREATHING = "breathing", _("Breathing calmly")
    EATING = "eating", _("Water or something to eat")
    MUSIC = "music", _("Music")
    WAITING = "waiting", _("Waiting until it sinks")


class TriggerEntry(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="trigger_entries")
    at = models.DateTimeField(_("when"), default=timezone.now)
    strength = models.PositiveSmallIntegerField(_("strength"))
    kind = models.CharField(_("what played a part"), max_length=15, choices=Kind.choices, blank=True)
    own_word = models.CharField(_("own word"), max_length=40, blank=True)
    helped = models.CharField(_("what helped"), max_length=10, choices=Helped.choices, blank=True)
    step = models.ForeignKey(CopingStep, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(_("note"), max_length=1000, blank=True)
    logged_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["trajectory", "-at"], name="trigger_of_trajectory")]
        constraints = [
            models.CheckConstraint(name="trigger_strength_0_to_10", condition=Q(strength__range=(0, 10))),
            models.CheckConstraint(name="trigger_one_word", condition=Q(kind="") | Q(own_word="")),
        ]

    def __str__(self) -> str:
        return f"{self.strength} {self.word}".strip()

    @property
    def word(self) -> str:
        return self.own_word or self.get_kind_display()
