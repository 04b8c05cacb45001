"""Who is in the design team, and which municipalities the region has."""

from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm
from aftercare.network.models import Voice


class SeatForm(BaseForm):
    layout = (Row("name", "email"), "voice")

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("With which they sign in."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    voice = forms.ChoiceField(label=_("Takes part as"), choices=Voice.choices)


class MunicipalityForm(BaseForm):
    name = forms.CharField(label=_("Name of the municipality"), max_length=80)
