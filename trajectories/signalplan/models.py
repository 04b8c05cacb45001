"""Versions of the signal plan with their three steps, and the colours that a client sets."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from aftercare.core.templatetags.ui import tel
from trajectories.dossier.models import Trajectory


class Colour(models.TextChoices):
    GREEN = "green", _("Green")
    ORANGE = "orange", _("Orange")
    RED = "red", _("Red")

    @property
    def meaning(self) -> Promise:
        return MEANINGS[self]

    @property
    def level(self) -> str:
        """Its status in the words of the design: shape and word first, then the colour."""
        return LEVELS[self]

    @property
    def icon(self) -> str:
        return ICONS[self]


MEANINGS = {
    Colour.GREEN: _("it goes the way I want"),
    Colour.ORANGE: _("I notice that it is slipping"),
    Colour.RED: _("I cannot manage this alone"),
}
LEVELS = {Colour.GREEN: "ok", Colour.ORANGE: "warn", Colour.RED: "alert"}
ICONS = {Colour.GREEN: "check", Colour.ORANGE: "triangle-alert", Colour.RED: "octagon-alert"}


class SignalPlanQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """What holds now, and what is proposed instead of it; the newest first."""
        return self.filter(replaced_at=None)

    def holding(self) -> Self:
        return self.standing().filter(holds_from__isnull=False)

    def proposed(self) -> Self:
        return self.standing().filter(holds_from=None)

    def ever_held(self) -> Self:
        return self.filter(holds_from__isnull=False)


class SignalPlan(models.Model):
    """One version. It holds once client and care team both agreed, until another one does. Never overwritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="signal_plans")
    number = models.PositiveSmallIntegerField()
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    client_agreed_at = models.DateTimeField(null=True, blank=True)
    spoken_on = models.DateField(_("day of the conversation"), null=True, blank=True)
    spoken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    """Set when the client agreed in a conversation, and this person of the team wrote that down."""
    team_agreed_at = models.DateTimeField(null=True, blank=True)
    team_agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    holds_from = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    """When another version took its place, or it was set aside."""

    objects = SignalPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            UniqueConstraint(fields=["trajectory", "number"], name="signalplan_number_once"),
            UniqueConstraint(
                fields=["trajectory"],
                name="signalplan_one_holds",
                condition=Q(replaced_at=None, holds_from__isnull=False),
            ),
            UniqueConstraint(
                fields=["trajectory"], name="signalplan_one_proposed", condition=Q(replaced_at=None, holds_from=None)
            ),
            models.CheckConstraint(
                name="signalplan_team_agreed_by_and_at_together",
                condition=Q(team_agreed_at=None, team_agreed_by=None)
                | Q(team_agreed_at__isnull=False, team_agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="signalplan_spoken_by_and_on_together",
                condition=Q(spoken_on=None, spoken_by=None)
                | Q(spoken_on__isnull=False, spoken_by__isnull=False, client_agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="signalplan_holds_when_both_agreed",
                condition=(Q(holds_from=None) & (Q(client_agreed_at=None) | Q(team_agreed_at=None)))
                | Q(holds_from__isnull=False, client_agreed_at__isnull=False, team_agreed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)d") % {"number": self.number})

    @property
    def is_proposed(self) -> bool:
        return self.holds_from is None and self.replaced_at is None

    def held_at(self, at: datetime) -> bool:
        return self.holds_from is not None and self.holds_from <= at and (not self.replaced_at or self.replaced_at > at)


class SignalStepQuerySet(models.QuerySet):
    def holding(self) -> Self:
        """The steps of the version that holds now."""
        return self.filter(plan__holds_from__isnull=False, plan__replaced_at=None).order_by("colour")


class SignalStep(models.Model):
    """One colour of one version, in own words."""

    WORDS = ("signs", "acts", "helpers", "call_name", "call_phone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="signal_steps")
    plan = models.ForeignKey(SignalPlan, models.CASCADE, related_name="steps")
    colour = models.CharField(_("colour"), max_length=6, choices=Colour.choices)
    signs = models.TextField(_("how I notice it"), max_length=400, blank=True)
    acts = models.TextField(_("what I do"), max_length=400, blank=True)
    helpers = models.TextField(_("who helps, and how"), max_length=400, blank=True)
    call_name = models.CharField(_("whom I call"), max_length=60, blank=True)
    call_phone = models.CharField(_("phone"), max_length=30, blank=True)

    objects = SignalStepQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "colour"]  # green, orange, red: also the order of the alphabet
        constraints = [
            UniqueConstraint(fields=["plan", "colour"], name="signalstep_once_per_colour"),
            models.CheckConstraint(
                name="signalstep_call_has_name_and_phone",
                condition=Q(call_name="", call_phone="") | (~Q(call_name="") & ~Q(call_phone="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_colour_display()}: {self.signs}"

    @property
    def of(self) -> Colour:
        return Colour(self.colour)

    @property
    def call_url(self) -> str:
        return f"tel:{tel(self.call_phone)}"


class SetColour(models.Model):
    """A colour that the client set. The last one counts; `before` is the one that stood until then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="set_colours")
    colour = models.CharField(_("colour"), max_length=6, choices=Colour.choices)
    before = models.CharField(max_length=6, choices=Colour.choices, blank=True)
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-set_at", "-id"]
        indexes = [models.Index(fields=["trajectory", "-set_at"], name="setcolour_of_trajectory")]

    def __str__(self) -> str:
        return str(self.get_colour_display())

    @property
    def of(self) -> Colour:
        return Colour(self.colour)

    @property
    def is_today(self) -> bool:
        return timezone.localdate(self.set_at) == timezone.localdate()
