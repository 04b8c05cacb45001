"""The parts of a plan, and their days."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from supportgroups.models import Session, SupportGroup
from trajectories.dossier.models import Trajectory
from trajectories.plans.models.words import AREA_ICONS, LifeArea


class PlanItemQuerySet(models.QuerySet):
    def current(self) -> Self:
        """What still stands: not started, running or paused; kind by kind."""
        return self.exclude(state__in=PlanItem.OVER).by_kind()

    def over(self) -> Self:
        return self.filter(state__in=PlanItem.OVER).by_kind()

    def by_kind(self) -> Self:
        """In the order in which a plan is told: talks and groups first, then what one does by oneself."""
        places = [models.When(kind=kind, then=place) for place, kind in enumerate(PlanItem.Kind)]
        areas = [models.When(area=area, then=place) for place, area in enumerate(LifeArea, start=1)]
        return self.order_by(models.Case(*places), models.Case(*areas, default=0), "starts_on", "id")

    def for_one_day(self) -> Self:
        """What somebody can do by themselves on a day."""
        return self.filter(state=PlanItem.State.ACTIVE, kind__in=[PlanItem.Kind.SELF_CARE, PlanItem.Kind.SKILL])

    def with_next_session(self, *, at: datetime) -> Self:
        """`next_session_at`: when the item's group meets next, if it is planned."""
        sessions = Session.objects.filter(group=models.OuterRef("group"), state=Session.State.PLANNED)
        starts = sessions.filter(period__startswith__gt=at).order_by("period").values("period__startswith")[:1]
        return self.annotate(next_session_at=models.Subquery(starts))

    def with_days_done(self, *, today: date) -> Self:
        """`days_done`: on how many of the last seven days, today included."""
        week = Q(ticks__done=True, ticks__on__gt=today - timedelta(days=7), ticks__on__lte=today)
        return self.annotate(days_done=models.Count("ticks", filter=week))


class PlanItem(models.Model):
    """One part of the plan: what, how often, who carries it, from when to when."""

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", _("Individual therapy")
        GROUP = "group", _("Group sessions")
        FAMILY = "family", _("Family therapy")
        MEDICATION = "medication", _("Medication guidance")
        SUPPORT_GROUP = "support_group", _("Support group")
        SELF_CARE = "self_care", _("Self-care")
        COMMUNITY = "community", _("Community")
        PRACTICAL = "practical", _("Practical problem")
        SKILL = "skill", _("Skill to practise")

    class State(models.TextChoices):
        PLANNED = "planned", _("Not started")
        ACTIVE = "active", _("Running")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Finished")
        STOPPED = "stopped", _("Stopped")

        @property
        def action(self) -> str:
            """What the button says that leads here."""
            return {
                "planned": "",
                "active": _("Start"),
                "paused": _("Pause"),
                "done": _("Finish"),
                "stopped": _("Stop"),
            }[self]

    OVER = (State.DONE, State.STOPPED)
    IN_A_GROUP = (Kind.GROUP, Kind.SUPPORT_GROUP)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="plan_items")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    area = models.CharField(_("life area"), max_length=15, choices=LifeArea.choices, blank=True)
    title = models.CharField(_("title"), max_length=120)
    goal = models.TextField(_("goal"), max_length=500, blank=True)
    frequency = models.CharField(_("how often"), max_length=80, blank=True)
    carrier = models.CharField(_("who carries it"), max_length=120, blank=True)
    group = models.ForeignKey(
        SupportGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    review_on = models.DateField(_("look again on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="planitem_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="planitem_self_care_names_its_area", condition=~Q(kind="self_care") | ~Q(area="")
            ),
            models.CheckConstraint(
                name="planitem_group_only_when_in_a_group",
                condition=Q(group=None) | Q(kind__in=["group", "support_group"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def icon(self) -> str:
        return AREA_ICONS[self.area] if self.area else KIND_ICONS[self.kind]

    @property
    def status_level(self) -> str:
        return STATUS_LEVELS[self.state]

    @property
    def next_states(self) -> tuple[State, ...]:
        return NEXT_STATES[self.state]


KIND_ICONS = {
    PlanItem.Kind.INDIVIDUAL: "message-square",
    PlanItem.Kind.GROUP: "users-round",
    PlanItem.Kind.FAMILY: "house-heart",
    PlanItem.Kind.MEDICATION: "pill",
    PlanItem.Kind.SUPPORT_GROUP: "heart-handshake",
    PlanItem.Kind.SELF_CARE: "sprout",
    PlanItem.Kind.COMMUNITY: "map-pin",
    PlanItem.Kind.PRACTICAL: "wrench",
    PlanItem.Kind.SKILL: "dumbbell",
}
NEXT_STATES = {
    PlanItem.State.PLANNED: (PlanItem.State.ACTIVE, PlanItem.State.STOPPED),
    PlanItem.State.ACTIVE: (PlanItem.State.PAUSED, PlanItem.State.DONE, PlanItem.State.STOPPED),
    PlanItem.State.PAUSED: (PlanItem.State.ACTIVE, PlanItem.State.DONE, PlanItem.State.STOPPED),
    PlanItem.State.DONE: (PlanItem.State.ACTIVE,),
    PlanItem.State.STOPPED: (PlanItem.State.ACTIVE,),
}
STATUS_LEVELS = {
    PlanItem.State.PLANNED: "gap",
    PlanItem.State.ACTIVE: "ok",
    PlanItem.State.PAUSED: "info",
    PlanItem.State.DONE: "quiet",
    PlanItem.State.STOPPED: "quiet",
}


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
