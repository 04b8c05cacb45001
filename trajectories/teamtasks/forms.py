"""How a task went, in a few words or none."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm


class FinishForm(BaseForm):
    outcome = forms.CharField(
        label=_("How did it go?"),
        help_text=_("For the care team. The client can ask to read it."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
