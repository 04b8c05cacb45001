"""Warm handovers to a partner, each step with its day and who took it, and what the partner asked."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from aftercare.network.models import Service
from trajectories.dossier.models import Recipient, Trajectory


class State(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Client said yes")
    TALKED = "talked", _("Talked together")
    ACCEPTED = "accepted", _("Accepted")
    STARTED = "started", _("First contact")
    ASKED = "asked", _("Asked how it goes")
    ARRIVED = "arrived", _("Arrived")
    DECLINED = "declined", _("Declined")
    STOPPED = "stopped", _("Stopped")
    EXPIRED = "expired", _("Expired")


OPEN = [State.PROPOSED, State.AGREED, State.TALKED, State.ACCEPTED, State.STARTED, State.ASKED]
WITH_PARTNER = [*OPEN[1:], State.ARRIVED]
"""States in which the client has said yes, and the partner may read what was agreed."""
ANSWERABLE = [State.AGREED, State.TALKED]
"""States in which the partner has still to say yes or no."""
ENDED = [State.ARRIVED, State.DECLINED, State.STOPPED, State.EXPIRED]


class ReferralQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def asking_client(self) -> Self:
        """Those that wait for a word of the client."""
        return self.filter(state__in=[State.PROPOSED, State.ASKED])

    def received_by(self, user: User, *, at: datetime) -> Self:
        """What `user` may read as the partner: the client said yes, and it is not over."""
        return self.filter(to_user=user, state__in=WITH_PARTNER, until__gte=timezone.localdate(at))

    def to_ask(self, *, at: datetime) -> Self:
        """So long after the first contact that the client is asked how it goes there."""
        return self.filter(state=State.STARTED, due_at__lte=at).order_by("due_at", "id")

    def still(self, *, at: datetime) -> Self:
        """Past the day on which somebody should look."""
        return self.open().filter(due_at__lte=at).exclude(state=State.STARTED)

    def over(self, *, at: datetime) -> Self:
        """Past its final day, or past the day until which the client agreed."""
        late = Q(expires_at__lte=at) | Q(until__lt=timezone.localdate(at))
        return self.open().filter(late).order_by("expires_at", "id")


class Referral(models.Model):
    """A client is handed over to one person at a partner, with an account (`to_organisation`) or by e-mail."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="referrals")
    to_user = models.ForeignKey(User, models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    to_name = models.CharField(_("name"), max_length=80)
    to_place = models.CharField(_("where they work"), max_length=120, blank=True)
    listed = models.ForeignKey(
        Service,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service in the directory"),
    )
    service = models.CharField(_("for which help"), max_length=120, blank=True)
    reason = models.TextField(_("why"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    recipient = models.ForeignKey(Recipient, models.PROTECT, null=True, blank=True, related_name="referrals")
    until = models.DateField(_("until and including"), null=True, blank=True)
    shares_phone = models.BooleanField(_("phone number"), default=False)
    may_propose = models.BooleanField(_("may add to the plan"), default=False)
    talked_on = models.DateField(_("talked together on"), null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    first_contact_on = models.DateField(_("first contact on"), null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    goes_well = models.BooleanField(_("goes well there"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    """Empty when the clock ended it."""
    ended_in = models.CharField(max_length=10, choices=State.choices, blank=True)
    """In which step it was when it ended."""
    ended_because = models.CharField(_("why it ended"), max_length=500, blank=True)
    link_round = models.PositiveIntegerField(default=0)
    """Links of an earlier round are dead."""

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        indexes = [
            models.Index(fields=["to_user", "state"], name="referral_of_partner"),
            models.Index(fields=["expires_at"], name="referral_over", condition=Q(state__in=OPEN)),
        ]
        constraints = [
            UniqueConstraint(
                fields=["trajectory", "to_user"], name="referral_one_open_per_partner", condition=Q(state__in=OPEN)
            ),
            models.CheckConstraint(name="referral_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="referral_open_has_deadlines",
                condition=Q(state__in=OPEN, due_at__isnull=False, expires_at__isnull=False)
                | Q(state__in=ENDED, due_at=None, expires_at=None),
            ),
            models.CheckConstraint(
                name="referral_agreed_until_a_day",
                condition=Q(agreed_at=None, until=None, recipient=None, shares_phone=False, may_propose=False)
                | Q(agreed_at__isnull=False, until__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_nothing_without_a_yes",
                condition=Q(agreed_at__isnull=False)
                | Q(
                    state__in=[State.PROPOSED, State.STOPPED, State.EXPIRED],
                    talked_on=None,
                    accepted_at=None,
                    first_contact_on=None,
                ),
            ),
            models.CheckConstraint(
                name="referral_accepted_before_contact", condition=Q(first_contact_on=None) | ~Q(accepted_at=None)
            ),
            models.CheckConstraint(
                name="referral_asked_after_contact", condition=Q(asked_at=None) | ~Q(first_contact_on=None)
            ),
            models.CheckConstraint(
                name="referral_arrived_when_it_goes_well",
                condition=~Q(state=State.ARRIVED) | Q(asked_at__isnull=False, goes_well=True),
            ),
            models.CheckConstraint(
                name="referral_ended_at_and_state_together",
                condition=Q(state__in=OPEN, ended_at=None, ended_by=None, ended_in="", ended_because="")
                | (Q(state__in=ENDED, ended_at__isnull=False, ended_in__in=OPEN)),
            ),
            models.CheckConstraint(
                name="referral_declined_with_a_reason",
                condition=~Q(state=State.DECLINED) | (Q(ended_by__isnull=False) & ~Q(ended_because="")),
            ),
        ]

    def __str__(self) -> str:
        return self.to_name

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def level(self) -> str:
        """Of the status mark."""
        if self.state == State.ARRIVED:
            return "ok"
        return "info" if self.is_open else "quiet"

    def is_late(self, *, at: datetime) -> bool:
        return self.due_at is not None and self.due_at <= at and self.state != State.STARTED


class ReferralStep(models.Model):
    """One step that was taken, when and by whom; the clock has no name."""

    class What(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Client said yes")
        TALKED = "talked", _("Talked together")
        ACCEPTED = "accepted", _("Accepted")
        STARTED = "started", _("First contact")
        ASKED = "asked", _("Asked how it goes")
        NOT_WELL = "not_well", _("It does not go well there")
        ARRIVED = "arrived", _("Arrived")
        DECLINED = "declined", _("Declined")
        STOPPED = "stopped", _("Stopped")
        EXPIRED = "expired", _("Expired")
        QUESTION = "question", _("Question of the partner")
        ANSWER = "answer", _("Answer to the partner")
        SENT = "sent", _("Message sent again")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="+")
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="steps")
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(_("words"), max_length=1000, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["trajectory", "-at"], name="referralstep_of_trajectory")]
        constraints = [
            models.CheckConstraint(
                name="referralstep_clock_only_asks_and_expires",
                condition=Q(by__isnull=False) | Q(what__in=["asked", "expired"]),
            ),
            models.CheckConstraint(
                name="referralstep_question_and_answer_say_something",
                condition=~Q(what__in=["question", "answer"]) | ~Q(words=""),
            ),
        ]
