"""Away from when, back on which day, and who stands in."""

from datetime import timedelta

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.core.forms import BaseForm


class AbsenceForm(BaseForm):
    organisation = forms.ModelChoiceField(label=gettext_lazy("organisation"), queryset=None, empty_label=None)
    since = forms.DateField(label=gettext_lazy("first day away"))
    back_on = forms.DateField(label=gettext_lazy("back on"), help_text=gettext_lazy("Your clients read this day."))
    stand_in = forms.ModelChoiceField(
        label=gettext_lazy("Who stands in"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Only who stands in already"),
        help_text=gettext_lazy("For every client who has nobody on these days."),
    )

    layout = ("organisation", Row("since", "back_on"), "stand_in")

    def __init__(self, *args, places, colleagues, **kwargs):
        today = timezone.localdate()
        super().__init__(*args, initial={"since": today, "back_on": today + timedelta(days=7)}, **kwargs)
        self.fields["organisation"].queryset = places
        self.fields["stand_in"].queryset = colleagues
        if len(found := list(places)) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = found[0]

    def clean(self) -> dict:
        data = super().clean()
        since, back_on = data.get("since"), data.get("back_on")
        if since and back_on and back_on <= max(since, timezone.localdate()):
            self.add_error("back_on", _("You are back after the first day away, and not in the past."))
        return data
