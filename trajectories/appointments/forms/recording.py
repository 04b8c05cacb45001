"""How an appointment went, the note about it, and when the next one is."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aftercare.core.clocks import instant, local
from aftercare.core.forms import BaseForm
from trajectories.appointments.dates import Day
from trajectories.appointments.models import Appointment, AppointmentNote
from trajectories.medication.models import MedicineReport

FURTHEST = timedelta(days=730)
PLANNED, PLAN, NONE = "planned", "plan", "none"


class StateForm(BaseForm):
    """Offers only what the action does not refuse at this moment."""

    layout = ("state", "revision")

    state = forms.ChoiceField(label=_("How did it go?"), widget=forms.RadioSelect)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, appointment: Appointment, **kwargs):
        recorded = {} if appointment.is_planned else {"state": appointment.state}
        super().__init__(*args, initial={"revision": appointment.revision, **recorded}, **kwargs)
        outcomes = [state for state in Appointment.State if state != Appointment.State.PLANNED]
        if appointment.starts_at > timezone.now():
            outcomes = [Appointment.State.CANCELLED]
            self.fields["state"].label = _("Does it not take place?")
        self.fields["state"].choices = [(state.value, state.label) for state in outcomes]

    @property
    def asked(self) -> dict[str, Any]:
        names = ("state", "revision", "later_too", "next_at", "no_next", "discussed")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class RecordForm(StateForm):
    """Recording for the first time: the next date is always asked for."""

    layout = ("state", "discussed", "later_too", "next", Row("next_day", "next_time"), "no_next", "revision")

    discussed = forms.MultipleChoiceField(
        label=_("What you discussed about medicines"),
        help_text=_("What you tick comes back no more."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    later_too = forms.BooleanField(required=False)
    next = forms.ChoiceField(label=_("When is the next one?"), widget=forms.RadioSelect)
    next_day = forms.DateField(label=_("Next day"), required=False)
    next_time = forms.TimeField(label=_("Time"), required=False)
    no_next = forms.CharField(label=_("No next one, because"), max_length=200, required=False)

    def __init__(
        self,
        *args,
        appointment: Appointment,
        following: Appointment | None,
        later: int,
        usual: Day,
        to_discuss: Iterable[MedicineReport],
        **kwargs,
    ):
        super().__init__(*args, appointment=appointment, **kwargs)
        self.zone = appointment.organisation.time_zone
        at = local(usual.starts_at, self.zone).time()
        self.initial |= {"next": PLANNED if following else PLAN, "next_day": usual.on, "next_time": at}
        choices = [(PLAN, _("Plan it, on the day below")), (NONE, _("There is no next one"))]
        if following:
            start = local(following.starts_at, self.zone)
            planned = _("It is planned: %(moment)s") % {"moment": f"{date_format(start, 'D j F')} {start:%H:%M}"}
            choices.insert(0, (PLANNED, planned))
        self.fields["next"].choices = choices
        self.to_discuss = {str(report.pk): report for report in to_discuss}
        coming = appointment.starts_at > timezone.now()
        if self.to_discuss and not coming:
            self.fields["discussed"].choices = [(pk, report.whole) for pk, report in self.to_discuss.items()]
        else:
            self._leave_out("discussed")
        if later and coming:
            self.fields["later_too"].label = _("The %(count)d later ones of this row do not take place either") % {
                "count": later
            }
        else:
            self._leave_out("later_too")

    def _leave_out(self, name: str) -> None:
        del self.fields[name]
        self.layout = tuple(one for one in self.layout if one != name)

    def clean_discussed(self) -> list[MedicineReport]:
        return [self.to_discuss[pk] for pk in self.cleaned_data["discussed"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["next_at"] = self._next_at(cleaned) if cleaned.get("next") == PLAN else None
        if cleaned.get("next") == NONE and not cleaned.get("no_next"):
            self.add_error("no_next", _("Say in a few words why there is no next one."))
        if cleaned.get("next") != NONE:
            cleaned["no_next"] = ""
        if cleaned.get("discussed") and cleaned.get("state") not in {None, Appointment.State.HELD}:
            self.add_error("discussed", _("You can only have discussed it when the appointment was held."))
        return cleaned

    def _next_at(self, cleaned: dict[str, Any]) -> datetime | None:
        if {"next_day", "next_time"} & self.errors.keys():
            return None
        if not cleaned.get("next_day") or not cleaned.get("next_time"):
            self.add_error("next_day", _("Fill in the day and the time, or choose another answer."))
            return None
        starts_at, now = instant(cleaned["next_day"], cleaned["next_time"], self.zone), timezone.now()
        if not now < starts_at <= now + FURTHEST:
            self.add_error("next_day", _("Choose a moment that is still to come, within two years."))
        return starts_at


class NoteForm(BaseForm):
    """A draft is only its author's. Signed, it is the care team's, and nobody changes it."""

    layout = ("text", "summary", "draft")

    text = forms.CharField(
        label=_("Note"),
        help_text=_("For the care team. The client can ask to read it."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    summary = forms.CharField(
        label=_("Summary for the client"),
        help_text=_(
            "What you fill in here, the client reads on their own page once you sign. Leave it empty to share nothing."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    draft = forms.IntegerField(required=False, widget=forms.HiddenInput)

    stored: AppointmentNote | None = None
    """What another window of the same author stored meanwhile."""

    def __init__(self, *args, draft: AppointmentNote | None, **kwargs):
        initial = {"text": draft.text, "summary": draft.summary, "draft": draft.revision} if draft else {}
        super().__init__(*args, initial=initial, **kwargs)

    def over(self, draft: AppointmentNote | None) -> Self:
        """What was typed, now over the draft that is stored."""
        if draft is None or draft.revision == self.cleaned_data["draft"]:
            return self
        data = self.data.copy()
        data["draft"] = draft.revision
        again = type(self)(data, draft=draft)
        again.stored = draft
        return again

    @property
    def written(self) -> dict[str, Any]:
        names = {"text": "text", "summary": "summary", "revision": "draft"}
        return {name: self.cleaned_data[field] for name, field in names.items()}


class CannotForm(BaseForm):
    note = forms.CharField(
        label=_("Do you want to say why, or when you can?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "nz-own"}),
    )
