"""A dossier opened in an emergency, by a counsellor who is not on the care team: the model, and for whom it counts."""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, Exists, F, Func, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Membership, Organisation, User
from aftercare.accounts.roles import Role
from aftercare.core.ids import new_id
from trajectories.dossier.models import Status, Trajectory

EMERGENCY = "emergency"
"""The part in a trajectory that an opening gives."""
LONGEST = timedelta(minutes=60)


class Step(models.TextChoices):
    """What the access log tells of an opening, besides the reads."""

    OPENED = "emergency_opened", _("opened")
    ENDED = "emergency_ended", _("ended")
    REVIEWED = "emergency_review", _("checked afterwards")


class EmergencyOpeningQuerySet(models.QuerySet):
    def lasting(self, *, at: datetime) -> Self:
        return self.filter(opened_at__lte=at, until__gt=at, ended_at=None)

    def giving_access(self, user: User, *, at: datetime) -> Self:
        """Lasting, of somebody who is still a counsellor there, and as long as the trajectory runs."""
        counsels = Membership.objects.active().filter(
            user=user, organisation=OuterRef("organisation"), role=Role.COUNSELLOR
        )
        return self.lasting(at=at).filter(Exists(counsels), by=user, trajectory__status=Status.RUNNING)


class EmergencyOpening(models.Model):
    """For an hour at most, one person reads one dossier. The reason is read by the client and by whoever reviews it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="emergency_openings")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=1000)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was ended before `until`."""
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = EmergencyOpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [models.Index(fields=["organisation", "-opened_at"], name="emergency_of_organisation")]
        constraints = [
            CheckConstraint(
                name="emergency_an_hour_at_most",
                condition=Q(until__gt=F("opened_at"), until__lte=F("opened_at") + LONGEST),
            ),
            CheckConstraint(
                name="emergency_ended_while_it_lasted",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("opened_at"), ended_at__lte=F("until")),
            ),
            CheckConstraint(name="emergency_has_a_reason", condition=Q(reason__regex=r"\S")),
            CheckConstraint(
                name="emergency_reviewed_by_and_at_together",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            CheckConstraint(
                name="emergency_reviewed_by_another", condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("by"))
            ),
            ExclusionConstraint(
                name="emergency_one_at_a_time",
                expressions=[
                    ("trajectory", RangeOperators.EQUAL),
                    ("by", RangeOperators.EQUAL),
                    (
                        Func(
                            "opened_at",
                            Coalesce("ended_at", "until"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def lasts(self, *, at: datetime) -> bool:
        return self.ended_at is None and at < self.until

    @property
    def over_at(self) -> datetime:
        return self.ended_at or self.until


def opening_for(user: User, pk: UUID, *, at: datetime) -> EmergencyOpening | None:
    """By which `user` may read this trajectory now; it comes with it."""
    openings = EmergencyOpening.objects.giving_access(user, at=at).filter(trajectory=pk)
    return openings.select_related("trajectory__client__user", "trajectory__organisation").first()
