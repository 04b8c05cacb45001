"""Groups, rooms, series, sessions, enrolment, attendance."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery, UniqueConstraint
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id


class Room(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=160, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            UniqueConstraint(fields=["organisation", "name"], name="room_name_once"),
            models.CheckConstraint(name="room_has_seats", condition=Q(seats__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


class SupportGroupQuerySet(models.QuerySet):
    def running(self) -> Self:
        return self.filter(ended_at=None)

    def with_places(self) -> Self:
        """Adds `taken`: how many people have a place now."""
        current = Enrolment.objects.current().filter(group=OuterRef("pk")).order_by().values("group")
        return self.annotate(taken=Coalesce(Subquery(current.annotate(n=Count("pk")).values("n")), 0))

    def with_coming(self, sessions: "SessionQuerySet", *, at: datetime, at_most: int) -> Self:
        """Adds `coming`: the first few of `sessions` that are not over, per group."""
        following = sessions.coming(at=at).with_people().order_by("period", "id")[:at_most]
        return self.prefetch_related(Prefetch("sessions", following, to_attr="coming"))


class SupportGroup(models.Model):
    class Kind(models.TextChoices):
        THERAPY = "therapy", _("Therapy group")
        SUPPORT = "support", _("Support group")
        SELF_HELP = "self_help", _("Self-help group")
        FAMILY = "family", _("Family group")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SUPPORT)
    theme = models.CharField(_("theme"), max_length=160, blank=True)
    about = models.TextField(_("what it is about"), max_length=1000, blank=True)
    open = models.BooleanField(_("people can join at any time"), default=True)
    capacity = models.PositiveSmallIntegerField(_("places"), default=10, validators=[MinValueValidator(1)])
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SupportGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            UniqueConstraint(fields=["organisation", "name"], name="group_name_once"),
            models.CheckConstraint(name="group_has_places", condition=Q(capacity__gte=1)),
            models.CheckConstraint(
                name="group_ended_by_and_at_together",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("supportgroups:group", args=[self.pk])

    @property
    def free(self) -> int:
        """Places left; on a group that was asked `with_places`."""
        return self.capacity - self.taken


class Series(models.Model):
    """A regular row of sessions. Local wall time and zone are stored; each session's instant follows."""

    class Every(models.IntegerChoices):
        WEEK = 1, _("Every week")
        TWO_WEEKS = 2, _("Every two weeks")

    class OnHoliday(models.TextChoices):
        SKIP_AND_ADD = "skip_and_add", _("Skip, and add a week at the end")
        SKIP = "skip", _("Skip, the series becomes shorter")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.ForeignKey(SupportGroup, models.PROTECT, related_name="series")
    first_on = models.DateField(_("first time"))
    every = models.PositiveSmallIntegerField(_("how often"), choices=Every.choices, default=Every.WEEK)
    count = models.PositiveSmallIntegerField(_("number of sessions"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    zone = models.CharField(max_length=40, default="Europe/Amsterdam")
    room = models.ForeignKey(Room, models.PROTECT, related_name="+", verbose_name=_("room"))
    facilitators = models.ManyToManyField(User, related_name="+", verbose_name=_("facilitators"))
    on_holiday = models.CharField(
        _("If a date falls on a public holiday"),
        max_length=12,
        choices=OnHoliday.choices,
        default=OnHoliday.SKIP_AND_ADD,
    )
    planned_at = models.DateTimeField(default=timezone.now)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(name="series_ends_after_start", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(name="series_1_to_104", condition=Q(count__range=(1, 104))),
        ]


class SessionQuerySet(models.QuerySet):
    def planned(self) -> Self:
        return self.filter(state=Session.State.PLANNED)

    def coming(self, *, at: datetime) -> Self:
        return self.filter(period__endswith__gt=at)

    def over(self, *, at: datetime) -> Self:
        return self.filter(period__endswith__lte=at)

    def within(self, start: datetime, end: datetime) -> Self:
        return self.filter(period__overlap=(start, end))

    def with_attendance(self) -> Self:
        """Adds `present`: how many people came."""
        came = Attendance.objects.filter(session=OuterRef("pk"), mark=Attendance.Mark.PRESENT).order_by()
        return self.annotate(present=Coalesce(Subquery(came.values("session").annotate(n=Count("pk")).values("n")), 0))

    def with_people(self) -> Self:
        return self.select_related("group", "room").prefetch_related("facilitations__user")


class Session(models.Model):
    """One meeting. `period` is its start and end; the database refuses a room twice at once."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.ForeignKey(SupportGroup, models.PROTECT, related_name="sessions")
    series = models.ForeignKey(Series, models.PROTECT, related_name="sessions")
    period = DateTimeRangeField()
    room = models.ForeignKey(Room, models.PROTECT, related_name="sessions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    note = models.TextField(_("about the meeting, without names"), max_length=1000, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    attendance_closed_at = models.DateTimeField(null=True, blank=True)
    attendance_closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["period", "id"]
        constraints = [
            ExclusionConstraint(
                name="session_room_once",
                expressions=[("room", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(state="planned"),
            ),
            models.CheckConstraint(
                name="session_has_start_and_end",
                condition=Q(period__isempty=False, period__startswith__isnull=False, period__endswith__isnull=False),
            ),
            models.CheckConstraint(
                name="session_cancelled_by_and_at_together",
                condition=(
                    Q(state="planned", cancelled_at=None, cancelled_by=None)
                    | Q(state="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="session_attendance_closed_by_and_at_together",
                condition=(
                    Q(attendance_closed_at=None, attendance_closed_by=None)
                    | Q(attendance_closed_at__isnull=False, attendance_closed_by__isnull=False)
                ),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("supportgroups:session", args=[self.pk])

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED


class Facilitation(models.Model):
    """Who facilitates a session, so that nobody is in two places.

    Period and state are the session's; a foreign key on all three (migration 0003) keeps them the same.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="facilitations")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    period = DateTimeRangeField()
    state = models.CharField(max_length=10, choices=Session.State.choices, default=Session.State.PLANNED)

    class Meta:
        ordering = ["period", "id"]
        constraints = [
            UniqueConstraint(fields=["session", "user"], name="facilitation_once"),
            ExclusionConstraint(
                name="facilitator_once",
                expressions=[("user", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(state="planned"),
            ),
        ]


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


class Attendance(models.Model):
    """How it went for one person at one session. Corrected, never removed."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("Present")
        EXCUSED = "excused", _("Let us know")
        ABSENT = "absent", _("Did not come")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    participant = models.ForeignKey(User, models.PROTECT, related_name="+")
    mark = models.CharField(max_length=10, choices=Mark.choices)
    marked_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["session", "id"]
        constraints = [UniqueConstraint(fields=["session", "participant"], name="attendance_once")]
