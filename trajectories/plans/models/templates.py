"""Plan templates of an organisation: what a plan may begin with. They hold nothing of any client."""

from datetime import date, timedelta
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from supportgroups.models import SupportGroup
from trajectories.plans.models.kinds import KIND_ICONS, Kind
from trajectories.plans.models.words import AREA_ICONS, LifeArea


class PlanTemplateQuerySet(models.QuerySet):
    def kept(self) -> Self:
        """Those that can be used: not put away."""
        return self.filter(retired_at=None)

    def with_size(self) -> Self:
        """`size`: of how many items each is."""
        return self.annotate(size=models.Count("items"))


class PlanTemplate(models.Model):
    """`revision` counts changes of its items too, so that whoever starts from it has seen what it holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    about = models.CharField(_("for whom it is"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            UniqueConstraint(
                fields=["organisation", "name"], name="plantemplate_name_once", condition=Q(retired_at=None)
            ),
            models.CheckConstraint(
                name="plantemplate_retired_by_and_at_together",
                condition=Q(retired_at=None, retired_by=None) | Q(retired_at__isnull=False, retired_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plans:template", args=[self.pk])


class TemplateItem(models.Model):
    """One part that a plan may begin with; when it starts and how long it lasts count from the start of the plan."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    area = models.CharField(_("life area"), max_length=15, choices=LifeArea.choices, blank=True)
    group = models.ForeignKey(
        SupportGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    title = models.CharField(_("title"), max_length=120)
    goal = models.TextField(_("goal"), max_length=500, blank=True)
    frequency = models.CharField(_("how often"), max_length=80, blank=True)
    after_weeks = models.PositiveSmallIntegerField(
        _("starts after so many weeks"), default=0, validators=[MaxValueValidator(52)]
    )
    weeks = models.PositiveSmallIntegerField(
        _("lasts so many weeks"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(104)]
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["after_weeks", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                name="templateitem_group_only_in_a_group",
                condition=Q(group=None) | Q(kind__in=[Kind.GROUP, Kind.SUPPORT_GROUP]),
            ),
            models.CheckConstraint(
                name="templateitem_area_only_of_its_kinds",
                condition=Q(area="") | Q(kind__in=[Kind.SELF_CARE, Kind.PRACTICAL]),
            ),
            models.CheckConstraint(
                name="templateitem_self_care_names_its_area", condition=~Q(kind=Kind.SELF_CARE) | ~Q(area="")
            ),
            models.CheckConstraint(name="templateitem_starts_within_a_year", condition=Q(after_weeks__lte=52)),
            models.CheckConstraint(
                name="templateitem_lasts_1_to_104_weeks", condition=Q(weeks=None) | Q(weeks__range=(1, 104))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def icon(self) -> str:
        return AREA_ICONS[self.area] if self.area else KIND_ICONS[self.kind]

    def period(self, starts_on: date) -> tuple[date, date | None]:
        """From when until when, in a plan that starts on that day."""
        begins = starts_on + timedelta(weeks=self.after_weeks)
        return begins, begins + timedelta(weeks=self.weeks, days=-1) if self.weeks else None
