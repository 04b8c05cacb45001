"""What a moment was made of: situation, thought, feeling, act, and what came of it soon and later."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.lapses.models import Lapse
from trajectories.triggers.models import TriggerEntry

QUESTIONS = ("situation", "thought", "feeling", "act", "short_result", "long_result")


class AnalysisQuerySet(models.QuerySet):
    def with_moments(self) -> Self:
        return self.select_related("trigger", "lapse", "changed_by")


class Analysis(models.Model):
    """Of one trigger log or one lapse. Each answer may stay empty, and is added when its writer is ready for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="analyses")
    trigger = models.OneToOneField(TriggerEntry, models.CASCADE, null=True, blank=True, related_name="analysis")
    lapse = models.OneToOneField(Lapse, models.CASCADE, null=True, blank=True, related_name="analysis")
    situation = models.TextField(_("situation"), max_length=2000, blank=True)
    thought = models.TextField(_("thought"), max_length=2000, blank=True)
    feeling = models.TextField(_("feeling"), max_length=2000, blank=True)
    act = models.TextField(_("what was done"), max_length=2000, blank=True)
    short_result = models.TextField(_("what it brought at once"), max_length=2000, blank=True)
    long_result = models.TextField(_("what it brought later"), max_length=2000, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [models.Index(fields=["trajectory", "-changed_at"], name="analysis_of_trajectory")]
        constraints = [
            models.CheckConstraint(
                name="analysis_of_a_trigger_or_a_lapse",
                condition=Q(trigger=None, lapse__isnull=False) | Q(trigger__isnull=False, lapse=None),
            )
        ]

    def __str__(self) -> str:
        return str(self.moment)

    @property
    def moment(self) -> TriggerEntry | Lapse:
        return self.trigger or self.lapse

    @property
    def about(self) -> str:
        return "trigger" if self.trigger_id else "lapse"

    @property
    def told(self) -> int:
        """How many of the questions have an answer."""
        return sum(bool(getattr(self, question)) for question in QUESTIONS)

    @property
    def next_question(self) -> str:
        """The first one without an answer; empty when all have one."""
        return next((question for question in QUESTIONS if not getattr(self, question)), "")
