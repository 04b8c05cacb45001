"""What was written, by whom, who has read it, and the files that came with it."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from aftercare.core.uploads import MOST_BYTES
from trajectories.dossier.models import TeamRole, Trajectory

LONGEST = 4000
MOST_FILES = 3
PARTS = [*Trajectory.Kind.choices, *TeamRole.choices]


class MessageQuerySet(models.QuerySet):
    def from_client(self) -> Self:
        return self.filter(written_as__in=Trajectory.Kind.values)

    def from_team(self) -> Self:
        return self.exclude(written_as__in=Trajectory.Kind.values)

    def unanswered(self) -> Self:
        """What the client wrote since the team last did."""
        return self.filter(sent_at__gte=F("trajectory__summary__message_waits_since"))

    def unread_by(self, user: User) -> Self:
        return self.filter(~Exists(Reading.objects.filter(message=OuterRef("pk"), reader=user)))


class Message(models.Model):
    """`key` is made by the page that asks: the same words sent again from it are the same message."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="messages", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_as = models.CharField(max_length=12, choices=PARTS)
    key = models.UUIDField(default=new_id, editable=False)
    text = models.TextField(_("message"), max_length=LONGEST, blank=True)
    file_count = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["trajectory", "-sent_at", "-id"], name="message_of_trajectory")]
        constraints = [
            UniqueConstraint(fields=["trajectory", "author", "key"], name="message_once"),
            models.CheckConstraint(
                name="message_says_something", condition=~Q(text="") | Q(file_count__range=(1, MOST_FILES))
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_from_client(self) -> bool:
        return self.written_as in Trajectory.Kind.values


class Reading(models.Model):
    """When somebody first saw a message of the other side."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["read_at", "id"]
        constraints = [UniqueConstraint(fields=["message", "reader"], name="reading_once")]


class Attachment(models.Model):
    """A checked file. It is kept in the database, so that its access and its backup are those of its message."""

    class Kind(models.TextChoices):
        PDF = "application/pdf", "PDF"
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"
        WEBP = "image/webp", "WebP"
        TEXT = "text/plain", _("text")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="attachments")
    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(_("file name"), max_length=90)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="attachment_up_to_5_mb", condition=Q(size__range=(1, MOST_BYTES))),
        ]

    def __str__(self) -> str:
        return str(self.pk)
