"""Proposals for more or less contact, and what a person decided of each."""

from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.rhythm.models import Every
from trajectories.stepping.rules import StepRule, step_rules


class StepProposalQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(decided_at=None)

    def decided(self) -> Self:
        return self.filter(decided_at__isnull=False).order_by("-decided_at", "-id")


class StepProposal(models.Model):
    """A rule proposes, with its answers and dates. A professional accepts, changes or rejects it, with the client."""

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        ACCEPTED = "accepted", _("Accepted")
        CHANGED = "changed", _("Accepted with a change")
        REJECTED = "rejected", _("Not now")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="step_proposals")
    rule = models.CharField(max_length=30)
    threshold = models.PositiveSmallIntegerField()
    evidence = models.JSONField()
    weeks_before = models.PositiveSmallIntegerField()
    weeks_proposed = models.PositiveSmallIntegerField(choices=Every.choices)
    proposed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    weeks_agreed = models.PositiveSmallIntegerField(choices=Every.choices, null=True, blank=True)
    spoken_on = models.DateField(_("day of the conversation"), null=True, blank=True)
    reason = models.TextField(_("why"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StepProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            UniqueConstraint(fields=["trajectory"], name="stepproposal_one_open", condition=Q(decided_at=None)),
            models.CheckConstraint(
                name="stepproposal_decided_by_and_at_together",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="stepproposal_agreed_in_a_conversation",
                condition=Q(state__in=["accepted", "changed"], weeks_agreed__isnull=False, spoken_on__isnull=False)
                | Q(state__in=["open", "rejected"], weeks_agreed=None, spoken_on=None),
            ),
            models.CheckConstraint(
                name="stepproposal_other_than_proposed_has_a_reason",
                condition=Q(state__in=["open", "accepted"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        before, proposed = str(Every(self.weeks_before).label).lower(), str(Every(self.weeks_proposed).label).lower()
        words = {"before": before, "proposed": proposed}
        if self.of.direction == "more":
            return gettext("More contact: from %(before)s to %(proposed)s") % words
        return gettext("Less contact: from %(before)s to %(proposed)s") % words

    @property
    def of(self) -> StepRule:
        return step_rules()[self.rule]

    @property
    def because(self) -> str:
        return self.of.state(self.evidence)

    @property
    def rows(self) -> list[dict]:
        """The answers with their dates, the newest first."""
        return [one | {"at": parse_datetime(one["at"])} for one in reversed(self.evidence)]
