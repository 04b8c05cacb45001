"""A score from elsewhere. The questions are not here: their owners keep the rights."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory


class Instrument(models.TextChoices):
    MATE = "mate", "MATE"
    SURE = "sure", "SURE"
    IROC = "iroc", "I.ROC"
    OQ45 = "oq45", "OQ-45"
    ORS = "ors", "ORS"
    BARC10 = "barc10", "BARC-10"
    WHO5 = "who5", "WHO-5"


RANGES = {
    Instrument.SURE: (21, 63),
    Instrument.IROC: (12, 72),
    Instrument.OQ45: (0, 180),
    Instrument.ORS: (0, 40),
    Instrument.BARC10: (10, 60),
    Instrument.WHO5: (0, 100),
}
"""Between what a sum lies, where there is one sum."""


class OutsideScore(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="outside_scores")
    instrument = models.CharField(_("questionnaire"), max_length=10, choices=Instrument.choices)
    part = models.CharField(_("part"), max_length=40, blank=True, default="")
    taken_on = models.DateField(_("filled in on"))
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=1, validators=[MinValueValidator(0)])
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-taken_on", "instrument", "part", "id"]
        indexes = [models.Index(fields=["trajectory", "-taken_on"], name="outsidescore_of_trajectory")]
        constraints = [
            UniqueConstraint(fields=["trajectory", "instrument", "part", "taken_on"], name="outsidescore_once_a_day"),
            models.CheckConstraint(name="outsidescore_not_negative", condition=Q(score__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_instrument_display()} {self.part}".strip()
