"""Tasks of the care team, each with a clock."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory

CALL_BACK = "call-back:"
"""How the key begins of a call that was asked for at Help now."""


class TeamTaskQuerySet(models.QuerySet):
    def open(self) -> Self:
        """What is still to be done, the most pressing first."""
        return self.filter(done_at=None, withdrawn_at=None).order_by("due_at", "id")

    def call_backs(self) -> Self:
        return self.open().filter(key__startswith=CALL_BACK)

    def done(self) -> Self:
        return self.filter(done_at__isnull=False).order_by("-done_at", "-id")

    def contacts(self) -> Self:
        """Done, and by being done a contact with the client."""
        return self.done().filter(kind__in=TeamTask.BY_CALLING)


class TeamTask(models.Model):
    """A thing the care team must do for one trajectory. `key` names the occasion: one occasion makes one task."""

    class Kind(models.TextChoices):
        CONTACT_TODAY = "contact_today", _("Contact today")
        CALL = "call", _("Call")
        SILENCE = "silence", _("Call: check-in not answered")
        RETURN_REQUEST = "return_request", _("Wants to come back")
        HANDOVER = "handover", _("Agree on a new time")
        REVIEW = "review", _("Review")
        CHECK_UP = "check_up", _("Call about the check-up")
        CHECK_UP_MISSED = "check_up_missed", _("Call: check-up not answered")
        CANNOT_COME = "cannot_come", _("Cannot come")
        ADDRESS = "address", _("Messages do not arrive")
        REFERRAL = "referral", _("Handover to a partner")
        DESTRUCTION = "destruction", _("Asks to destroy the dossier")
        OTHER = "other", _("To do")

    BY_CALLING = (Kind.CONTACT_TODAY, Kind.CALL, Kind.SILENCE, Kind.RETURN_REQUEST, Kind.CHECK_UP, Kind.CHECK_UP_MISSED)
    """Kinds that are done by speaking with the client."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="team_tasks")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=80)
    text = models.TextField(_("what is asked"), max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    """Empty when the portal asks."""
    due_at = models.DateTimeField(_("before"))
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(_("how it went"), max_length=1000, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TeamTaskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(
                fields=["trajectory", "due_at"], name="teamtask_open", condition=Q(done_at=None, withdrawn_at=None)
            )
        ]
        constraints = [
            UniqueConstraint(fields=["trajectory", "key"], name="teamtask_once_per_occasion"),
            models.CheckConstraint(
                name="teamtask_done_by_and_at_together",
                condition=Q(done_at=None, done_by=None, outcome="")
                | Q(done_at__isnull=False, done_by__isnull=False, withdrawn_at=None),
            ),
            models.CheckConstraint(name="teamtask_due_after_asked", condition=Q(due_at__gte=F("asked_at"))),
        ]

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None

    @property
    def by_calling(self) -> bool:
        return self.kind in self.BY_CALLING

    @property
    def done_on_page(self) -> str:
        """Where it is done by deciding, the page for that."""
        return "retention:of_client" if self.kind == self.Kind.DESTRUCTION else ""

    @property
    def took(self) -> timedelta | None:
        """From being asked to being done."""
        return self.done_at and self.done_at - self.asked_at
