"""Words that the parts of a plan share: areas of life, and what may set off a craving."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LifeArea(models.TextChoices):
    FOOD = "food", _("Food")
    BODY = "body", _("Body")
    MIND = "mind", _("Mind")
    MONEY = "money", _("Money")
    RELATIONSHIPS = "relationships", _("Relationships")
    HOME = "home", _("Home")
    WORK = "work", _("Work and day structure")


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


AREA_ICONS = {
    LifeArea.FOOD: "salad",
    LifeArea.BODY: "bike",
    LifeArea.MIND: "brain",
    LifeArea.MONEY: "wallet",
    LifeArea.RELATIONSHIPS: "heart-handshake",
    LifeArea.HOME: "house",
    LifeArea.WORK: "briefcase",
}
