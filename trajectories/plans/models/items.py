"""The parts of a plan, what they were before, and their days."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from supportgroups.models import Session
from trajectories.dossier.models import Trajectory
from trajectories.plans.models.agreed import AGREED, Agreed
from trajectories.plans.models.kinds import (
    KIND_ICONS,
    KINDS_WITH,
    NEEDED_TO_RUN,
    NEXT_STATES,
    OVER,
    STATUS_LEVELS,
    Kind,
    Owner,
    State,
)
from trajectories.plans.models.words import AREA_ICONS, LifeArea

EMPTY = {name: Agreed._meta.get_field(name).get_default() for name in AGREED}
"""What each field holds when nothing was agreed."""


class PlanItemQuerySet(models.QuerySet):
    def current(self) -> Self:
        """What still stands: not started, running or paused; kind by kind."""
        return self.exclude(state__in=OVER).by_kind()

    def over(self) -> Self:
        return self.filter(state__in=OVER).by_kind()

    def by_kind(self) -> Self:
        """In the order in which a plan is told: talks and groups first, then what one does by oneself."""
        places = [models.When(kind=kind, then=place) for place, kind in enumerate(Kind)]
        areas = [models.When(area=area, then=place) for place, area in enumerate(LifeArea, start=1)]
        return self.order_by(models.Case(*places), models.Case(*areas, default=0), "starts_on", "id")

    def for_one_day(self) -> Self:
        """What somebody can do by themselves on a day."""
        return self.filter(state=State.ACTIVE, kind__in=[Kind.SELF_CARE, Kind.SKILL])

    def asking_on(self, day: date) -> Self:
        """What one can do alone on that day, and problems due by then; `said` is what was said of the day."""
        due = Q(kind=Kind.PRACTICAL, due_on__lte=day) & ~Q(state__in=OVER)
        by_oneself = Q(state=State.ACTIVE, kind__in=[Kind.SELF_CARE, Kind.SKILL])
        ticked = models.FilteredRelation("ticks", condition=Q(ticks__on=day))
        asking = self.filter(by_oneself | due).annotate(of_day=ticked, said=F("of_day__done"))
        return asking.order_by(F("due_on").asc(nulls_last=True), "id")

    def problems(self) -> Self:
        """Practical problems, the open ones first: those that are due soonest, then those without a date."""
        over = models.Case(models.When(state__in=OVER, then=1), default=0)
        return self.filter(kind=Kind.PRACTICAL).order_by(over, F("due_on").asc(nulls_last=True), "-done_on", "id")

    def with_next_session(self, *, at: datetime) -> Self:
        """`next_session_at`: when the item's group meets next, if it is planned."""
        sessions = Session.objects.planned().published().filter(group=models.OuterRef("group"))
        starts = sessions.filter(period__startswith__gt=at).order_by("period").values("period__startswith")[:1]
        return self.annotate(next_session_at=models.Subquery(starts))

    def with_days_done(self, *, today: date) -> Self:
        """`days_done`: on how many of the last seven days, today included."""
        week = Q(ticks__done=True, ticks__on__gt=today - timedelta(days=7), ticks__on__lte=today)
        return self.annotate(days_done=models.Count("ticks", filter=week))


class PlanItem(Agreed):
    """One part of the plan: what, how often, who carries it, from when to when."""

    Kind, State, Owner = Kind, State, Owner

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="plan_items")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "starts_on", "id"]
        constraints = [
            *(
                models.CheckConstraint(
                    name=f"planitem_{name}_only_of_its_kinds", condition=Q(**{name: EMPTY[name]}) | Q(kind__in=kinds)
                )
                for name, kinds in KINDS_WITH.items()
            ),
            *(
                models.CheckConstraint(
                    name=f"planitem_{kind}_runs_with_its_{name}",
                    condition=~Q(kind=kind, state=State.ACTIVE) | ~Q(**{name: EMPTY[name]}),
                )
                for kind, name in NEEDED_TO_RUN.items()
            ),
            models.CheckConstraint(
                name="planitem_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="planitem_self_care_names_its_area", condition=~Q(kind=Kind.SELF_CARE) | ~Q(area="")
            ),
            models.CheckConstraint(
                name="planitem_own_group_has_no_address", condition=Q(group=None) | Q(place="", contact="")
            ),
            models.CheckConstraint(name="planitem_own_group_is_no_service", condition=Q(group=None) | Q(service=None)),
            models.CheckConstraint(
                name="planitem_practical_names_its_owner", condition=~Q(kind=Kind.PRACTICAL) | ~Q(owner="")
            ),
            models.CheckConstraint(
                name="planitem_owner_is_named",
                condition=(~Q(owner=Owner.PARTNER) | ~Q(partner="")) & (~Q(owner=Owner.OTHER) | ~Q(carrier="")),
            ),
            models.CheckConstraint(
                name="planitem_practical_is_done_on_a_day",
                condition=~Q(kind=Kind.PRACTICAL)
                | Q(state=State.DONE, done_on__isnull=False)
                | (~Q(state=State.DONE) & Q(done_on=None)),
            ),
        ]

    @property
    def icon(self) -> str:
        return AREA_ICONS[self.area] if self.area else KIND_ICONS[self.kind]

    @property
    def status_level(self) -> str:
        return STATUS_LEVELS[self.state]

    @property
    def next_states(self) -> tuple[State, ...]:
        return NEXT_STATES[self.state]

    @property
    def in_short(self) -> str:
        """How often, with whom, where."""
        names = [name for name, _relation in self.participants]
        return ", ".join(filter(None, [self.frequency, *names, self.carrier, self.place]))

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def lacks(self) -> str:
        """The field to fill in before this can run, if any."""
        needed = NEEDED_TO_RUN.get(self.kind)
        if not needed:
            return ""
        return needed if getattr(self, self._meta.get_field(needed).attname) == EMPTY[needed] else ""


class ItemVersion(Agreed):
    """An item as it was: what its `revision` said, who wrote that and when. Written when a newer one replaces it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="+")
    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["item", "-revision"]
        constraints = [UniqueConstraint(fields=["item", "revision"], name="itemversion_once")]

    @property
    def kind(self) -> str:
        return self.item.kind


class DayTick(models.Model):
    """What somebody said of a plan item on one day: done, or not today. No tick says nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="day_ticks")
    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="ticks")
    on = models.DateField()
    done = models.BooleanField()
    ticked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "id"]
        constraints = [UniqueConstraint(fields=["item", "on"], name="daytick_once")]

    def __str__(self) -> str:
        return f"{self.on} {'done' if self.done else 'not today'}"
