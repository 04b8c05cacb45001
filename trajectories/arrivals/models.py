"""Announced discharges, with as little of the person as planning needs; the links by which a clinic announces."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory

LATE_AFTER = timedelta(days=14)
"""So long after the expected day an announcement that nobody answered expires."""


class ArrivalLinkQuerySet(models.QuerySet):
    def working(self, *, at: datetime) -> Self:
        return self.filter(revoked_at=None, until__gte=timezone.localdate(at))


class ArrivalLink(models.Model):
    """What an organisation gives to one clinic, so that it can announce without an account."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    place = models.CharField(_("for which clinic"), max_length=120)
    until = models.DateField(_("until and including"))
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ArrivalLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="arrivallink_revoked_by_and_at_together",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.place


class ArrivalQuerySet(models.QuerySet):
    def announced(self) -> Self:
        """Without an answer, the first that is due on top."""
        return self.filter(state=Arrival.State.ANNOUNCED).order_by("due_at", "id")

    def to_register(self) -> Self:
        """Accepted, and the intake has not begun."""
        return self.filter(state=Arrival.State.ACCEPTED, trajectory=None).order_by("expected_on", "id")

    def over(self, *, at: datetime) -> Self:
        return self.announced().filter(expected_on__lt=timezone.localdate(at) - LATE_AFTER)


class Arrival(models.Model):
    """Somebody is expected. Who announced is a link's holder, or a partner with an account."""

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        ACCEPTED = "accepted", _("Welcome")
        DECLINED = "declined", _("Cannot come here")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.OneToOneField(Trajectory, models.SET_NULL, null=True, blank=True, related_name="arrival")
    link = models.ForeignKey(ArrivalLink, models.PROTECT, null=True, blank=True, related_name="arrivals")
    announced_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    announced_at = models.DateTimeField(default=timezone.now)
    place = models.CharField(_("from where"), max_length=120)
    person = models.CharField(_("initials or first name"), max_length=60)
    expected_on = models.DateField(_("expected day of discharge"))
    contact_name = models.CharField(_("who we can call"), max_length=80)
    contact_phone = models.CharField(_("their phone number"), max_length=30)
    words = models.CharField(_("what we need to know to plan"), max_length=300, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ANNOUNCED)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("why not"), max_length=500, blank=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        ordering = ["-announced_at", "-id"]
        indexes = [models.Index(fields=["organisation", "state"], name="arrival_of_organisation")]
        constraints = [
            models.CheckConstraint(
                name="arrival_by_link_or_account",
                condition=Q(link=None, announced_by__isnull=False) | Q(link__isnull=False, announced_by=None),
            ),
            models.CheckConstraint(
                name="arrival_answered_by_somebody",
                condition=Q(state="announced", answered_at=None, answered_by=None, answer="")
                | Q(state="expired", answered_at__isnull=False, answered_by=None)
                | Q(state__in=["accepted", "declined"], answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="arrival_declined_with_a_reason", condition=~Q(state="declined") | ~Q(answer="")
            ),
            models.CheckConstraint(
                name="arrival_registered_once_accepted", condition=Q(trajectory=None) | Q(state="accepted")
            ),
        ]

    def __str__(self) -> str:
        return self.person

    def is_late(self, *, at: datetime) -> bool:
        return self.state == self.State.ANNOUNCED and self.due_at <= at

    @property
    def level(self) -> str:
        return {"announced": "warn", "accepted": "ok"}.get(self.state, "quiet")
