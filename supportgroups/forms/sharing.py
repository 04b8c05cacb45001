"""A tip of a member; a material of a facilitator."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm
from supportgroups.models import Material


class TipForm(BaseForm):
    text = forms.CharField(
        label=_("Your tip for the others"),
        max_length=600,
        help_text=_("Write it without names. A facilitator reads it first; then the group sees it."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )


class MaterialForm(BaseModelForm):
    class Meta:
        model = Material
        fields = ["title", "link"]
