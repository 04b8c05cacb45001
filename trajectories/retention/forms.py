"""Words with the request, and the answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm


class AskForm(BaseForm):
    words = forms.CharField(
        label=_("Do you want to say something with it?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class PaperForm(BaseForm):
    """For a request that came by letter or at the desk."""

    words = forms.CharField(
        label=_("What was asked, and how it came"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


class GrantForm(BaseForm):
    understood = forms.BooleanField(
        label=_("I spoke or wrote with the client, and know that nothing can be brought back.")
    )


class RefuseForm(BaseForm):
    because = forms.CharField(
        label=_("Why it cannot be"),
        help_text=_(
            "The client reads this. Only somebody else’s substantial interest, or a law, can stand in the way."
        ),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
