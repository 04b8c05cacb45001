"""The goal, in the client's own words. What was typed survives when somebody else was first."""

from typing import Self

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseModelForm
from trajectories.plans.models import Goal


class GoalForm(BaseModelForm):
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Goal
        fields = ("text",)
        labels = {"text": _("What do you want to reach or keep?")}
        help_texts = {"text": _("In your own words. One or two sentences are enough.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "class": "nz-own"})}

    def over(self, stored: Goal | None) -> Self:
        """The typed text again, now over what somebody else stored."""
        data = self.data.copy()
        data["replaces"] = stored.pk if stored else ""
        return type(self)(data)
