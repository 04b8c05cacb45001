"""What stands behind building blocks: the preconditions by which they work, and what is known of them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Region, User
from aftercare.core.ids import new_id
from aftercare.network.models.services import Service
from aftercare.network.models.words import STANDING_LEVELS, Block, Source, Standing


class BehindQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(removed_at=None)

    def of_service(self, service: Service) -> Self:
        """Its own, and those that its region holds for every service of this building block."""
        return self.current().filter(Q(service=service) | Q(region=service.region_id, block=service.block))

    def of_region(self) -> Self:
        """Those that are about no single service."""
        return self.current().filter(service=None)


class Behind(models.Model):
    """About one service, or about a building block in the whole region, or (neither) about the region itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, related_name="%(class)s_set")
    block = models.CharField(_("building block"), max_length=15, choices=Block.choices, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BehindQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_about_a_service_or_a_block", condition=Q(service=None) | Q(block="")
            ),
            models.CheckConstraint(
                name="%(class)s_removed_by_and_at_together",
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]


class Precondition(Behind):
    """What a building block needs to work, and whether that is there."""

    title = models.CharField(_("what is needed"), max_length=160)
    note = models.TextField(_("how it stands, in words"), max_length=600, blank=True)
    standing = models.CharField(_("how it stands"), max_length=10, choices=Standing.choices, default=Standing.UNKNOWN)

    class Meta(Behind.Meta):
        ordering = ["service", "block", "title", "id"]

    @property
    def level(self) -> str:
        return STANDING_LEVELS[self.standing]


class Knowledge(Behind):
    """What is known to help, and from where: science, practice or lived experience."""

    kind = models.CharField(_("kind of knowledge"), max_length=10, choices=Source.choices)
    text = models.TextField(_("what is known"), max_length=1000)
    source = models.CharField(_("source"), max_length=200, help_text=_("Who found or said it, and when."))
    link = models.URLField(_("link to the source"), blank=True)

    class Meta(Behind.Meta):
        ordering = ["service", "block", "kind", "id"]
