"""To whom, from when, and what the receiver must know."""

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm


class GiveForm(BaseForm):
    to = forms.ModelChoiceField(label=_("To"), queryset=None, empty_label=_("Choose a colleague"))
    on = forms.DateField(label=_("from"), help_text=_("From this day the colleague carries it."))
    words = forms.CharField(
        label=_("What must not get lost"),
        help_text=_("What you would say at the desk. The client can ask to read it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    layout = (Row("to", "on"), "words")

    def __init__(self, *args, receivers, **kwargs):
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        self.fields["to"].queryset = receivers


class ClientsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, trajectory) -> str:
        return trajectory.client.user.name


class CaseloadForm(GiveForm):
    """Several clients at once: every one is ticked until somebody takes the tick away."""

    clients = ClientsField(label=_("Clients"), queryset=None)

    layout = (Row("to", "on"), "words", "clients")

    def __init__(self, *args, carried, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["clients"].queryset = carried
        self.fields["clients"].initial = carried
