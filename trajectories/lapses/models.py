"""Lapses: use after a time without. Something to learn from; nothing is ever reset by it."""

from datetime import datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import UniqueConstraint
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.teamtasks.models import TeamTask

BY_CALLING = ", ".join(f"'{kind}'" for kind in TeamTask.BY_CALLING)
UNDO_WITHIN = timedelta(minutes=10)


class Extent(models.TextChoices):
    ONCE = "once", _("One time")
    EVENING = "evening", _("One evening or night")
    DAY = "day", _("One day")
    DAYS = "days", _("A few days")
    ONGOING = "ongoing", _("It is still going on")


TITLES: dict[str, Promise] = {
    "": _("Used"),
    Extent.ONCE: _("Used once"),
    Extent.EVENING: _("Used one evening"),
    Extent.DAY: _("Used one day"),
    Extent.DAYS: _("Used for a few days"),
    Extent.ONGOING: _("Uses at the moment"),
}
"""How it stands in a list and on the timeline: one neutral dot."""


def contact_at(lapse: str) -> str:
    """SQL: the first contact after a lapse was told; `lapse` is the name under which its table is read.

    A lapse told in a conversation was told in contact.
    """
    return f"""
        CASE WHEN {lapse}.in_conversation THEN {lapse}.told_at ELSE least(
            (SELECT min(starts_at) FROM trajectories_appointment AS met
             WHERE met.trajectory_id = {lapse}.trajectory_id AND state = 'held' AND starts_at >= {lapse}.told_at),
            (SELECT min(done_at) FROM trajectories_teamtask AS task
             WHERE task.trajectory_id = {lapse}.trajectory_id AND kind IN ({BY_CALLING}) AND done_at >= {lapse}.told_at)
        ) END
    """  # noqa: S608 - every part is ours


class LapseQuerySet(models.QuerySet):
    def in_conversation(self) -> Self:
        """Written down by the care team."""
        return self.filter(in_conversation=True)

    def by_client(self) -> Self:
        return self.filter(in_conversation=False)

    def with_contact(self) -> Self:
        """`contact_at`: when there was contact again, if there was."""
        sql = contact_at("trajectories_lapse")
        return self.annotate(contact_at=RawSQL(sql, [], output_field=models.DateTimeField()))  # noqa: S611 - ours


class Lapse(models.Model):
    """Told by the client, or to the counsellor in a conversation. What follows can be told later, at one's own pace.

    `key` is made by the page that asks: the same key sent again is the same lapse.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="lapses")
    key = models.UUIDField(default=new_id, editable=False)
    on = models.DateField(_("day"), null=True, blank=True)
    extent = models.CharField(_("how long"), max_length=10, choices=Extent.choices, blank=True)
    what = models.TextField(_("what it was"), max_length=1000, blank=True)
    before = models.TextField(_("what came before"), max_length=2000, blank=True)
    after = models.TextField(_("what happened next"), max_length=2000, blank=True)
    learned = models.TextField(_("what was learned"), max_length=2000, blank=True)
    told_at = models.DateTimeField(default=timezone.now)
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    in_conversation = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    objects = LapseQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "-id"]
        indexes = [models.Index(fields=["trajectory", "-told_at"], name="lapse_of_trajectory")]
        constraints = [UniqueConstraint(fields=["trajectory", "key"], name="lapse_once")]

    def __str__(self) -> str:
        return str(TITLES[self.extent])

    def task_key(self, name: str) -> str:
        """What a task that was asked for on this occasion is known by."""
        return f"lapse:{self.pk}:{name}"

    @property
    def moment(self) -> datetime:
        """When it was, as far as it was told: at the end of the day, or when it was told."""
        if self.on is None:
            return self.told_at
        return min(self.told_at, timezone.make_aware(datetime.combine(self.on + timedelta(days=1), time())))

    @property
    def can_be_undone(self) -> bool:
        return timezone.now() - self.told_at < UNDO_WITHIN
