"""A building block of the recovery infrastructure: a service as it stands in a region's directory."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Region, User
from aftercare.core.ids import new_id
from aftercare.network.models.places import GOOD_FOR, Municipality
from aftercare.network.models.words import (
    BLOCK_ICONS,
    CAPACITY_LEVELS,
    Access,
    Audience,
    Block,
    Capacity,
    Costs,
    LifeArea,
)


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("In the directory")
    WITHDRAWN = "withdrawn", _("Taken out")


def many_of(choices: type[models.TextChoices], label: str) -> ArrayField:
    return ArrayField(models.CharField(max_length=20, choices=choices.choices), verbose_name=label, default=list)


class Details(models.Model):
    """What the directory says of a service, and what people correct."""

    name = models.CharField(_("name"), max_length=120)
    provider = models.CharField(_("who offers it"), max_length=120)
    block = models.CharField(_("building block"), max_length=15, choices=Block.choices)
    about = models.TextField(_("what it is"), max_length=1500)
    areas = many_of(LifeArea, _("life areas"))
    audiences = many_of(Audience, _("for whom"))
    costs = models.CharField(_("costs"), max_length=10, choices=Costs.choices, default=Costs.UNKNOWN)
    costs_note = models.CharField(_("more about the costs"), max_length=200, blank=True)
    waiting_weeks = models.PositiveSmallIntegerField(_("waiting time in weeks"), null=True, blank=True)
    hours = models.CharField(_("opening hours"), max_length=300, blank=True)
    access = ArrayField(
        models.CharField(max_length=20, choices=Access.choices), verbose_name=_("accessible"), default=list, blank=True
    )
    access_note = models.CharField(_("more about getting in"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    capacity = models.CharField(_("is there room"), max_length=10, choices=Capacity.choices, default=Capacity.UNKNOWN)
    places = models.PositiveSmallIntegerField(_("number of places"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


DETAILS = tuple(field.name for field in Details._meta.local_fields)


class ServiceQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def stale(self, *, at: datetime) -> Self:
        """Listed, and nobody looked at it for half a year; the longest ago first."""
        return self.published().filter(reviewed_at__lte=at - GOOD_FOR).order_by("reviewed_at", "id")

    def search(self, text: str) -> Self:
        """Every word is in the name, the provider, the description or the name of a municipality."""
        found = self
        for word in text.split():
            here = Municipality.objects.filter(name__unaccent__icontains=word, services=models.OuterRef("pk"))
            found = found.filter(
                Q(name__unaccent__icontains=word)
                | Q(provider__unaccent__icontains=word)
                | Q(about__unaccent__icontains=word)
                | Q(models.Exists(here))
            )
        return found

    def by_block(self) -> Self:
        places = [models.When(block=block, then=place) for place, block in enumerate(Block)]
        return self.order_by(models.Case(*places), "name", "id")


class Service(Details):
    """Public when published. `reviewed_at`: when somebody last said that all of it is right."""

    State = State

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="services", verbose_name=_("region"))
    municipalities = models.ManyToManyField(Municipality, related_name="services", verbose_name=_("municipalities"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(_("why it was taken out"), max_length=300, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["region", "state", "block"], name="service_of_region")]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name", "provider"], name="service_once", condition=~Q(state="withdrawn")
            ),
            models.CheckConstraint(
                name="service_reviewed_by_and_at_together",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="service_published_was_reviewed", condition=~Q(state="published") | Q(reviewed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="service_withdrawn_says_why",
                condition=(Q(state="withdrawn") & ~Q(withdrawn_why="")) | (~Q(state="withdrawn") & Q(withdrawn_why="")),
            ),
            models.CheckConstraint(
                name="service_is_for_somebody_in_some_area",
                condition=Q(areas__len__gt=0) & Q(audiences__len__gt=0),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("network:service", args=[self.pk])

    @property
    def icon(self) -> str:
        return BLOCK_ICONS[self.block]

    @property
    def capacity_level(self) -> str:
        return CAPACITY_LEVELS[self.capacity]

    @property
    def areas_in_words(self) -> list[str]:
        return [str(LifeArea(area).label) for area in self.areas]

    @property
    def audiences_in_words(self) -> list[str]:
        return [str(Audience(audience).label) for audience in self.audiences]

    @property
    def access_in_words(self) -> list[str]:
        return [str(Access(way).label) for way in self.access]

    def is_stale(self, at: datetime) -> bool:
        return self.reviewed_at is None or self.reviewed_at <= at - GOOD_FOR
