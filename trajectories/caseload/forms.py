"""The name of a view that is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm


class KeepForm(BaseForm):
    name = forms.CharField(label=_("Name of this view"), max_length=40)
