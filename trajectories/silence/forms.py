"""Hours of the steps; what a coordinator arranged."""

from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm
from trajectories.silence.models import LadderHours


class HoursForm(BaseModelForm):
    """`revision` goes with the page, so that a change of somebody else is noticed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    layout = ("revision", Row("second", "counsellor"), Row("stand_in", "coordinator"))

    class Meta:
        model = LadderHours
        fields = ["second", "counsellor", "stand_in", "coordinator", "revision"]


class ArrangeForm(BaseForm):
    arranged = forms.CharField(label=_("What is arranged?"), max_length=300)
