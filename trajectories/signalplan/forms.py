"""The signal plan in one form: three colours, each with the same few questions. Today's colour is one tap."""

from typing import Self

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, PhoneField
from trajectories.signalplan.models import Colour, SignalPlan, SignalStep

LABELS = {
    "signs": _("How I notice it"),
    "acts": _("What I do"),
    "helpers": _("Who helps, and how"),
    "call_name": _("Whom I call"),
    "call_phone": _("Phone"),
}
HELPS = {"signs": _("What I feel, think or do. What others see."), "helpers": _("For example: Lot asks how it is.")}


def own_field(name: str) -> forms.Field:
    if name == "call_phone":
        return PhoneField(label=LABELS[name], required=False)
    length = SignalStep._meta.get_field(name).max_length
    attrs = {"class": "nz-own"} if name == "call_name" else {"class": "nz-own", "rows": 2}
    widget = forms.TextInput(attrs=attrs) if name == "call_name" else forms.Textarea(attrs=attrs)
    return forms.CharField(
        label=LABELS[name], help_text=HELPS.get(name, ""), max_length=length, required=False, widget=widget
    )


class SignalPlanForm(BaseForm):
    """Gives `steps`: the words of each colour. `replaces` is the version that the writer saw."""

    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, plan: SignalPlan | None, **kwargs):
        stored = {step.colour: step for step in plan.steps.all()} if plan else {}
        words = {
            f"{colour}_{name}": getattr(stored[colour], name) if colour in stored else ""
            for colour in Colour
            for name in SignalStep.WORDS
        }
        super().__init__(*args, initial={"replaces": plan.pk if plan else None, **words}, **kwargs)
        for colour in Colour:
            for name in SignalStep.WORDS:
                self.fields[f"{colour}_{name}"] = own_field(name)
        self.layout = (*(self._section(colour) for colour in Colour), "replaces")

    def _section(self, colour: Colour) -> Fieldset:
        signs, acts, helpers, call_name, call_phone = (f"{colour}_{name}" for name in SignalStep.WORDS)
        legend = format_lazy("{colour}: {meaning}", colour=colour.label, meaning=colour.meaning)
        css_class = f"nz-card nz-stack nz-section nz-signal-{colour.level}"
        return Fieldset(legend, signs, acts, helpers, Row(call_name, call_phone), css_class=css_class)

    def clean(self):
        cleaned = super().clean()
        for colour in Colour:
            for given, lacking in (("call_name", "call_phone"), ("call_phone", "call_name")):
                if cleaned.get(f"{colour}_{given}") and not cleaned.get(f"{colour}_{lacking}"):
                    self._say_once(f"{colour}_{lacking}", _("Give both a name and a number, or neither."))
        if not self.errors and not any(any(words.values()) for words in self.steps.values()):
            self.add_error(None, _("Write at least one thing, at one of the colours."))
        return cleaned

    def _say_once(self, field: str, words: str) -> None:
        if field not in self.errors:
            self.add_error(field, words)

    @property
    def steps(self) -> dict[Colour, dict[str, str]]:
        return {colour: {name: self.cleaned_data[f"{colour}_{name}"] for name in SignalStep.WORDS} for colour in Colour}

    def over(self, stored: SignalPlan | None) -> Self:
        """The typed text again, now over the version that somebody else stored; with what differs."""
        data = self.data.copy()
        data["replaces"] = stored.pk if stored else ""
        again = type(self)(data, plan=stored)
        again.differences = [
            (f"{colour.label}: {LABELS[name]}", again.initial[f"{colour}_{name}"], typed)
            for colour, words in self.steps.items()
            for name, typed in words.items()
            if typed != again.initial[f"{colour}_{name}"]
        ]
        return again


class ColourForm(BaseForm):
    colour = forms.ChoiceField(choices=Colour.choices)
