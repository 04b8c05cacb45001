"""People in groups: their places, who waits for one, and how it went."""

from typing import Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from supportgroups.models.planned import Session, SupportGroup


class EnrolmentQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(left_at=None)

    def during(self, session: Session) -> Self:
        """Whoever had a place when the session took place, or has one for a session to come."""
        still = Q(left_at=None) | Q(left_at__gt=session.period.lower)
        return self.filter(still, group=session.group_id, enrolled_at__lt=session.period.upper)


class Enrolment(models.Model):
    """A person's place in a group."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.ForeignKey(SupportGroup, models.PROTECT, related_name="enrolments")
    participant = models.ForeignKey(User, models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField(default=timezone.now)
    enrolled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["participant__name", "id"]
        constraints = [
            UniqueConstraint(fields=["group", "participant"], name="enrolled_once", condition=Q(left_at=None)),
            models.CheckConstraint(
                name="enrolment_left_by_and_at_together",
                condition=Q(left_at=None, left_by=None) | Q(left_at__isnull=False, left_by__isnull=False),
            ),
        ]


class WaitQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def in_line(self) -> Self:
        """Who has no offer yet, the first in line first."""
        return self.open().filter(offered_at=None).order_by("asked_at", "id")

    def offered(self) -> Self:
        return self.open().filter(offered_at__isnull=False)


class Wait(models.Model):
    """Somebody who would like a place. `together` is the same for two who come together or not at all."""

    class Outcome(models.TextChoices):
        PLACED = "placed", _("Has a place")
        STEPPED_BACK = "stepped_back", _("Would rather not")
        MISSED = "missed", _("Did not answer")
        GROUP_ENDED = "group_ended", _("The group ended")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.ForeignKey(SupportGroup, models.PROTECT, related_name="waits")
    participant = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    together = models.UUIDField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    missed = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)

    objects = WaitQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            UniqueConstraint(fields=["group", "participant"], name="waits_once", condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="wait_offered_at_and_until_together",
                condition=Q(offered_at=None, offered_until=None)
                | Q(offered_at__isnull=False, offered_until__gt=F("offered_at")),
            ),
            models.CheckConstraint(
                name="wait_ended_with_an_outcome",
                condition=Q(ended_at=None, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    @property
    def is_offered(self) -> bool:
        return self.ended_at is None and self.offered_at is not None


class Attendance(models.Model):
    """How it went for one person at one session. Corrected, never removed; what was corrected stays beside it."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("Present")
        LATE = "late", _("Late")
        EXCUSED = "excused", _("Let us know")
        ABSENT = "absent", _("Did not come")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    participant = models.ForeignKey(User, models.PROTECT, related_name="+")
    mark = models.CharField(max_length=10, choices=Mark.choices)
    marked_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    CAME = (Mark.PRESENT, Mark.LATE)

    class Meta:
        ordering = ["session", "id"]
        constraints = [UniqueConstraint(fields=["session", "participant"], name="attendance_once")]


class Correction(models.Model):
    """What an attendance said before somebody corrected it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="corrections")
    participant = models.ForeignKey(User, models.PROTECT, related_name="+")
    mark = models.CharField(max_length=10, choices=Attendance.Mark.choices)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        ordering = ["-corrected_at", "id"]
