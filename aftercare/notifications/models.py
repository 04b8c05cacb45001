"""The outbox. A row is the truth; Celery messages are wake-ups (docs/decisions/0003)."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.core.ids import new_id

NEEDED = {"invitation"}
"""The kinds of letter without which nobody gets in."""


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PUSH = "push", _("A knock on the phone")


class State(models.TextChoices):
    DUE = "due", _("Waiting")
    CLAIMED = "claimed", _("Taken by a sender")
    ATTEMPTING = "attempting", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not delivered")
    UNCERTAIN = "uncertain", _("Perhaps delivered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Too late to send")


WAITING = {State.DUE, State.CLAIMED}
UNDER_WAY = {State.CLAIMED, State.ATTEMPTING}
UNSETTLED = {State.DUE, State.FAILED, State.UNCERTAIN} | UNDER_WAY

MOST_ATTEMPTS = 5
THEN = ":then-"
"""What a key ends with, and the channel, when another way took over."""

RESENT_WHEN_UNSURE = {Channel.EMAIL.value, Channel.PUSH.value}
"""Where a second copy does less harm than none. On other channels doubt is held for a person."""


class MessageQuerySet(models.QuerySet):
    def due(self, *, at: datetime) -> Self:
        return self.filter(state=State.DUE, due_at__lte=at, expires_at__gt=at)

    def stale(self, *, at: datetime) -> Self:
        return self.filter(state=State.DUE, expires_at__lte=at)

    def abandoned(self, *, at: datetime) -> Self:
        """In the hands of a sender whose lease has run out: it crashed, or hangs."""
        return self.filter(state__in=UNDER_WAY, lease_until__lte=at)

    def in_hands_of(self, owner: str) -> Self:
        return self.filter(lease_owner=owner)

    def unsettled(self) -> Self:
        """Neither sent nor called off: what waits, is under way, or failed."""
        return self.filter(state__in=UNSETTLED)

    def given_up(self, *, at: datetime) -> Self:
        """Tried as often as may be, without a refusal. Could still be sent, and did not go another way."""
        tried = self.filter(state=State.FAILED, attempts__gte=MOST_ATTEMPTS, expires_at__gt=at, withdrawn_at=None)
        instead = Message.objects.filter(key__startswith=Concat(OuterRef("key"), Value(THEN)))
        return tried.exclude(Exists(instead))

    def with_link(self, *, at: datetime) -> Self:
        """Of which the link still leads somewhere."""
        began = at - timedelta(hours=settings.CHECK_IN_LINK_HOURS)
        return self.filter(Q(sent_at__gt=began) | Q(sent_at=None, due_at__gt=began)).exclude(state=State.WITHDRAWN)

    def with_suppressed(self) -> Self:
        """Each with `is_suppressed`: whether its address is known not to work."""
        letter = Q(channel=Channel.EMAIL, address=Lower(OuterRef("recipient__email")))
        text = Q(channel=Channel.SMS, address=OuterRef("recipient__phone"))
        addresses = Undeliverable.objects.filter(letter | text, channel=OuterRef("channel")).order_by()
        return self.annotate(is_suppressed=Exists(addresses))


class Message(models.Model):
    """One message to one person by one channel. `key` says what it is, and makes it unique."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=160, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    link_view = models.CharField(max_length=60, blank=True)
    link_ids = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=Q(state="due")),
            models.Index(fields=["expires_at"], name="message_stale", condition=Q(state="due")),
            models.Index(
                fields=["state", "channel"],
                name="message_unsettled",
                condition=Q(state__in=["due", "claimed", "attempting", "failed", "uncertain"]),
            ),
            models.Index(
                fields=["lease_until"], name="message_leased", condition=Q(state__in=["claimed", "attempting"])
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_sent_has_its_time",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="message_lease_has_owner_and_end",
                condition=Q(lease_owner="", lease_until=None) | (~Q(lease_owner="") & Q(lease_until__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


class Undeliverable(models.Model):
    """An address that was said not to exist. Nothing is sent there until somebody says that it is right."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=254)
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [models.UniqueConstraint(fields=["channel", "address"], name="undeliverable_once")]

    def __str__(self) -> str:
        return f"{self.channel} ({self.reason})"


class Subscription(models.Model):
    """A browser that may be knocked at, until it says no or its owner does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=1000, unique=True)
    subscribed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["subscribed_at", "id"]
