"""What members of a group share: tips of their own, once a facilitator has read them; materials of the facilitators."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from supportgroups.models.planned import SupportGroup


class Material(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.ForeignKey(SupportGroup, models.PROTECT, related_name="materials")
    title = models.CharField(_("title"), max_length=120)
    link = models.URLField(_("link"), max_length=300)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-added_at", "id"]


class TipQuerySet(models.QuerySet):
    def shown(self) -> Self:
        return self.filter(state=Tip.State.SHOWN)

    def waiting(self) -> Self:
        return self.filter(state=Tip.State.WAITING)

    def with_thanks_of(self, user: User) -> Self:
        """Adds `thanked`: whether this person did. Nobody counts."""
        return self.annotate(thanked=Exists(Thanks.objects.filter(tip=OuterRef("pk"), by=user)))


class Tip(models.Model):
    """A member's advice to the others. Nobody but its author and the facilitators reads it before it is shown."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a facilitator")
        SHOWN = "shown", _("Shown")
        NOT_SHOWN = "not_shown", _("Not shown")
        TAKEN_BACK = "taken_back", _("Taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.ForeignKey(SupportGroup, models.PROTECT, related_name="tips")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("your tip"), max_length=600, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TipQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="tip_decided_by_and_at_together",
                condition=Q(state="waiting", decided_at=None, decided_by=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            )
        ]


class Thanks(models.Model):
    """One member's thanks for a tip. They are never counted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    tip = models.ForeignKey(Tip, models.CASCADE, related_name="thanks")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [UniqueConstraint(fields=["tip", "by"], name="thanks_once")]
