"""Planning an appointment in the organisation's wall time: once or again and again, at a place or by video."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import User
from aftercare.core.clocks import instant
from aftercare.core.forms import BaseForm
from trajectories.appointments import dates
from trajectories.appointments.actions import Guest
from trajectories.appointments.models import Appointment
from trajectories.dossier.models import Trajectory

FURTHEST = timedelta(days=730)
EVERY_WEEKS = [
    (0, _("Once")),
    (1, _("Every week")),
    (2, _("Every two weeks")),
    (3, _("Every three weeks")),
    (4, _("Every four weeks")),
    (6, _("Every six weeks")),
    (13, _("Every three months")),
]
GUESTS = 4


class AppointmentForm(BaseForm):
    """Gives `starts_at` in its cleaned data, from the day and the time on the organisation's clock."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Appointment.Kind.choices)
    with_user = forms.ModelChoiceField(label=_("With"), queryset=User.objects.none(), empty_label=None)
    day = forms.DateField(label=_("Day"))
    time = forms.TimeField(label=_("Time"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480, initial=45)
    place = forms.CharField(
        label=_("Where"),
        max_length=120,
        required=False,
        help_text=_("For example the room, or who calls whom."),
    )
    video_url = forms.CharField(
        label=_("Or by video: the link"),
        max_length=300,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_("Begins with https://. The client sees it on their own page, from half an hour before the start."),
    )

    def __init__(self, *args, trajectory: Trajectory, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = trajectory.organisation.time_zone
        team = trajectory.seats.on(timezone.localdate()).order_by().values("user")
        self.fields["with_user"].queryset = User.objects.filter(pk__in=team)

    def clean_video_url(self) -> str:
        """A link of https to some host, without a name or password in it."""
        url = self.cleaned_data["video_url"].strip()
        if not url:
            return ""
        try:
            parts = urlsplit(url)
            host, known_by_name = parts.hostname, parts.username or parts.password
        except ValueError:
            parts, host, known_by_name = None, None, None
        if not host or "." not in host or parts.scheme != "https" or any(sign.isspace() for sign in url):
            raise forms.ValidationError(_("This is no link that begins with https://. Copy the whole link again."))
        if known_by_name:
            raise forms.ValidationError(_("There is a name or a password in this link. Use a link without it."))
        return url

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("place") and cleaned.get("video_url"):
            self.add_error("video_url", _("Choose a place or a video link, not both."))
        if cleaned.get("video_url") and cleaned.get("kind") == Appointment.Kind.PHONE:
            self.add_error("video_url", _("A phone call has no video link. Choose another kind, or empty this field."))
        day, time = cleaned.get("day"), cleaned.get("time")
        if day and time:
            cleaned["starts_at"] = instant(day, time, self.zone)
            self._check_moment(cleaned["starts_at"], now=timezone.now())
        return cleaned

    def _check_moment(self, starts_at: datetime, *, now: datetime) -> None:
        if starts_at <= now:
            self.add_error("day", _("This moment has passed. Choose one that is still to come."))
        elif starts_at > now + FURTHEST:
            self.add_error("day", _("This is more than two years ahead. Look at the year again."))

    @property
    def details(self) -> dict[str, Any]:
        """With whom, of what kind, how long and where."""
        return {name: self.cleaned_data[name] for name in ("kind", "with_user", "minutes", "place", "video_url")}


class PlanForm(AppointmentForm):
    layout = (
        "kind",
        "with_user",
        Row("day", "time", "minutes"),
        "place",
        "video_url",
        Row("every_weeks", "times", "until"),
    )

    every_weeks = forms.TypedChoiceField(
        label=_("How often"), choices=EVERY_WEEKS, coerce=int, empty_value=0, required=False, initial=0
    )
    times = forms.IntegerField(label=_("How many times"), min_value=2, max_value=dates.MOST, required=False)
    until = forms.DateField(label=_("Or until and with"), required=False)

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["with_user"].initial = by.pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        times, until = cleaned.get("times"), cleaned.get("until")
        if not cleaned.get("every_weeks") or {"times", "until"} & self.errors.keys():
            return cleaned
        if times and until:
            self.add_error("until", _("Fill in how many times, or until when, not both."))
        elif not times and not until:
            self.add_error("times", _("Say how many times, or until when."))
        elif until and cleaned.get("day") and until <= cleaned["day"]:
            self.add_error("until", _("The last day comes after the first."))
        elif until and len(self._days(cleaned)) > dates.MOST:
            self.add_error(
                "until", _("These are more than %(most)d times. Choose an earlier day.") % {"most": dates.MOST}
            )
        return cleaned

    @property
    def days(self) -> list[dates.Day]:
        """The days that are asked for: one, or every so many weeks."""
        return self._days(self.cleaned_data)

    def _days(self, cleaned: dict[str, Any]) -> list[dates.Day]:
        if "starts_at" not in cleaned:
            return []
        if not cleaned["every_weeks"]:
            return [dates.day(cleaned["day"], cleaned["time"], self.zone)]
        return dates.days(
            first_on=cleaned["day"],
            at=cleaned["time"],
            zone=self.zone,
            every_weeks=cleaned["every_weeks"],
            times=cleaned.get("times"),
            until=cleaned.get("until"),
        )

    @property
    def rhythm(self) -> dict[str, Any]:
        return {
            "every_weeks": self.cleaned_data["every_weeks"],
            "wall_time": self.cleaned_data["time"],
            "zone": self.zone,
        }


class GuestsForm(BaseForm):
    """Who else comes: a few lines of name, relation and address. A line without a name is empty."""

    def __init__(self, *args, client: User, lines: int = GUESTS, **kwargs):
        super().__init__(*args, prefix="guest", **kwargs)
        self.client, self.lines = client, range(1, lines + 1)
        for line in self.lines:
            off = {"autocomplete": "off"}
            name = forms.CharField(label=_("Name"), max_length=80, required=False, widget=forms.TextInput(off))
            relation = forms.CharField(label=_("Relation"), max_length=60, required=False, widget=forms.TextInput(off))
            email = forms.EmailField(label=_("E-mail address"), required=False, widget=forms.EmailInput(off))
            self.fields |= {f"name_{line}": name, f"relation_{line}": relation, f"email_{line}": email}
        self.layout = tuple(Row(f"name_{line}", f"relation_{line}", f"email_{line}") for line in self.lines)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen = {(self.client.email or "").lower()} - {""}
        for line in self.lines:
            name, email = cleaned.get(f"name_{line}"), (cleaned.get(f"email_{line}") or "").lower()
            if not name and (email or cleaned.get(f"relation_{line}")):
                self.add_error(f"name_{line}", _("Fill in the name as well."))
            if email in seen:
                self.add_error(f"email_{line}", _("This address is the client’s own, or stands here twice."))
            seen |= {email} - {""}
        return cleaned

    @property
    def guests(self) -> list[Guest]:
        lines = [
            [self.cleaned_data.get(f"{part}_{line}", "") for part in ("name", "relation", "email")]
            for line in self.lines
        ]
        return [Guest(*line) for line in lines if line[0]]

    @property
    def is_filled(self) -> bool:
        return self.is_bound and any(self[name].value() for name in self.fields)
