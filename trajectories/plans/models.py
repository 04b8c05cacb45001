"""Goals, plan items, coping steps."""

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from supportgroups.models import SupportGroup
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


class Goal(models.Model):
    """What the client wants, in the client's own words. Replaced, never overwritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="goals")
    text = models.TextField(_("goal"), max_length=500)
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-set_at", "id"]
        constraints = [
            UniqueConstraint(fields=["trajectory"], name="goal_one_current", condition=Q(replaced_at=None))
        ]

    def __str__(self) -> str:
        return self.text


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
        ]

    def __str__(self) -> str:
        return self.title


class CopingStep(models.Model):
    """What the client does at a moment of craving, in the client's own words."""

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

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return self.text
