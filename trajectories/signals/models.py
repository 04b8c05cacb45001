"""Signals with their evidence until somebody settled them; what an organisation set of a rule."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.signals.rules import Rule, rules


class SignalQuerySet(models.QuerySet):
    def open(self) -> Self:
        """What nobody settled yet, what was seen first at the top."""
        return self.filter(settled_at=None).order_by("first_seen_at", "id")

    def settled(self) -> Self:
        return self.filter(settled_at__isnull=False).order_by("-settled_at", "-id")


class Signal(models.Model):
    """Why a client needs attention. It stays, also when its evidence has passed, until somebody settled it."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        LOOKED_AT = "looked_at", _("Looked at")
        ACTED = "acted", _("Something was done")
        DISMISSED = "dismissed", _("Nothing is needed")

    OUTCOMES = (State.ACTED, State.DISMISSED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="signals", db_index=False)
    rule = models.CharField(max_length=30)
    threshold = models.PositiveSmallIntegerField(null=True, blank=True)
    """As it was set when the signal was raised."""
    evidence = models.JSONField()
    evidence_at = models.DateTimeField()
    """Of its newest piece."""
    revision = models.PositiveIntegerField(default=1)
    """Grows with every piece of evidence, so that nobody settles what they have not seen."""
    first_seen_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(_("what was done, or why nothing is needed"), max_length=500, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        ordering = ["-first_seen_at", "-id"]
        indexes = [models.Index(fields=["trajectory", "-first_seen_at"], name="signal_of_trajectory")]
        constraints = [
            UniqueConstraint(
                fields=["trajectory", "rule"], name="signal_one_open_per_rule", condition=Q(settled_at=None)
            ),
            models.CheckConstraint(
                name="signal_looked_by_and_at_together",
                condition=Q(looked_at=None, looked_by=None) | Q(looked_at__isnull=False, looked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="signal_looked_at_by_somebody", condition=~Q(state="looked_at") | Q(looked_at__isnull=False)
            ),
            models.CheckConstraint(
                name="signal_settled_with_an_outcome",
                condition=Q(state__in=["new", "looked_at"], settled_at=None, settled_by=None, outcome="")
                | (
                    Q(state__in=["acted", "dismissed"], settled_at__isnull=False, settled_by__isnull=False)
                    & ~Q(outcome="")
                ),
            ),
            models.CheckConstraint(
                name="signal_settled_after_seen", condition=Q(settled_at=None) | Q(settled_at__gte=F("first_seen_at"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.of.title)

    @property
    def of(self) -> Rule:
        return rules()[self.rule]

    @property
    def is_open(self) -> bool:
        return self.settled_at is None

    @property
    def because(self) -> str:
        return self.of.state(self.evidence, now=timezone.now())

    @property
    def dated(self) -> list[tuple[str, datetime]]:
        """The evidence in words, each piece with its moment, the newest first."""
        return [(self.of.told(piece), parse_datetime(piece["at"])) for piece in reversed(self.evidence)]


class RuleSetting(models.Model):
    """How one organisation wants a rule: its threshold, or not at all. Without a row it is as `rules.toml` has it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=30)
    threshold = models.PositiveSmallIntegerField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["rule", "id"]
        constraints = [UniqueConstraint(fields=["organisation", "rule"], name="rulesetting_once")]
