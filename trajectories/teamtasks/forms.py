"""What the team is asked to do, and how it went."""

from datetime import timedelta

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.core.clocks import instant
from aftercare.core.forms import BaseForm
from aftercare.core.ids import new_id
from trajectories.dossier.models import Trajectory
from trajectories.teamtasks.deadlines import DAY_ENDS


class FinishForm(BaseForm):
    outcome = forms.CharField(
        label=_("How did it go?"),
        help_text=_("For the care team. The client can ask to read it."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(BaseForm):
    """Gives `due_at` in its cleaned data. The key is that of the page: sent twice is asked once."""

    layout = ("key", "text", Row("day", "time"))

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("What is to be done?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    day = forms.DateField(label=_("Before"))
    time = forms.TimeField(label=_("Time"))

    def __init__(self, *args, trajectory: Trajectory, **kwargs):
        tomorrow = timezone.localdate() + timedelta(days=1)
        super().__init__(*args, initial={"key": new_id(), "day": tomorrow, "time": DAY_ENDS}, **kwargs)
        self.zone = trajectory.organisation.time_zone

    def clean(self) -> dict:
        data = super().clean()
        day, time = data.pop("day", None), data.pop("time", None)
        if day and time:
            data["due_at"] = instant(day, time, self.zone)
            if data["due_at"] <= timezone.now():
                self.add_error("day", _("This moment has passed. Choose one that is still to come."))
        return data
