"""What was agreed about a part of a plan: an item holds it as it is now, a version as it was before."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.network.models import Service
from supportgroups.models import SupportGroup
from trajectories.plans.models.kinds import Owner, State
from trajectories.plans.models.words import LifeArea


class Agreed(models.Model):
    """The first fields are of every kind, those after `carrier` of some: see KINDS_WITH."""

    title = models.CharField(_("title"), max_length=120)
    goal = models.TextField(_("goal"), max_length=500, blank=True)
    frequency = models.CharField(_("how often"), max_length=80, blank=True)
    carrier = models.CharField(_("who carries it"), max_length=120, blank=True)
    area = models.CharField(_("life area"), max_length=15, choices=LifeArea.choices, blank=True)
    group = models.ForeignKey(
        SupportGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service of the network")
    )
    participants = ArrayField(
        ArrayField(models.CharField(max_length=60, blank=True), size=2),
        verbose_name=_("who take part"),
        default=list,
        blank=True,
        help_text="Name and relation of each.",
    )
    place = models.CharField(_("where"), max_length=120, blank=True)
    contact = models.CharField(_("whom to ask for"), max_length=120, blank=True)
    prescriber = models.CharField(_("who prescribes it"), max_length=120, blank=True)
    owner = models.CharField(_("who takes care of it"), max_length=10, choices=Owner.choices, blank=True)
    partner = models.CharField(_("partner organisation"), max_length=120, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    due_on = models.DateField(_("ready on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    review_on = models.DateField(_("look again on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


AGREED = tuple(field.name for field in Agreed._meta.local_fields)
