"""What goes with an assigned exercise, and what somebody says after doing one."""

from typing import Self

from crispy_forms.layout import Row
from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseModelForm
from trajectories.dossier.models import Trajectory
from trajectories.exercises.models import AssignedExercise, DoneExercise
from trajectories.plans.models import OVER


class AssignForm(BaseModelForm):
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    layout = ("note", Row("until", "item"), "revision")

    class Meta:
        model = AssignedExercise
        fields = ("note", "until", "item")
        help_texts = {
            "note": _("The client reads this. For example: on Tuesday evening, after dinner."),
            "until": _("Leave empty when it may stay."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, trajectory: Trajectory, instance: AssignedExercise | None = None, **kwargs):
        revision = {"revision": instance.revision} if instance else {}
        super().__init__(*args, instance=instance, initial=revision, **kwargs)
        self.trajectory = trajectory
        offered = ~Q(state__in=OVER) | Q(pk=instance and instance.item_id)
        self.fields["item"].queryset = trajectory.plan_items.filter(offered)
        self.fields["item"].empty_label = _("None in particular")

    def over(self, stored: AssignedExercise) -> Self:
        """The typed text again, now over the revision that somebody else stored."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data, trajectory=self.trajectory, instance=stored)
        again.differences = [
            (self.fields[name].label, _shown(getattr(stored, name)), _shown(self.cleaned_data[name]))
            for name in self.Meta.fields
            if self.cleaned_data[name] != getattr(stored, name)
        ]
        return again


def _shown(value) -> str:
    return date_format(value, "j F Y") if hasattr(value, "year") else str(value or "—")


class DoneForm(BaseModelForm):
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = DoneExercise
        fields = ("how",)
        labels = {"how": _("How was it?")}
        help_texts = {"how": _("In your own words. You may leave this empty.")}
        widgets = {"how": forms.Textarea(attrs={"rows": 3, "class": "nz-own"})}
