"""What a counsellor fills in about a client, a trajectory and its care team."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout, Row
from dateutil.relativedelta import relativedelta
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import User
from aftercare.core.forms import BaseForm
from aftercare.network.models import Municipality
from trajectories.dossier.models import TeamRole, Trajectory

CONTACT = ("name", "called", "email", "phone")
OF_CLIENT = ("number", "birth_date", "pronouns", "municipality")
USUAL_LENGTH = relativedelta(months=3)
OLDEST = date(1900, 1, 1)


def section(legend: str, *fields: Any) -> Fieldset:
    return Fieldset(legend, *fields, css_class="nz-card nz-stack nz-section")


def off(**attrs: str) -> dict[str, str]:
    """Somebody else's details: the browser must not offer the counsellor's own."""
    return {"autocomplete": "off", **attrs}


class PersonForm(BaseForm):
    """Who it is and for how long: the fields that registering and correcting share."""

    name = forms.CharField(label=_("name"), max_length=120, widget=forms.TextInput(off()))
    called = forms.CharField(
        label=_("called"),
        max_length=60,
        required=False,
        widget=forms.TextInput(off()),
        help_text=_("How they want to be called. The first name when empty."),
    )
    birth_date = forms.DateField(label=_("date of birth"), required=False)
    pronouns = forms.CharField(label=_("pronouns"), max_length=30, required=False, widget=forms.TextInput(off()))
    number = forms.CharField(label=_("client number"), max_length=30, required=False, widget=forms.TextInput(off()))
    municipality = forms.ModelChoiceField(
        label=_("municipality"),
        queryset=Municipality.objects.all(),
        required=False,
        empty_label=_("Not known"),
        help_text=_("For figures per municipality only."),
    )
    email = forms.EmailField(
        label=_("e-mail address"),
        required=False,
        widget=forms.EmailInput(off()),
        help_text=_("Needed to sign in and for reminders. You can add it later."),
    )
    phone = forms.CharField(label=_("phone"), max_length=30, required=False, widget=forms.TextInput(off(type="tel")))
    starts_on = forms.DateField(label=_("start"))
    ends_on = forms.DateField(
        label=_("agreed end"), required=False, help_text=_("Agreed together. Three months when empty.")
    )

    period = section(_("The period"), Row("starts_on", "ends_on"))

    def clean_birth_date(self) -> date | None:
        born = self.cleaned_data["birth_date"]
        if born and not OLDEST <= born <= timezone.localdate():
            raise forms.ValidationError(_("This date of birth cannot be right."))
        return born

    def clean(self) -> dict:
        data = super().clean()
        starts_on = data.get("starts_on")
        if starts_on and "ends_on" in data:
            data["ends_on"] = data["ends_on"] or starts_on + USUAL_LENGTH
            if data["ends_on"] < starts_on:
                self.add_error("ends_on", _("The end cannot be before the start."))
        return data


@dataclass(frozen=True)
class Difference:
    """A field of which something else is stored by now than was typed."""

    label: str
    stored: str
    typed: str


class CorrectionForm(PersonForm):
    """Without the contact fields once the person manages those, and without the period, which both agree on."""

    starts_on = ends_on = None
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, trajectory: Trajectory, with_contact: bool, **kwargs):
        super().__init__(*args, initial=registered(trajectory), **kwargs)
        if not with_contact:
            for name in CONTACT:
                del self.fields[name]

    @property
    def layout(self) -> Layout:
        who = [Row("name", "called"), Row("email", "phone")] if "name" in self.fields else []
        return Layout(
            "revision",
            section(_("Who"), *who, Row("birth_date", "pronouns", "number"), "municipality"),
        )

    @property
    def changes(self) -> dict:
        """As the action takes them: what is the person's own apart."""
        data = dict(self.cleaned_data)
        return {"contact": {name: data.pop(name) for name in CONTACT if name in data}, **data}

    def differences(self, trajectory: Trajectory) -> list[Difference]:
        stored = registered(trajectory)
        return [
            Difference(field.label, _shown(stored[name]), _shown(self.cleaned_data[name]))
            for name, field in self.fields.items()
            if name != "revision" and (stored[name] or "") != (self.cleaned_data[name] or "")
        ]

    def take_over(self, trajectory: Trajectory) -> None:
        """Saving once more means knowing what is stored by now."""
        self.data = self.data.copy()
        self.data["revision"] = trajectory.revision


def registered(trajectory: Trajectory) -> dict:
    """What is stored now, by the names of the form."""
    client = trajectory.client
    return {
        "revision": trajectory.revision,
        **{name: getattr(client.user, name) for name in CONTACT},
        **{name: getattr(client, name) for name in OF_CLIENT},
    }


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value or "–")


class SeatForm(BaseForm):
    """One choice says who and as what; it is taken apart in `cleaned_data`."""

    who = forms.ChoiceField(label=_("Who"))
    since = forms.DateField(label=_("from"))
    until = forms.DateField(label=_("until"), required=False, help_text=_("The last day. Empty: until further notice."))

    layout = ("who", Row("since", "until"))

    def __init__(self, *args, people: dict[TeamRole, list[User]], **kwargs):
        super().__init__(*args, initial={"since": timezone.localdate()}, **kwargs)
        self.people = {str(user.pk): user for users in people.values() for user in users}
        self.fields["who"].choices = [
            ("", _("Choose somebody")),
            *(
                (role.label, [(f"{role}:{user.pk}", user.name) for user in users])
                for role, users in people.items()
                if users
            ),
        ]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("who"):
            role, _colon, pk = data.pop("who").partition(":")
            data |= {"user": self.people[pk], "role": TeamRole(role)}
        if data.get("until") and data.get("since") and data["until"] < data["since"]:
            self.add_error("until", _("The last day cannot be before the first."))
        return data


class SpokenForm(BaseForm):
    """For a client who does not sign in: on which day they said yes."""

    spoken_on = forms.DateField(
        label=_("Day of the conversation"),
        help_text=_("The history says that it was agreed in a conversation, and that you wrote it down."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"spoken_on": timezone.localdate()}, **kwargs)
