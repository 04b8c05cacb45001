"""A tip of a member; a material of a facilitator."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm


class TipForm(BaseForm):
    text = forms.CharField(
        label=_("Your tip for the others"),
        max_length=600,
        help_text=_("Write it without names. A facilitator reads it first; then the group sees it."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )


class MaterialForm(BaseForm):
    title = forms.CharField(label=_("Title"), max_length=120)
    link = forms.URLField(label=_("Link"), max_length=300, assume_scheme="https")
