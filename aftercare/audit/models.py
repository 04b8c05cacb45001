"""The access log: one line per read, change or refusal that concerns a client; and the seals upon it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.core.ids import new_id


class Event(models.TextChoices):
    READ = "read", _("Read")
    SEARCH = "search", _("Searched")
    CHANGE = "change", _("Changed")
    PRINT = "print", _("Printed")
    EXPORT = "export", _("Exported")
    SIGN_IN = "sign_in", _("Signed in")
    EMERGENCY = "emergency", _("Emergency")


class Outcome(models.TextChoices):
    ALLOWED = "allowed", _("Allowed")
    DENIED = "denied", _("Denied")


class AccessEntry(models.Model):
    """NEN 7513: event, time, client, user, organisation and role, purpose, outcome, object, emergency or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=timezone.now)
    event = models.CharField(max_length=10, choices=Event.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.ALLOWED)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    role = models.CharField(max_length=20, blank=True)
    organisation_id = models.UUIDField(null=True)
    client = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.UUIDField(null=True)
    segment = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    emergency = models.BooleanField(db_default=False)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["client", "-at"], name="access_of_client"),
            models.Index(fields=["user", "-at"], name="access_by_user"),
        ]


class Seal(models.Model):
    """One link of the chain: the digest of the seal before it and of each entry after that one, up to `up_to`."""

    number = models.PositiveBigIntegerField(primary_key=True)
    up_to = models.UUIDField()
    entries = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(name="seals_count_from_one", condition=models.Q(number__gte=1)),
            models.CheckConstraint(name="a_seal_covers_an_entry", condition=models.Q(entries__gte=1)),
        ]
