"""What a client would like to be different in the plan, and when somebody last read the plan."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.plans.models.items import PlanItem
from trajectories.plans.models.kinds import Kind
from trajectories.plans.models.kinds import State as ItemState
from trajectories.plans.models.words import LifeArea

ANSWER_SHOWN = timedelta(days=14)
"""So long after an answer the client still finds it on the page of the plan."""


class ProposalQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Without an answer, the longest waiting first."""
        return self.filter(state=Proposal.State.OPEN).order_by("proposed_at", "id")

    def lately(self, *, at: datetime) -> Self:
        """What waits, and what was answered in the last two weeks."""
        waits, recent = Q(state=Proposal.State.OPEN), Q(answered_at__gt=at - ANSWER_SHOWN)
        return self.filter(waits | recent).exclude(state=Proposal.State.WITHDRAWN)

    def answered(self) -> Self:
        return self.exclude(state__in=[Proposal.State.OPEN, Proposal.State.WITHDRAWN]).order_by("-answered_at", "id")


class Proposal(models.Model):
    """Something new, or a change of an item, in the client's own words. `item` of something new is what came of it."""

    class Wish(models.TextChoices):
        ADD = "add", _("Something new")
        CHANGE = "change", _("Change it")
        PAUSE = "pause", _("Pause it for a while")
        STOP = "stop", _("Stop with it")

    class State(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ACCEPTED = "accepted", _("In the plan")
        CHANGED = "changed", _("In the plan, a little different")
        DECLINED = "declined", _("Not now")
        WITHDRAWN = "withdrawn", _("Taken back")

    LEADS_TO = {Wish.PAUSE: ItemState.PAUSED, Wish.STOP: ItemState.STOPPED}
    WORDS = ("title", "frequency", "goal")
    """What of an item a client proposes; the rest is arranged by the counsellor."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="proposals")
    wish = models.CharField(_("what you would like"), max_length=6, choices=Wish.choices)
    item = models.ForeignKey(PlanItem, models.CASCADE, null=True, blank=True, related_name="proposals")
    about_revision = models.PositiveIntegerField(null=True, help_text="The revision of the item that the client read.")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices, blank=True)
    area = models.CharField(_("life area"), max_length=15, choices=LifeArea.choices, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    frequency = models.CharField(_("how often"), max_length=80, blank=True)
    goal = models.TextField(_("goal"), max_length=500, blank=True)
    why = models.TextField(_("why"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("answer"), max_length=500, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "id"]
        constraints = [
            UniqueConstraint(fields=["item"], name="proposal_one_open_per_item", condition=Q(state="open")),
            models.CheckConstraint(
                name="proposal_is_about_an_item_or_new",
                condition=Q(wish="add", about_revision=None)
                | (~Q(wish="add") & Q(item__isnull=False, about_revision__isnull=False)),
            ),
            models.CheckConstraint(
                name="proposal_of_something_new_has_its_item_once_accepted",
                condition=~Q(wish="add")
                | Q(item=None, state__in=["open", "declined", "withdrawn"])
                | Q(item__isnull=False, state__in=["accepted", "changed"]),
            ),
            models.CheckConstraint(name="proposal_says_what", condition=~Q(wish__in=["add", "change"]) | ~Q(title="")),
            models.CheckConstraint(
                name="proposal_answered_by_and_at_together",
                condition=Q(state="open", answered_at=None, answered_by=None, answer="")
                | (~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="proposal_declined_with_a_reason", condition=~Q(state="declined") | ~Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_wish_display()

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def status_level(self) -> str:
        return {"open": "info", "accepted": "ok", "changed": "ok"}.get(self.state, "quiet")

    @property
    def words(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.WORDS}

    @property
    def has_words(self) -> bool:
        return self.wish in (self.Wish.ADD, self.Wish.CHANGE)

    @property
    def can_be_accepted_as_it_is(self) -> bool:
        """Something new needs a kind, and self-care its area."""
        return self.wish != self.Wish.ADD or bool(self.area or self.kind not in ("", Kind.SELF_CARE))


class PlanLook(models.Model):
    """When somebody last read a plan. `since` is the visit before: what came after it is new to them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="plan_looks")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [UniqueConstraint(fields=["trajectory", "user"], name="planlook_once")]
