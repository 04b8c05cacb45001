"""What an announcement asks, a no with its reason, and a link for a clinic."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.core.forms import BaseForm, PhoneField

AHEAD, BEFORE, LINK_LASTS = timedelta(days=183), timedelta(days=7), timedelta(days=366)


class AnnounceForm(BaseForm):
    person = forms.CharField(
        label=gettext_lazy("Initials or first name"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("No more than that. The rest is asked once the person is there."),
    )
    expected_on = forms.DateField(label=gettext_lazy("Expected day of discharge"))
    contact_name = forms.CharField(label=gettext_lazy("Who can we call about it?"), max_length=80)
    contact_phone = PhoneField(label=gettext_lazy("Their phone number"))
    words = forms.CharField(
        label=gettext_lazy("What do we need to know to plan?"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For example which days suit. Nothing about the treatment."),
    )

    def clean_expected_on(self) -> date:
        on, today = self.cleaned_data["expected_on"], timezone.localdate()
        if not today - BEFORE <= on <= today + AHEAD:
            raise forms.ValidationError(_("Choose a day from last week to half a year from now."))
        return on


class PartnerAnnounceForm(AnnounceForm):
    organisation = forms.ModelChoiceField(label=gettext_lazy("To whom"), queryset=None, empty_label=None)

    field_order = ("organisation", "person", "expected_on", "contact_name", "contact_phone", "words")

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class DeclineForm(BaseForm):
    reason = forms.CharField(label=gettext_lazy("Why not"), max_length=500, widget=forms.Textarea({"rows": 3}))


class LinkForm(BaseForm):
    place = forms.CharField(label=gettext_lazy("For which clinic"), max_length=120)
    until = forms.DateField(label=gettext_lazy("Until and including"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"until": timezone.localdate() + timedelta(days=183)}, **kwargs)

    def clean_until(self) -> date:
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= until <= today + LINK_LASTS:
            raise forms.ValidationError(_("Choose a day within a year."))
        return until
