"""From until, on a day, somewhere: what a series and the change of a session have in common."""

from datetime import date, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.forms import BaseForm
from supportgroups.access import facilitators_of
from supportgroups.forms.refusing import Refusable
from supportgroups.models import Room

AHEAD = timedelta(days=2 * 365)


class RoomField(forms.ModelChoiceField):
    def label_from_instance(self, room: Room) -> str:
        return _("%(room)s, %(seats)d seats") % {"room": room.name, "seats": room.seats}


class MomentForm(Refusable, BaseForm):
    starts = forms.TimeField(label=_("Begins"))
    ends = forms.TimeField(label=_("Ends"))
    room = RoomField(Room.objects.none(), label=_("Room"), empty_label=_("No room, only online"), required=False)
    online_link = forms.URLField(
        label=_("Online link"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("Only participants and facilitators see it."),
    )
    facilitators = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Facilitators"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["room"].queryset = Room.objects.filter(organisation=organisation)
        self.fields["facilitators"].queryset = facilitators_of(organisation)

    def clean_ends(self) -> time:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data["ends"]
        if starts and ends <= starts:
            raise ValidationError(_("A session ends later than it starts, on the same day."))
        return ends

    def clean(self) -> dict:
        given = self.cleaned_data
        if not (given.get("room") or given.get("online_link") or {"room", "online_link"} & self.errors.keys()):
            self.add_error("room", _("Choose a room, or fill in an online link."))
        return given

    def _coming_day(self, day: date) -> date:
        today = timezone.localdate()
        if not today <= day <= today + AHEAD:
            raise ValidationError(_("Choose a date from today on, at most two years ahead."))
        return day
