"""One score, as it stands on the result of another system."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseModelForm
from trajectories.outsidescores.models import OutsideScore


class OutsideScoreForm(BaseModelForm):
    class Meta:
        model = OutsideScore
        fields = ("instrument", "part", "taken_on", "score")
        help_texts = {"part": _("Only where a questionnaire has several sums, such as a module of the MATE.")}
        widgets = {"score": forms.NumberInput({"step": "0.1", "inputmode": "decimal"})}
