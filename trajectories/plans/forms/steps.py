"""What helps at a moment of craving, and whom to call."""

from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm, PhoneField
from trajectories.dossier.models import Trajectory
from trajectories.plans.models import CopingStep, TriggerKind


class StepForm(BaseModelForm):
    layout = ("text", "trigger", Row("call_name", "call_phone"))

    trigger = forms.CharField(label=_("Helps at"), required=False, max_length=40, widget=forms.Select)
    call_phone = PhoneField(label=_("Phone"), required=False)

    class Meta:
        model = CopingStep
        fields = ("text", "trigger", "call_name", "call_phone")
        labels = {"text": _("What I do"), "call_name": _("Whom I call then")}
        help_texts = {"text": _("In your own words, as you would say it to yourself at that moment.")}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3, "class": "nz-own"}),
        }

    def __init__(self, *args, whose: str = Trajectory.Kind.CLIENT, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call_name"].required = False
        if whose == Trajectory.Kind.RELATIVE:
            del self.fields["trigger"]
            self.layout = ("text", Row("call_name", "call_phone"))
        else:
            self._offer_triggers()

    def _offer_triggers(self) -> None:
        own_word = self["trigger"].value() or ""
        choices = [("", _("Any moment")), *TriggerKind.choices]
        if own_word not in dict(choices):
            choices.append((own_word, own_word))
        self.fields["trigger"].widget.choices = choices

    def clean(self):
        cleaned = super().clean()
        for given, lacking in (("call_name", "call_phone"), ("call_phone", "call_name")):
            if cleaned.get(given) and not cleaned.get(lacking) and lacking not in self.errors:
                self.add_error(lacking, _("Give both a name and a number, or neither."))
        return cleaned


class PinForm(BaseForm):
    pinned = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda answer: answer == "yes")
