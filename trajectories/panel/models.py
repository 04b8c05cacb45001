"""Who sits on the client panel, its polls, and what was answered: never by whom (docs/decisions)."""

from datetime import date
from typing import Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, Region, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Client

ENOUGH = 10
"""So few answers at least, or nothing of them is shown to anybody."""
MOST_QUESTIONS = 5


class PanelMemberQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(left_at=None)

    def asked_by(self, poll: "Poll") -> Self:
        return self.current().filter(Q(organisation=poll.organisation_id) | Q(organisation__region=poll.region_id))


class PanelMember(models.Model):
    """A client or relative who said yes to the panel of the organisation where they are registered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="panel_memberships")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
            UniqueConstraint(fields=["client"], name="panelmember_once_at_a_time", condition=Q(left_at=None)),
            models.CheckConstraint(
                name="panelmember_leaves_after_joining", condition=Q(left_at=None) | Q(left_at__gte=F("joined_at"))
            ),
        ]


class PollQuerySet(models.QuerySet):
    def of(self, *, organisations: list[UUID], regions: list[UUID]) -> Self:
        return self.filter(Q(organisation__in=organisations) | Q(region__in=regions))

    def of_organisation(self, organisation: Organisation) -> Self:
        return self.of(organisations=[organisation.pk], regions=[organisation.region_id])

    def published(self) -> Self:
        return self.exclude(published_at=None)

    def open(self, *, on: date) -> Self:
        """What can be answered on that day."""
        return self.published().filter(stopped_at=None, closed_at=None, from_on__lte=on, until_on__gte=on)

    def closed(self) -> Self:
        return self.exclude(closed_at=None)

    def to_announce(self, *, on: date) -> Self:
        return self.open(on=on).filter(announced_at=None)

    def to_close(self, *, on: date) -> Self:
        return self.published().filter(Q(until_on__lt=on) | Q(stopped_at__isnull=False), closed_at=None)

    def to_tell(self) -> Self:
        return self.closed().exclude(followup_at=None).filter(told_at=None)

    def not_answered_by(self, user: User) -> Self:
        return self.exclude(Exists(PollTurnout.objects.filter(poll=OuterRef("pk"), user=user)))


class Poll(models.Model):
    """One to five questions to the panel of an organisation, or of every care organisation in a region."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=80)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until and including"))
    revision = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    asked = models.PositiveIntegerField(default=0)
    """How many members got a notice."""
    stopped_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    answered = models.PositiveIntegerField(default=0)
    followup = models.TextField(_("what we did with it"), max_length=2000, blank=True)
    followup_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = PollQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="poll_of_organisation_or_region",
                condition=Q(organisation=None, region__isnull=False) | Q(organisation__isnull=False, region=None),
            ),
            models.CheckConstraint(name="poll_ends_after_start", condition=Q(until_on__gte=F("from_on"))),
            models.CheckConstraint(
                name="poll_closed_once_published", condition=Q(closed_at=None) | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="poll_followup_words_and_at_together",
                condition=Q(followup="", followup_at=None) | (~Q(followup="") & Q(followup_at__isnull=False)),
            ),
        ]

    def can_be_answered(self, *, on: date) -> bool:
        published = self.published_at is not None and self.stopped_at is None and self.closed_at is None
        return published and self.from_on <= on <= self.until_on

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def enough(self) -> bool:
        return self.answered >= ENOUGH


class PollQuestion(models.Model):
    class Kind(models.TextChoices):
        ONE = "one", _("One choice")
        SEVERAL = "several", _("Several choices")
        SCALE = "scale", _("A scale from 1 to 5")
        OPEN = "open", _("A short answer in own words")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    text = models.CharField(_("question"), max_length=200)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["poll", "position"]
        constraints = [
            UniqueConstraint(fields=["poll", "position"], name="pollquestion_one_per_place"),
            models.CheckConstraint(
                name="pollquestion_at_most_five", condition=Q(position__gte=1, position__lte=MOST_QUESTIONS)
            ),
        ]


class PollChoice(models.Model):
    """One of the answers to choose from, and how often it was chosen. A choice made leaves no other trace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(PollQuestion, models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=80)
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["question", "position"]
        constraints = [UniqueConstraint(fields=["question", "position"], name="pollchoice_one_per_place")]


class PollTurnout(models.Model):
    """That somebody answered, so that nobody does twice. Without a moment, and gone once the poll is closed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [UniqueConstraint(fields=["poll", "user"], name="pollturnout_once")]


class PollWordsQuerySet(models.QuerySet):
    def of_closed(self, poll: Poll) -> Self:
        """What can be looked through: nothing before the poll is closed, and not again what was left out."""
        closed = self.filter(question__poll=poll, question__poll__closed_at__isnull=False)
        return closed.exclude(state=PollWords.State.LEFT_OUT)


class PollWords(models.Model):
    """What somebody wrote: without a person or a moment, under an id that tells neither."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not looked at yet")
        SHOWN = "shown", _("Shown")
        LEFT_OUT = "left_out", _("Left out")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    question = models.ForeignKey(PollQuestion, models.CASCADE, related_name="words")
    text = models.TextField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)

    objects = PollWordsQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="pollwords_left_out_are_gone",
                condition=Q(state="left_out", text="") | (~Q(state="left_out") & ~Q(text="")),
            )
        ]
