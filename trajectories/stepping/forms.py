"""Deciding on a proposal; trying and setting the thresholds of an organisation."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm
from trajectories.rhythm.models import Every
from trajectories.signals.access import Thresholds
from trajectories.signals.rules import rules
from trajectories.stepping.models import StepProposal
from trajectories.stepping.rules import step_rules


def rules_to_set() -> dict[str, Any]:
    return step_rules() | {key: rule for key, rule in rules().items() if rule.asks}


class AcceptForm(BaseForm):
    weeks = forms.TypedChoiceField(label=_("Contact and check-ins from now on"), choices=Every.choices, coerce=int)
    spoken_on = forms.DateField(label=_("Day on which you spoke about it with the client"))
    reason = forms.CharField(
        label=_("Why it becomes something else"),
        help_text=_("Only when it is not what was proposed."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, proposal: StepProposal, **kwargs):
        usual = {"weeks": proposal.weeks_proposed, "spoken_on": timezone.localdate()}
        super().__init__(*args, initial=usual, prefix="accept", **kwargs)


class RejectForm(BaseForm):
    reason = forms.CharField(label=_("Why not now"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="reject", **kwargs)


class RulesForm(BaseForm):
    """A threshold for each rule; left empty, the rule is out. With each goes the revision that the page showed."""

    def __init__(self, *args, thresholds: Thresholds, **kwargs):
        super().__init__(*args, **kwargs)
        self.thresholds = thresholds
        for key, rule in rules_to_set().items():
            setting = thresholds.settings.get(key)
            self.fields[key] = forms.IntegerField(
                label=str(rule.asks),
                min_value=rule.lowest,
                max_value=rule.highest,
                initial=thresholds.of(rule),
                required=False,
            )
            self.fields[f"{key}-revision"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=setting.revision if setting else 0
            )

    @property
    def wanted(self) -> dict[str, int | None]:
        return {key: self.cleaned_data[key] for key in rules_to_set()}

    def changed(self) -> dict[str, tuple[int | None, int]]:
        """Of each rule that is to be otherwise: its threshold or None, and the revision that was seen."""
        return {
            key: (value, self.cleaned_data[f"{key}-revision"])
            for key, value in self.wanted.items()
            if value != self.thresholds.of(rules_to_set()[key])
        }
