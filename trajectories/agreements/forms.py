"""Proposing something, the day of the next review."""

from datetime import date
from typing import Self

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm
from trajectories.agreements.access import Standing
from trajectories.agreements.models import EVERY_WEEKS, Agreement, Review
from trajectories.agreements.words import long
from trajectories.dossier.models import Trajectory

Kind = Agreement.Kind
TO_CLIENT = {
    Kind.CONTINUE: _("Go on like this"),
    Kind.EXTEND: _("Go on longer"),
    Kind.SHORTEN: _("Stop earlier"),
    Kind.STEP_UP: _("More support"),
    Kind.STEP_DOWN: _("Less support"),
    Kind.CLOSE: _("Round off"),
}


class ProposalForm(BaseForm):
    """Offers only what the action does not refuse at this moment."""

    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What do you propose?"), widget=forms.RadioSelect)
    starts_on = forms.DateField(label=_("From"))
    ends_on = forms.DateField(label=_("Until"), required=False)
    reason = forms.CharField(
        label=_("Why, in a few words"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args, trajectory: Trajectory, standing: Standing, by_client: bool, **kwargs):
        first = not standing.is_agreed
        waits = standing.open
        initial = {"seen": waits and waits.pk, "kind": Kind.START if first else None}
        if first:
            shown = waits or trajectory
            initial |= {"starts_on": shown.starts_on, "ends_on": shown.ends_on}
        super().__init__(*args, initial=initial, **kwargs)
        if first:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["kind"].choices = [(Kind.START.value, Kind.START.label)]
            self.fields["ends_on"].required = True
        else:
            del self.fields["starts_on"]
            labels = TO_CLIENT if by_client else dict(Kind.choices)
            self.fields["kind"].choices = [
                (kind.value, labels[kind]) for kind in offered(trajectory, standing, on=timezone.localdate())
            ]
            self.fields["ends_on"].help_text = _("Agreed now: until %(day)s. Needed when the end changes.") % {
                "day": long(trajectory.ends_on)
            }

    @property
    def layout(self) -> tuple:
        return ("seen", "kind", Row(*(name for name in ("starts_on", "ends_on") if name in self.fields)), "reason")

    def clean(self) -> dict:
        data = super().clean()
        kind = data.get("kind")
        if kind in Agreement.DATED and not data.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Say until which day."))
        if kind in Agreement.STEPS and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Write in a few words why."))
        return data

    def look_again(self, standing: Standing) -> None:
        """Sending it once more means knowing what is proposed by now."""
        self.data = self.data.copy()
        self.data["seen"] = str(standing.open.pk) if standing.open else ""


def offered(trajectory: Trajectory, standing: Standing, *, on: date) -> list[Kind]:
    """What can be proposed once start and end are agreed."""
    possible = {
        Kind.CONTINUE: standing.review is not None and standing.review.is_near(on),
        Kind.EXTEND: True,
        Kind.SHORTEN: trajectory.ends_on > on,
        Kind.STEP_UP: trajectory.step < 3,
        Kind.STEP_DOWN: trajectory.step > 1,
        Kind.CLOSE: True,
    }
    return [kind for kind, is_possible in possible.items() if is_possible]


class ReviewForm(BaseModelForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    layout = (Row("due_on", "every_weeks"), "seen")

    class Meta:
        model = Review
        fields = ("due_on", "every_weeks")
        labels = {"due_on": _("Next review"), "every_weeks": _("Then every so many weeks")}

    def __init__(self, *args, instance: Review | None, **kwargs):
        initial = {"seen": instance.stamp} if instance else {"every_weeks": EVERY_WEEKS}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.fields["every_weeks"].widget.attrs |= {"min": 1, "max": 26}

    def over(self, stored: Review | None) -> Self:
        """What was typed, now over what somebody else planned meanwhile."""
        data = self.data.copy()
        data["seen"] = stored.stamp if stored else ""
        again = type(self)(data, instance=stored)
        again.differences = [
            (field.label, _shown(getattr(stored, name, None)), _shown(self.cleaned_data[name]))
            for name, field in self.fields.items()
            if name != "seen" and getattr(stored, name, None) != self.cleaned_data[name]
        ]
        return again


def _shown(value: date | int | None) -> str:
    return long(value) if isinstance(value, date) else str(value or "—")
