"""Words that the parts of a plan share: areas of life, and what may set off a craving."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.network.models import AREA_ICONS, LifeArea

__all__ = ["AREA_ICONS", "SELF_CARE_AREAS", "LifeArea", "TriggerKind"]

SELF_CARE_AREAS = (LifeArea.FOOD, LifeArea.BODY, LifeArea.MIND, LifeArea.MONEY)


class TriggerKind(models.TextChoices):
    """What may set off a craving: the words that a log and a coping step share."""

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
    PHONE_CALL = "phone_call", _("A phone call")
