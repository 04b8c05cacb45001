"""Trigger entries: stored at the first tap, completed at the next ones."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Avg, Count, F, Max, Q, UniqueConstraint
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.plans.models import CopingStep, TriggerKind

Kind = TriggerKind
UNDO_WITHIN = timedelta(minutes=10)
HEAT_WEEKS = 12


class Helped(models.TextChoices):
    NOTHING = "nothing", _("Nothing yet")
    OUTSIDE = "outside", _("Going outside")
    CALL = "call", _("Calling somebody")
    BREATHING = "breathing", _("Breathing calmly")
    EATING = "eating", _("Water or something to eat")
    MUSIC = "music", _("Music")
    WAITING = "waiting", _("Waiting until it sinks")


HELPED_ICONS = {
    Helped.NOTHING: "circle-dashed",
    Helped.OUTSIDE: "footprints",
    Helped.CALL: "phone",
    Helped.BREATHING: "wind",
    Helped.EATING: "glass-water",
    Helped.MUSIC: "music",
    Helped.WAITING: "timer",
}
FEELINGS = (
    TriggerKind.TIRED,
    TriggerKind.TENSION,
    TriggerKind.BOREDOM,
    TriggerKind.SADNESS,
    TriggerKind.PAIN,
    TriggerKind.HUNGER,
)
AROUND = tuple(kind for kind in TriggerKind if kind not in FEELINGS)


class PartOfDay(models.TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")
    NIGHT = "night", _("Night")


HOURS = {
    PartOfDay.MORNING: range(6, 12),
    PartOfDay.AFTERNOON: range(12, 18),
    PartOfDay.EVENING: range(18, 24),
    PartOfDay.NIGHT: range(6),
}
PART_AT = {hour: part for part, hours in HOURS.items() for hour in hours}


def heat_table(counts: Iterable[tuple[int, int, int]]) -> list[tuple[PartOfDay, list[int]]]:
    """From (ISO weekday, hour, times) to a row per part of day, Monday to Sunday."""
    table = {part: [0] * 7 for part in PartOfDay}
    for weekday, hour, times in counts:
        table[PART_AT[hour]][weekday - 1] += times
    return list(table.items())


class TriggerEntryQuerySet(models.QuerySet):
    def about(self, word: str) -> Self:
        """Entries with this word: a TriggerKind value or an own word."""
        return self.filter(Q(kind=word, own_word="") | Q(kind="", own_word__iexact=word)).exclude(kind="", own_word="")

    def eased_by(self) -> dict[UUID, tuple[float, int]]:
        """By own step that was done: how far the craving sank after it, on average, and how often that was told."""
        told = self.exclude(step=None).exclude(strength_after=None).order_by()
        counted = told.values("step").annotate(sank=Avg(F("strength") - F("strength_after")), times=Count("pk"))
        return {row["step"]: (float(row["sank"]), row["times"]) for row in counted}

    def frequent_words(self, *, since: datetime, limit: int = 3) -> Self:
        """The words used most: rows with `kind` or `own_word`, and `times`."""
        named = self.filter(at__gte=since).exclude(kind="", own_word="").order_by()
        counted = named.values("kind", "own_word").annotate(times=Count("pk"), last=Max("at"))
        return counted.order_by("-times", "-last")[:limit]

    def heat(self, *, at: datetime, zone: str) -> list[tuple[PartOfDay, list[int]]]:
        """Counts over the twelve weeks until `at`: a row per part of day, Monday to Sunday, in wall time of `zone`."""
        local = {"tzinfo": ZoneInfo(zone)}
        counts = (
            self.filter(at__gt=at - timedelta(weeks=HEAT_WEEKS), at__lte=at)
            .order_by()
            .values_list(ExtractIsoWeekDay("at", **local), ExtractHour("at", **local), Count("pk"))
        )
        return heat_table(counts)


class TriggerEntry(models.Model):
    """`key` is made by the page that asks: the same key sent again is the same log."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="trigger_entries", db_index=False)
    key = models.UUIDField(default=new_id, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now)
    strength = models.PositiveSmallIntegerField(_("strength"))
    kind = models.CharField(_("what played a part"), max_length=15, choices=TriggerKind.choices, blank=True)
    own_word = models.CharField(_("own word"), max_length=40, blank=True)
    helped = models.CharField(_("what helped"), max_length=10, choices=Helped.choices, blank=True)
    step = models.ForeignKey(CopingStep, models.SET_NULL, null=True, blank=True, related_name="trigger_entries")
    strength_after = models.PositiveSmallIntegerField(_("strength afterwards"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    logged_at = models.DateTimeField(default=timezone.now)

    objects = TriggerEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["trajectory", "-at"], name="trigger_of_trajectory")]
        constraints = [
            models.CheckConstraint(name="trigger_strength_0_to_10", condition=Q(strength__range=(0, 10))),
            models.CheckConstraint(name="trigger_after_0_to_10", condition=Q(strength_after__range=(0, 10))),
            models.CheckConstraint(name="trigger_one_word", condition=Q(kind="") | Q(own_word="")),
            UniqueConstraint(fields=["trajectory", "key"], name="trigger_once"),
        ]

    def __str__(self) -> str:
        return f"{self.strength} {self.word}".strip()

    @property
    def word(self) -> str:
        return self.own_word or self.get_kind_display()

    @property
    def trigger(self) -> str:
        """What a coping step is matched by."""
        return self.kind or self.own_word

    @property
    def can_be_undone(self) -> bool:
        return timezone.now() - self.logged_at < UNDO_WITHIN
