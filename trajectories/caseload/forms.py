"""The name of a view that is kept; what is done for several clients at once."""

from datetime import date

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.core.clocks import instant
from aftercare.core.forms import BaseForm
from aftercare.core.ids import new_id
from trajectories.caseload.access import colleagues_at
from trajectories.messages.models import LONGEST
from trajectories.teamtasks.deadlines import DAY_ENDS, end_of_working_day


class KeepForm(BaseForm):
    name = forms.CharField(max_length=40)


class TogetherForm(BaseForm):
    """The key is that of the page: what is sent twice is done once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def __init__(self, *args, trajectories, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.trajectories, self.by = trajectories, by


class WriteForm(TogetherForm):
    text = forms.CharField(
        label=gettext_lazy("Your message"),
        help_text=gettext_lazy("Everybody gets the same words, each in their own conversation."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def working_day() -> date:
    """The first that has not ended yet."""
    return timezone.localdate(end_of_working_day(timezone.now(), zone=timezone.get_current_timezone_name()))


class ContactForm(TogetherForm):
    layout = ("key", "text", Row("day", "time"))

    text = forms.CharField(label=gettext_lazy("What is it about?"), max_length=500, required=False)
    day = forms.DateField(label=gettext_lazy("Call before"), initial=working_day)
    time = forms.TimeField(label=gettext_lazy("Time"), initial=DAY_ENDS)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("day") and data.get("time"):
            zones = {one.organisation.time_zone for one in self.trajectories}
            if any(instant(data["day"], data["time"], zone) <= timezone.now() for zone in zones):
                self.add_error("day", _("This moment has passed. Choose one that is still to come."))
        return data


class AssignForm(TogetherForm):
    layout = ("key", Row("colleague", "until"))

    colleague = forms.ModelChoiceField(
        label=gettext_lazy("Colleague"), queryset=None, empty_label=gettext_lazy("Choose a colleague")
    )
    until = forms.DateField(label=gettext_lazy("up to and including"), initial=timezone.localdate)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = [one.organisation_id for one in self.trajectories]
        self.fields["colleague"].queryset = colleagues_at(places, besides=self.by)

    def clean_until(self):
        if self.cleaned_data["until"] < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose one that is still to come."))
        return self.cleaned_data["until"]

    def clean(self) -> dict:
        data = super().clean()
        data.pop("key", None)
        return data
