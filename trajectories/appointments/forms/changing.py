"""Moving an appointment, or changing where and with whom it is."""

from typing import Any, Self

from crispy_forms.layout import Row
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aftercare.accounts.models import User
from aftercare.core.clocks import local
from trajectories.appointments.forms.planning import AppointmentForm
from trajectories.appointments.models import Appointment, AppointmentMove
from trajectories.dossier.models import Trajectory

COMPARED = ("kind", "with_user", "starts_at", "minutes", "place", "video_url")


class ChangeForm(AppointmentForm):
    layout = (
        Row("day", "time", "minutes"),
        "later_too",
        "kind",
        "with_user",
        "place",
        "video_url",
        "asked_by",
        "reason",
        "told",
        "revision",
    )

    later_too = forms.BooleanField(required=False)
    asked_by = forms.ChoiceField(
        label=_("If the moment changes: who asked for it?"),
        choices=AppointmentMove.AskedBy.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)
    told = forms.ChoiceField(
        label=_("How does the client hear of it?"),
        choices=AppointmentMove.Told.choices,
        widget=forms.RadioSelect,
        initial=AppointmentMove.Told.MESSAGE,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, trajectory: Trajectory, appointment: Appointment, later: int = 0, **kwargs):
        self.trajectory, self.appointment, self.later = trajectory, appointment, later
        start = local(appointment.starts_at, trajectory.organisation.time_zone)
        asked_by = AppointmentMove.AskedBy.CLIENT if appointment.cannot_at else AppointmentMove.AskedBy.TEAM
        initial = {name: getattr(appointment, name) for name in ("kind", "minutes", "place", "video_url")}
        initial |= {"day": start.date(), "time": start.time(), "revision": appointment.revision, "asked_by": asked_by}
        initial["with_user"] = appointment.with_user_id
        super().__init__(*args, trajectory=trajectory, initial=initial, **kwargs)
        self._offer_row()
        who = self.fields["with_user"]
        who.queryset |= User.objects.filter(pk=appointment.with_user_id)

    def _offer_row(self) -> None:
        """A row can be changed from here on."""
        if not self.later:
            del self.fields["later_too"]
            self.layout = tuple(name for name in self.layout if name != "later_too")
            return
        self.fields["later_too"].label = ngettext(
            "Also %(count)d later one of this row", "Also the %(count)d later ones of this row", self.later
        ) % {"count": self.later}
        self.fields["later_too"].help_text = _("As many days on, at the same new time, in the same place.")

    @property
    def asked(self) -> dict[str, Any]:
        names = ("starts_at", "asked_by", "reason", "told", "revision")
        return self.details | {name: self.cleaned_data[name] for name in names}

    def over(self, stored: Appointment) -> Self:
        """What was typed, now over what somebody else stored, with where the two differ."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data, trajectory=self.trajectory, appointment=stored, later=self.later)
        typed = Appointment(**{name: self.cleaned_data[name] for name in COMPARED})
        labels = {"starts_at": _("When")} | {name: field.label for name, field in self.fields.items()}
        again.differences = [
            (labels[name], self._shown(stored, name), self._shown(typed, name))
            for name in COMPARED
            if getattr(stored, name) != getattr(typed, name)
        ]
        return again

    def _shown(self, appointment: Appointment, name: str) -> str:
        if name == "starts_at":
            start = local(appointment.starts_at, self.zone)
            return f"{date_format(start, 'D j F')} {start:%H:%M}"
        if name == "kind":
            return str(appointment.get_kind_display())
        return str(getattr(appointment, name) or "—")
