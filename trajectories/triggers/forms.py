"""One small form per tap of the trigger log. Each answer is a submit button."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm
from trajectories.plans.models import TriggerKind
from trajectories.triggers.models import Helped, TriggerEntry


class StrengthForm(BaseForm):
    strength = forms.IntegerField(label=_("Strength"), min_value=0, max_value=10)


class FirstTapForm(StrengthForm):
    key = forms.UUIDField(required=False)


class WordForm(BaseForm):
    """One of the known words, or an own word."""

    kind = forms.ChoiceField(choices=TriggerKind.choices, required=False)
    own_word = forms.CharField(
        label=_("Own word"), max_length=40, required=False, widget=forms.TextInput(attrs={"class": "nz-own"})
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["kind"] and not cleaned["own_word"]:
            self.add_error("own_word", _("Choose a word or write your own."))
        if cleaned.get("kind"):
            cleaned["own_word"] = ""
        return cleaned


class HelpedForm(BaseForm):
    helped = forms.ChoiceField(choices=Helped.choices)


class AfterForm(BaseForm):
    strength_after = forms.IntegerField(min_value=0, max_value=10)


class NoteForm(BaseModelForm):
    class Meta:
        model = TriggerEntry
        fields = ("note",)
        labels = {"note": _("What do you want to remember?")}
        widgets = {"note": forms.Textarea(attrs={"rows": 4, "class": "nz-own"})}
