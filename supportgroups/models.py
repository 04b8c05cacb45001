"""Groups, rooms, series, sessions, enrolment, attendance."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q, UniqueConstraint
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
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        ordering = ["name", "id"]
        constraints = [UniqueConstraint(fields=["organisation", "name"], name="room_name_once")]

    def __str__(self) -> str:
        return self.name


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
    capacity = models.PositiveSmallIntegerField(_("places"), default=10)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            UniqueConstraint(fields=["organisation", "name"], name="group_name_once"),
            models.CheckConstraint(name="group_has_places", condition=Q(capacity__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("supportgroups:group", args=[self.pk])


class Series(models.Model):
    """A weekly row of sessions. Local wall time and zone are stored; each session's instant follows."""

    class OnHoliday(models.TextChoices):
        SKIP_AND_ADD = "skip_and_add", _("Skip, and add a week at the end")
        SKIP = "skip", _("Skip, the series becomes shorter")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.ForeignKey(SupportGroup, models.PROTECT, related_name="series")
    first_on = models.DateField(_("first time"))
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

    def __str__(self) -> str:
        return f"{self.group} ({self.first_on})"


class Session(models.Model):
    """One meeting. `period` is the same as start and end; the database refuses a room twice at once."""

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
    attendance_closed_at = models.DateTimeField(null=True, blank=True)
    attendance_closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["period", "id"]
        constraints = [
            ExclusionConstraint(
                name="session_room_once",
                expressions=[("room", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(state="planned"),
            ),
            models.CheckConstraint(
                name="session_attendance_closed_by_and_at_together",
                condition=(
                    Q(attendance_closed_at=None, attendance_closed_by=None)
                    | Q(attendance_closed_at__isnull=False, attendance_closed_by__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.period.lower:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("supportgroups:session", args=[self.pk])


class Facilitation(models.Model):
    """Who facilitates a session. Carries the session's period and state, so that nobody is in two places."""

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

    def __str__(self) -> str:
        return f"{self.user_id} at {self.session_id}"


class EnrolmentQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(left_at=None)


class Enrolment(models.Model):
    """A person's place in a group."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.ForeignKey(SupportGroup, models.PROTECT, related_name="enrolments")
    participant = models.ForeignKey(User, models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField(default=timezone.now)
    enrolled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["participant__name", "id"]
        constraints = [
            UniqueConstraint(fields=["group", "participant"], name="enrolled_once", condition=Q(left_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} in {self.group_id}"


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

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.mark}"
