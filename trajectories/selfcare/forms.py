"""A score, and a small step with its goal."""

from typing import Self

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm
from trajectories.plans.models import PlanItem
from trajectories.selfcare.models import HIGHEST


class ScoreForm(BaseForm):
    score = forms.IntegerField(min_value=0, max_value=HIGHEST)
    seen = forms.IntegerField(required=False)


class StepForm(BaseModelForm):
    """`stands` says what the writer of a new step saw, `revision` what the writer of a change saw."""

    stands = forms.IntegerField(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    layout = ("title", "goal", "frequency", "stands", "revision")

    class Meta:
        model = PlanItem
        fields = ("title", "goal", "frequency")
        labels = {"title": _("One small step"), "goal": _("What it is for"), "frequency": _("How often")}
        help_texts = {
            "title": _("So small that it works on a bad day too. In your own words."),
            "frequency": _("For example: every morning, or on Sunday."),
        }
        widgets = {
            "title": forms.TextInput(attrs={"class": "nz-own"}),
            "goal": forms.Textarea(attrs={"rows": 2, "class": "nz-own"}),
        }

    def over(self, stored: PlanItem) -> Self:
        """The typed text again, now over the revision that somebody else stored."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data, instance=stored)
        again.differences = [
            (self.fields[name].label, getattr(stored, name) or "—", self.cleaned_data[name] or "—")
            for name in self.Meta.fields
            if self.cleaned_data[name] != getattr(stored, name)
        ]
        return again

    def beside(self, stands: int) -> Self:
        """The typed text again, now beside so many steps that stand already."""
        data = self.data.copy()
        data["stands"] = stands
        return type(self)(data)
