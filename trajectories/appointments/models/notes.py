"""Notes of an appointment: a draft is its author's alone, a signed note never changes."""

from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.appointments.models.appointments import Appointment
from trajectories.dossier.models import Trajectory


class NoteQuerySet(models.QuerySet):
    def signed(self) -> Self:
        """In the order in which they were signed: what comes after the first is an addition to it."""
        return self.filter(signed_at__isnull=False).order_by("signed_at", "id")

    def drafts_of(self, user: User) -> Self:
        return self.filter(signed_at=None, author=user)

    def for_client(self) -> Self:
        """Signed, with words that were written for the client."""
        return self.signed().exclude(summary="")


class AppointmentNote(models.Model):
    """`text` is for the care team; `summary` is what the author chose to share with the client, once signed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="appointment_notes")
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("note"), max_length=4000, blank=True)
    summary = models.TextField(_("for the client"), max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            UniqueConstraint(
                fields=["appointment", "author"], name="note_one_draft_per_author", condition=Q(signed_at=None)
            ),
            models.CheckConstraint(name="note_says_something", condition=~Q(text="") | ~Q(summary="")),
        ]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d %H:%M}"
