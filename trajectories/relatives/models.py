"""Concerns that relatives bring in; whose relative somebody is, for those who carry both."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory


class ConcernQuerySet(models.QuerySet):
    def known_to_client(self):
        return self.filter(client_may_know=True).exclude(trajectory__client__user=F("told_by"))


class Concern(models.Model):
    """A relative's own words. It stands with a client who shares with them, else in the relative's own trajectory."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="concerns")
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)
    about = models.CharField(_("about whom"), max_length=80, blank=True)
    """As the relative names them, when it stands in the relative's own trajectory."""
    words = models.TextField(_("what the concern is"), max_length=2000)
    client_may_know = models.BooleanField(default=False)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "-id"]
        indexes = [models.Index(fields=["trajectory", "-told_at"], name="concern_of_trajectory")]
        constraints = [
            models.CheckConstraint(name="concern_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="concern_told_of_only_to_a_client", condition=Q(about="") | Q(client_may_know=False)
            ),
        ]


class RelativeLink(models.Model):
    """Who this is a relative of, noted by a counsellor of both. Neither of the two reads it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="links")
    """The relative's own."""
    of = models.ForeignKey(Trajectory, models.CASCADE, related_name="relative_links", verbose_name=_("client"))
    relation = models.CharField(_("relation"), max_length=60, blank=True)
    linked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["linked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["trajectory", "of"], name="relativelink_once"),
            models.CheckConstraint(name="relativelink_is_of_somebody_else", condition=~Q(trajectory=F("of"))),
        ]
