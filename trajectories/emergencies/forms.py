"""Whose dossier, told exactly, and why now."""

from crispy_forms.layout import Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm
from trajectories.dossier.forms import section
from trajectories.emergencies.actions import FEWEST_WORDS


class EmergencyForm(BaseForm):
    number = forms.CharField(
        label=_("Client number"), max_length=30, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    name = forms.CharField(
        label=_("Full name"),
        help_text=_("As it was registered."),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    birth_date = forms.DateField(label=_("Date of birth"), required=False)
    reason = forms.CharField(
        label=_("Why do you have to read this dossier now?"),
        help_text=_("The client, their counsellor and the managers read this. Write no names here."),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )

    layout = (section(_("Which client"), "number", Row("name", "birth_date")), "reason")

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if len(reason.split()) < FEWEST_WORDS:
            raise ValidationError(_("Say in a few words why you have to read this dossier now."))
        return reason

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not data["number"] and not (data["name"] and data["birth_date"]):
            raise ValidationError(_("Fill in the client number, or the full name with the date of birth."))
        return data
