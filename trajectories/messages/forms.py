"""What somebody writes. Each page makes a key, so that a double submit is one message."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm
from aftercare.core.ids import new_id
from trajectories.messages.models import LONGEST


class MessageForm(BaseForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    text = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "maxlength": False})
    )
