"""Agreements, from proposal to confirmed by both, and the reviews at which they are made."""

from datetime import date, timedelta
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory

EVERY_WEEKS = 6
"""How many weeks lie between two reviews, unless agreed otherwise."""
NEAR = timedelta(days=14)
"""So long before its day an agreement counts as the outcome of the review."""


class ReviewQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at=None)


class Review(models.Model):
    """A moment to look at the aftercare together. It ends in an agreement, or is called off."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="reviews")
    due_on = models.DateField(_("day of the review"))
    every_weeks = models.PositiveSmallIntegerField(
        _("weeks between two reviews"),
        default=EVERY_WEEKS,
        validators=[MinValueValidator(1), MaxValueValidator(26)],
    )
    planned_at = models.DateTimeField(default=timezone.now)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-due_on", "-id"]
        constraints = [
            UniqueConstraint(fields=["trajectory"], name="review_one_open", condition=Q(ended_at=None)),
            models.CheckConstraint(name="review_every_1_to_26_weeks", condition=Q(every_weeks__range=(1, 26))),
        ]

    @property
    def stamp(self) -> str:
        """Tells one plan of it from another."""
        return f"{self.due_on}/{self.every_weeks}"

    def is_near(self, today: date) -> bool:
        return self.due_on - NEAR <= today


class AgreementQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=Agreement.State.PROPOSED)

    def agreed(self) -> Self:
        return self.filter(state=Agreement.State.AGREED).order_by("-ended_at", "-id")

    def told(self) -> Self:
        """The whole history, newest first, with the names that it takes to tell it."""
        return self.select_related("proposed_by", "client_agreed_by", "team_agreed_by").order_by("-proposed_at", "-id")


class Agreement(models.Model):
    """What one of the two proposes, and what holds once both have confirmed it."""

    class Kind(models.TextChoices):
        START = "start", _("Start and end")
        CONTINUE = "continue", _("Go on like this")
        EXTEND = "extend", _("Longer")
        SHORTEN = "shorten", _("Shorter")
        STEP_UP = "step_up", _("More support")
        STEP_DOWN = "step_down", _("Less support")
        CLOSE = "close", _("Round off")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for an answer")
        AGREED = "agreed", _("Agreed by both")
        COUNTERED = "countered", _("Answered with another proposal")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Side(models.TextChoices):
        CLIENT = "client", _("Client")
        TEAM = "team", _("Care team")

    STEPS = {Kind.STEP_UP: 1, Kind.STEP_DOWN: -1}
    DATED = (Kind.EXTEND, Kind.SHORTEN, Kind.CLOSE)
    """Kinds that move the end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="agreements")
    review = models.ForeignKey(Review, models.PROTECT, null=True, blank=True, related_name="agreements")
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("until"))
    step = models.PositiveSmallIntegerField(_("step"))
    reason = models.TextField(_("why"), max_length=500, blank=True)
    side = models.CharField(max_length=6, choices=Side.choices)
    """Who proposes."""
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    counters = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="countered_by")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    client_agreed_at = models.DateTimeField(null=True, blank=True)
    client_agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    spoken_on = models.DateField(_("day of the conversation"), null=True, blank=True)
    """Set when the client agreed in a conversation, and somebody of the team wrote that down."""
    team_agreed_at = models.DateTimeField(null=True, blank=True)
    team_agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        indexes = [models.Index(fields=["trajectory", "-proposed_at"], name="agreement_of_trajectory")]
        constraints = [
            UniqueConstraint(fields=["trajectory"], name="agreement_one_open", condition=Q(state="proposed")),
            UniqueConstraint(fields=["review"], name="agreement_one_per_review", condition=Q(state="agreed")),
            models.CheckConstraint(name="agreement_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="agreement_step_1_to_3", condition=Q(step__range=(1, 3))),
            models.CheckConstraint(
                name="agreement_client_by_and_at_together",
                condition=Q(client_agreed_at=None, client_agreed_by=None, spoken_on=None)
                | Q(client_agreed_at__isnull=False, client_agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_team_by_and_at_together",
                condition=Q(team_agreed_at=None, team_agreed_by=None)
                | Q(team_agreed_at__isnull=False, team_agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_holds_once_both_confirmed",
                condition=Q(state="agreed", client_agreed_at__isnull=False, team_agreed_at__isnull=False)
                | (~Q(state="agreed") & (Q(client_agreed_at=None) | Q(team_agreed_at=None))),
            ),
            models.CheckConstraint(
                name="agreement_ended_unless_open",
                condition=Q(state="proposed", ended_at=None) | (~Q(state="proposed") & Q(ended_at__isnull=False)),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def waits_for_client(self) -> bool:
        return self.is_open and self.side == self.Side.TEAM

    @property
    def waits_for_team(self) -> bool:
        return self.is_open and self.side == self.Side.CLIENT
