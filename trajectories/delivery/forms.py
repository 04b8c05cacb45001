"""How a message of which nobody knew whether it arrived has ended."""

from django import forms

from aftercare.core.forms import BaseForm
from trajectories.delivery.actions import Decision


class DecisionForm(BaseForm):
    decision = forms.ChoiceField(choices=Decision.choices)

    def clean_decision(self) -> Decision:
        return Decision(self.cleaned_data["decision"])
