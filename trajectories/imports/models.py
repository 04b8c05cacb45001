"""An import on its way or done, and which heading meant what before."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id

KEPT = timedelta(hours=24)
"""So long a file waits for the next step; then it is deleted."""


class ClientImportQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=ClientImport.State.OPEN)

    def expired(self, *, at: datetime) -> Self:
        return self.open().filter(uploaded_at__lte=at - KEPT)

    def done(self) -> Self:
        return self.filter(state=ClientImport.State.DONE)


class ClientImport(models.Model):
    """One file. Its content is there only while the import is open; what stays are its name, hash and counts."""

    class State(models.TextChoices):
        OPEN = "open", _("On its way")
        DONE = "done", _("Imported")
        CANCELLED = "cancelled", _("Stopped")
        EXPIRED = "expired", _("Deleted after a day")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=120)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    content = models.BinaryField(null=True)
    read_as = models.JSONField(default=dict, help_text="Encoding, delimiter, sheet, where a person chose.")
    matched = models.JSONField(default=dict, help_text="Which column is what, the order of dates, whose the rest is.")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    registered = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)

    objects = ClientImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="clientimport_keeps_its_file_while_open",
                condition=(
                    Q(state="open", content__isnull=False, closed_at=None)
                    | (~Q(state="open") & Q(content=None, closed_at__isnull=False))
                ),
            ),
            UniqueConstraint(
                fields=["organisation", "digest"], name="clientimport_file_once", condition=Q(state="done")
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def kept_until(self) -> datetime:
        return self.uploaded_at + KEPT


class ColumnMemory(models.Model):
    """What the headings of an organisation's files mean, as somebody matched them the last time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="+")
    headings = models.JSONField(default=dict, help_text="Plain heading to field; an empty field is left out.")
    date_order = models.CharField(max_length=5, blank=True)

    class Meta:
        ordering = ["organisation"]
