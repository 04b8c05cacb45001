"""Medicines as they are used now, what stood there before, and what the client told of them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory

TOLD = ("name", "dose", "times", "reason", "prescriber", "phone", "since", "until")
"""What is noted of a medicine. The dose is text, as it stands on the box: nothing is reckoned with it."""


class MedicineQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(stopped_at=None)

    def stopped(self) -> Self:
        return self.exclude(stopped_at=None).order_by("-stopped_at", "-id")

    def in_use(self, *, on: date) -> Self:
        begun, not_over = Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on)
        return self.current().filter(begun, not_over)


class Medicine(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="medicines")
    name = models.CharField(_("medicine"), max_length=120)
    dose = models.CharField(_("how much, as it stands on the box"), max_length=120, blank=True)
    times = models.CharField(_("when"), max_length=120, blank=True)
    reason = models.CharField(_("what it is for"), max_length=200, blank=True)
    prescriber = models.CharField(_("who prescribes it"), max_length=120, blank=True)
    phone = models.CharField(_("phone of the prescriber or the pharmacy"), max_length=30, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    stop_reason = models.CharField(_("why it stopped"), max_length=200, blank=True)

    objects = MedicineQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="medicine_ends_after_its_start", condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="medicine_stopped_with_a_reason",
                condition=Q(stopped_at=None, stopped_by=None, stop_reason="")
                | (Q(stopped_at__isnull=False, stopped_by__isnull=False) & ~Q(stop_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_short(self) -> str:
        return ", ".join(filter(None, [self.dose, self.times]))

    @property
    def told(self) -> dict[str, str]:
        """As text, to be kept beside a later version."""
        return {name: str(getattr(self, name) or "") for name in TOLD}

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Label and text of everything that is noted but the name."""
        dates = {name: date_format(on, "j F Y") for name in ("since", "until") if (on := getattr(self, name))}
        texts = {name: dates.get(name) or getattr(self, name) for name in TOLD[1:]}
        return [(self._meta.get_field(name).verbose_name.capitalize(), text) for name, text in texts.items() if text]


class MedicineChange(models.Model):
    """What was noted of a medicine from then on: its history, and a moment on the timeline."""

    class What(models.TextChoices):
        ADDED = "added", _("Medicine noted")
        CHANGED = "changed", _("Medicine changed")
        STOPPED = "stopped", _("Medicine stopped")
        CARRIED = "carried", _("Medicine taken along from the earlier trajectory")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="medicine_changes")
    medicine = models.ForeignKey(Medicine, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=10, choices=What.choices)
    revision = models.PositiveIntegerField()
    told = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["medicine", "-revision"]
        indexes = [models.Index(fields=["trajectory", "at"], name="medicinechange_of_trajectory")]
        constraints = [UniqueConstraint(fields=["medicine", "revision"], name="medicinechange_once_per_revision")]

    def __str__(self) -> str:
        return f"{self.told['name']} ({self.revision})"

    @property
    def lines(self) -> list[str]:
        """Everything but the name."""
        told = [(name, self.told.get(name)) for name in (*TOLD[1:], "stop_reason")]
        return [_in_words(name, text) for name, text in told if text]


def _in_words(name: str, text: str) -> str:
    if name not in {"since", "until"}:
        return text
    words = _("from %(day)s") if name == "since" else _("until %(day)s")
    return words % {"day": date_format(parse_date(text), "j F Y")}


class MedicineReportQuerySet(models.QuerySet):
    def to_discuss(self) -> Self:
        """What asks for a word, the longest waiting first. Taken as agreed and nothing to tell asks for none."""
        not_as_agreed = Q(taken__in=MedicineReport.NOT_AS_AGREED)
        asks = not_as_agreed | Q(effect__in=MedicineReport.BOTHERS) | ~Q(text="")
        return self.filter(asks, discussed_at=None).order_by("told_at", "id")

    def discussed(self) -> Self:
        return self.exclude(discussed_at=None).order_by("-discussed_at", "-id")


class MedicineReport(models.Model):
    """What the client told of the medicines, in a check-in or in between. It waits until somebody discussed it."""

    class Taken(models.TextChoices):
        AS_AGREED = "as_agreed", _("Taken as agreed")
        PARTLY = "partly", _("Not always taken")
        NOT = "not", _("Not taken")

    class Effect(models.TextChoices):
        NONE = "none", _("No side effects")
        SOME = "some", _("Side effect")
        MUCH = "much", _("Side effect, bothers a lot")

    NOT_AS_AGREED = (Taken.PARTLY, Taken.NOT)
    BOTHERS = (Effect.SOME, Effect.MUCH)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="medicine_reports")
    taken = models.CharField(max_length=10, choices=Taken.choices, blank=True)
    effect = models.CharField(max_length=5, choices=Effect.choices, blank=True)
    text = models.TextField(_("in your own words"), max_length=500, blank=True)
    in_check_in = models.BooleanField(default=False)
    told_at = models.DateTimeField(default=timezone.now)
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    discussed_at = models.DateTimeField(null=True, blank=True)
    discussed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MedicineReportQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "-id"]
        indexes = [
            models.Index(fields=["trajectory", "told_at"], name="medicinereport_of_trajectory"),
        ]
        constraints = [
            models.CheckConstraint(
                name="medicinereport_says_something", condition=~Q(taken="") | ~Q(effect="") | ~Q(text="")
            ),
            models.CheckConstraint(
                name="medicinereport_discussed_by_and_at_together",
                condition=Q(discussed_at=None, discussed_by=None, outcome="")
                | Q(discussed_at__isnull=False, discussed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.said) or self.text

    @property
    def whole(self) -> str:
        """What was chosen and what was written, in one line."""
        return ": ".join(filter(None, [", ".join(self.said), f"“{self.text}”" if self.text else ""]))

    @property
    def said(self) -> list[str]:
        """What was chosen, in the portal's words; the first with a capital."""
        chosen = [str(found) for found in (self.get_taken_display(), self.get_effect_display()) if found]
        return chosen[:1] + [words[:1].lower() + words[1:] for words in chosen[1:]]
