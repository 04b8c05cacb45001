"""Settling signals; the thresholds of an organisation."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm
from trajectories.signals.models import Signal


class SettleForm(BaseForm):
    """Gives `seen`: which signals, each in the revision that was on the page."""

    seen = forms.MultipleChoiceField(
        label=_("Which signals"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one signal.")},
    )
    state = forms.ChoiceField(
        label=_("How was it settled?"),
        choices=[(state.value, state.label) for state in Signal.OUTCOMES],
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(
        label=_("What was done, or why nothing is needed"),
        help_text=_("For the care team. The client can ask to read it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, signals: list[Signal], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].choices = [(f"{one.pk}:{one.revision}", str(one.of.title)) for one in signals]
        if len(signals) == 1 and not self.is_bound:
            self.initial["seen"] = [self.fields["seen"].choices[0][0]]

    def clean_seen(self) -> list[tuple[UUID, int]]:
        parts = (value.partition(":") for value in self.cleaned_data["seen"])
        return [(UUID(pk), int(revision)) for pk, _colon, revision in parts]
