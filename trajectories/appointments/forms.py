"""Planning an appointment in the organisation's wall time, and recording how it went."""

from datetime import timedelta

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import User
from aftercare.core.clocks import instant
from aftercare.core.forms import BaseForm, BaseModelForm
from trajectories.appointments.models import Appointment
from trajectories.dossier.models import Trajectory

FURTHEST = timedelta(days=730)


class PlanForm(BaseModelForm):
    """Gives `starts_at` in its cleaned data, from the day and the time on the organisation's clock."""

    layout = ("kind", "with_user", Row("day", "time", "minutes"), "place")

    day = forms.DateField(label=_("Day"))
    time = forms.TimeField(label=_("Time"))

    class Meta:
        model = Appointment
        fields = ("kind", "with_user", "minutes", "place")
        labels = {"minutes": _("Minutes"), "place": _("Where"), "with_user": _("With"), "kind": _("Kind")}
        help_texts = {"place": _("For example the room, or who calls whom.")}

    def __init__(self, *args, trajectory: Trajectory, by: User, **kwargs):
        super().__init__(*args, initial={"with_user": by.pk}, **kwargs)
        self.zone = trajectory.organisation.time_zone
        team = trajectory.seats.on(timezone.localdate()).order_by().values("user")
        self.fields["with_user"].queryset = User.objects.filter(pk__in=team)
        self.fields["with_user"].empty_label = None
        self.fields["minutes"].widget.attrs |= {"min": 5, "max": 480}

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if not 5 <= minutes <= 480:
            raise forms.ValidationError(_("Between 5 and 480 minutes."))
        return minutes

    def clean(self):
        cleaned = super().clean()
        day, time = cleaned.pop("day", None), cleaned.pop("time", None)
        if not day or not time:
            return cleaned
        cleaned["starts_at"] = instant(day, time, self.zone)
        now = timezone.now()
        if cleaned["starts_at"] <= now:
            self.add_error("day", _("This moment has passed. Choose one that is still to come."))
        elif cleaned["starts_at"] > now + FURTHEST:
            self.add_error("day", _("This is more than two years ahead. Look at the year again."))
        return cleaned


class RecordForm(BaseForm):
    """Offers only what the action does not refuse at this moment."""

    state = forms.ChoiceField(label=_("How did it go?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Short note"),
        help_text=_("For the care team. The client can ask to read it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, appointment: Appointment, **kwargs):
        recorded = {} if appointment.state == Appointment.State.PLANNED else {"state": appointment.state}
        super().__init__(*args, initial={"note": appointment.note, **recorded}, **kwargs)
        outcomes = [state for state in Appointment.State if state != Appointment.State.PLANNED]
        if appointment.starts_at > timezone.now():
            outcomes = [Appointment.State.CANCELLED]
            self.fields["state"].label = _("Does it not take place?")
        self.fields["state"].choices = [(state.value, state.label) for state in outcomes]
