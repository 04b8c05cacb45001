"""Which finding is put in the plan."""

from django import forms

from aftercare.core.forms import BaseForm


class FindingForm(BaseForm):
    key = forms.CharField(max_length=80)
