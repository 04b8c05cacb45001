"""Goals, plan items and their days, coping steps."""

import re
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


class LifeArea(models.TextChoices):
    FOOD = "food", _("Food")
    BODY = "body", _("Body")
    MIND = "mind", _("Mind")
    MONEY = "money", _("Money")
    RELATIONSHIPS = "relationships", _("Relationships")
    HOME = "home", _("Home")
    WORK = "work", _("Work and day structure")


SELF_CARE_AREAS = (LifeArea.FOOD, LifeArea.BODY, LifeArea.MIND, LifeArea.MONEY)


class TriggerKind(models.TextChoices):
    """What may set off a craving: the words that a log and a coping step share."""

    ALONE = "alone", _("Home alone")
    QUARREL = "quarrel", _("Quarrel")
    PAYDAY = "payday", _("Payday")
    TIRED = "tired", _("Tired")
    TENSION = "tension", _("Tension")
    BOREDOM = "boredom", _("Boredom")
    SADNESS = "sadness", _("Sadness")
    PAIN = "pain", _("Pain")
    HUNGER = "hunger", _("Hunger")
    PARTY = "party", _("Party")
    OLD_CONTACT = "old_contact", _("Somebody from before")
    SHOP = "shop", _("Past the shop")
    ADVERT = "advert", _("Advertisement")
    PHONE_CALL = "phone_call", _("A phone call")


class GoalQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(replaced_at=None)


class Goal(models.Model):
    """What the client wants, in the client's own words. Replaced, never overwritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="goals")
    text = models.TextField(_("goal"), max_length=500)
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at", "id"]
        constraints = [UniqueConstraint(fields=["trajectory"], name="goal_one_current", condition=Q(replaced_at=None))]

    def __str__(self) -> str:
        return self.text


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
AREA_ICONS = {
    LifeArea.FOOD: "salad",
    LifeArea.BODY: "bike",
    LifeArea.MIND: "brain",
    LifeArea.MONEY: "wallet",
    LifeArea.RELATIONSHIPS: "heart-handshake",
    LifeArea.HOME: "house",
    LifeArea.WORK: "briefcase",
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


class CopingStepQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(removed_at=None)

    def pinned(self) -> Self:
        return self.current().filter(pinned=True)

    def against(self, trigger: str) -> Self:
        """Steps written for this trigger: a TriggerKind value or an own word."""
        return self.current().filter(trigger__iexact=trigger)


class CopingStep(models.Model):
    """What the client does at a moment of craving, in the client's own words. Replaced, never overwritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="coping_steps")
    text = models.CharField(_("what I do"), max_length=300)
    trigger = models.CharField(_("helps at"), max_length=40, blank=True)
    call_name = models.CharField(_("whom I call"), max_length=60, blank=True)
    call_phone = models.CharField(_("phone"), max_length=30, blank=True)
    pinned = models.BooleanField(_("show at Help now"), default=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CopingStepQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="copingstep_call_has_name_and_phone",
                condition=Q(call_name="", call_phone="") | (~Q(call_name="") & ~Q(call_phone="")),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def helps_at(self) -> str:
        """The trigger in words; empty when the step helps at any moment."""
        return str(dict(TriggerKind.choices).get(self.trigger, self.trigger))

    @property
    def call_url(self) -> str:
        return "tel:" + re.sub(r"[^\d+]", "", self.call_phone)
