"""A rhythm as five lines: from a day on, so often. An empty day is no line."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm
from trajectories.rhythm.models import ContactPhase, Every

LINES = range(1, 6)


class RhythmForm(BaseForm):
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, phases: list[ContactPhase], **kwargs):
        super().__init__(*args, **kwargs)
        for number in LINES:
            stands = phases[number - 1] if number <= len(phases) else None
            self.fields[f"from_{number}"] = forms.DateField(
                label=_("Line %(number)d, from") % {"number": number},
                required=number == 1,
                initial=stands and stands.starts_on,
                widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            )
            self.fields[f"every_{number}"] = forms.TypedChoiceField(
                label=_("Line %(number)d, contact") % {"number": number},
                choices=Every.choices,
                coerce=int,
                initial=stands and stands.every_weeks,
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"from_{number}"], self[f"every_{number}"]) for number in LINES]

    @property
    def phases(self) -> list[tuple]:
        told = [(self.cleaned_data[f"from_{number}"], self.cleaned_data[f"every_{number}"]) for number in LINES]
        return [(day, every) for day, every in told if day]
