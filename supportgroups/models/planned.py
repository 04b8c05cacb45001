"""Groups, rooms, series, sessions, and who facilitates them."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, Subquery, UniqueConstraint
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.addresses import address
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

    def listed(self) -> Self:
        """On the public page."""
        return self.running().filter(listed=True)

    def with_places(self) -> Self:
        """Adds `taken`: how many people have a place now."""
        from supportgroups.models.people import Enrolment  # places are in a group, so that module imports this one

        current = Enrolment.objects.current().filter(group=OuterRef("pk")).order_by().values("group")
        return self.annotate(taken=Coalesce(Subquery(current.annotate(n=Count("pk")).values("n")), 0))

    def with_waiting(self) -> Self:
        """Adds `waiting`: how many people are in line, and `waiting_since`: the first of them."""
        from supportgroups.models.people import Wait  # as for places

        line = Wait.objects.open().filter(group=OuterRef("pk")).order_by().values("group")
        return self.annotate(
            waiting=Coalesce(Subquery(line.annotate(n=Count("pk")).values("n")), 0),
            waiting_since=Subquery(line.annotate(first=Min("asked_at")).values("first")),
        )

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

    class Whom(models.TextChoices):
        ANYONE = "", _("Everybody")
        CLIENTS = "client", _("People who follow aftercare themselves")
        RELATIVES = "relative", _("Relatives")

    class Language(models.TextChoices):
        DUTCH = "nl", _("Dutch")
        ENGLISH = "en", _("English")
        ARABIC = "ar", _("Arabic")
        POLISH = "pl", _("Polish")
        TURKISH = "tr", _("Turkish")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SUPPORT)
    theme = models.CharField(_("theme"), max_length=160, blank=True)
    about = models.TextField(_("what it is about, in Dutch"), max_length=1000, blank=True)
    about_en = models.TextField(
        _("what it is about, in English"), max_length=1000, blank=True, default="", db_default=""
    )
    language = models.CharField(
        _("language spoken"), max_length=2, choices=Language.choices, default=Language.DUTCH, db_default=Language.DUTCH
    )
    whom = models.CharField(
        _("for whom"), max_length=10, choices=Whom.choices, default=Whom.ANYONE, db_default=Whom.ANYONE, blank=True
    )
    asked = models.CharField(_("what is asked of participants"), max_length=200, blank=True, default="", db_default="")
    open = models.BooleanField(_("people can join at any time"), default=True)
    listed = models.BooleanField(_("on the public page, without names"), default=False, db_default=False)
    capacity = models.PositiveSmallIntegerField(_("places"), default=10, validators=[MinValueValidator(1)])
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SupportGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            UniqueConstraint(fields=["organisation", "name"], name="group_name_once"),
            models.CheckConstraint(name="group_has_places", condition=Q(capacity__gte=1)),
            models.CheckConstraint(name="only_open_groups_are_listed", condition=Q(listed=False) | Q(open=True)),
            models.CheckConstraint(
                name="group_ended_by_and_at_together",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("supportgroups:group", self.pk)

    @property
    def about_here(self) -> str:
        """What it is about in the reader's language; in the other one where only that was written."""
        first, second = (self.about_en, self.about) if get_language() == "en" else (self.about, self.about_en)
        return first or second

    @property
    def free(self) -> int:
        """Places left; on a group that was asked `with_places`."""
        return self.capacity - self.taken


class Series(models.Model):
    """A regular row of sessions. Local wall time and zone are stored; each session's instant follows.

    A draft keeps its room and facilitators, and only who plans groups knows of it.
    """

    class Rhythm(models.TextChoices):
        WEEKS = "weeks", _("Every so many weeks")
        MONTH = "month", _("Every month, on the same weekday")
        LAST_OF_MONTH = "month_last", _("Every month, on the last such weekday")

    class OnHoliday(models.TextChoices):
        SKIP_AND_ADD = "skip_and_add", _("Skip, and add a week at the end")
        SKIP = "skip", _("Skip, the series becomes shorter")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.ForeignKey(SupportGroup, models.PROTECT, related_name="series")
    first_on = models.DateField(_("first time"))
    rhythm = models.CharField(
        _("how often"), max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKS, db_default=Rhythm.WEEKS
    )
    every = models.PositiveSmallIntegerField(_("number of weeks or months"), default=1)
    count = models.PositiveSmallIntegerField(_("number of sessions"), null=True, blank=True)
    until = models.DateField(_("last time"), null=True, blank=True)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    zone = models.CharField(max_length=40, default="Europe/Amsterdam")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room"))
    online_link = models.URLField(_("online link"), max_length=300, blank=True, default="", db_default="")
    facilitators = models.ManyToManyField(User, related_name="+", verbose_name=_("facilitators"))
    on_holiday = models.CharField(
        _("If a date falls on a public holiday"),
        max_length=12,
        choices=OnHoliday.choices,
        default=OnHoliday.SKIP_AND_ADD,
    )
    draft = models.BooleanField(default=False, db_default=False)
    planned_at = models.DateTimeField(default=timezone.now)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(name="series_ends_after_start", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(
                name="series_has_a_number_or_an_end",
                condition=Q(count__range=(1, 160), until=None) | Q(count=None, until__gte=F("first_on")),
            ),
            models.CheckConstraint(name="series_every_1_to_26", condition=Q(every__range=(1, 26))),
            models.CheckConstraint(name="series_meets_somewhere", condition=Q(room__isnull=False) | ~Q(online_link="")),
        ]


A_DAY = timedelta(days=1)
FORGOTTEN = timedelta(days=60)
"""Attendance that was not finished for so long is not asked for any more."""


class Scope(models.TextChoices):
    """How far a change of one session goes."""

    ONE = "one", _("Only this date")
    FOLLOWING = "following", _("This date and all that follow")
    ALL = "all", _("All dates still to come")


class SessionQuerySet(models.QuerySet):
    def planned(self) -> Self:
        return self.filter(state=Session.State.PLANNED)

    def published(self) -> Self:
        """Those of series that are a draft no longer."""
        return self.filter(series__draft=False)

    def coming(self, *, at: datetime) -> Self:
        return self.filter(period__endswith__gt=at)

    def over(self, *, at: datetime) -> Self:
        return self.filter(period__endswith__lte=at)

    def within(self, start: datetime, end: datetime) -> Self:
        return self.filter(period__overlap=(start, end))

    def touched_by(self, session: "Session", scope: str, *, at: datetime) -> Self:
        """Planned and not begun: this one, its series from it on, or all of its series."""
        coming = self.planned().filter(series=session.series_id, period__startswith__gt=at)
        if scope == Scope.ONE:
            coming = coming.filter(pk=session.pk)
        if scope == Scope.FOLLOWING:
            coming = coming.filter(period__startswith__gte=session.period.lower)
        return coming.order_by("period", "id")

    def unfinished(self, *, at: datetime) -> Self:
        """Over for a day or longer, with people who had a place, and nobody finished the attendance."""
        from supportgroups.models.people import Enrolment  # as for places

        still = Q(left_at=None) | Q(left_at__gt=OuterRef("period__startswith"))
        places = Enrolment.objects.filter(still, group=OuterRef("group"), enrolled_at__lt=OuterRef("period__endswith"))
        over = self.planned().published().filter(attendance_closed_at=None, period__endswith__lte=at - A_DAY)
        return over.filter(Exists(places), period__endswith__gt=at - FORGOTTEN).order_by("period", "id")

    def with_attendance(self) -> Self:
        """Adds `present`: how many people came."""
        from supportgroups.models.people import Attendance  # as for places

        came = Attendance.objects.filter(session=OuterRef("pk"), mark__in=Attendance.CAME).order_by()
        return self.annotate(present=Coalesce(Subquery(came.values("session").annotate(n=Count("pk")).values("n")), 0))

    def with_people(self) -> Self:
        return self.select_related("group", "room", "series").prefetch_related("facilitations__user")


class Session(models.Model):
    """One meeting. `period` is its start and end; the database refuses a room twice at once.

    What is its own (time, place, facilitators) was changed for this date only, and stays when the series changes.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.ForeignKey(SupportGroup, models.PROTECT, related_name="sessions")
    series = models.ForeignKey(Series, models.PROTECT, related_name="sessions")
    period = DateTimeRangeField()
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="sessions")
    online_link = models.URLField(_("online link"), max_length=300, blank=True, default="", db_default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    own_time = models.BooleanField(default=False, db_default=False)
    own_place = models.BooleanField(default=False, db_default=False)
    own_facilitators = models.BooleanField(default=False, db_default=False)
    revision = models.PositiveIntegerField(default=0, db_default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
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
                name="session_meets_somewhere", condition=Q(room__isnull=False) | ~Q(online_link="")
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
        return address("supportgroups:session", self.pk)

    @property
    def where(self) -> str:
        return self.room.name if self.room else gettext("Online")

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
