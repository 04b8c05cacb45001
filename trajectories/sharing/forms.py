"""What to share, what for, until when; and with whom."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.accounts.models import Membership
from aftercare.core.forms import BaseForm
from trajectories.dossier.models import Consent, Trajectory, categories_of

USUALLY = timedelta(days=90)


class TermsForm(BaseForm):
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What do you want to share?"),
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Your plan goes without groups and medicines."),
        error_messages={"required": gettext_lazy("Choose at least one thing to share.")},
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("What for?"),
        choices=[one for one in Consent.Purpose.choices if one[0] != Consent.Purpose.HANDOVER],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what it is for. The other person reads this.")},
    )
    until = forms.DateField(label=gettext_lazy("Until and including"), required=False)
    open_ended = forms.BooleanField(
        label=gettext_lazy("Until I stop it"),
        required=False,
        help_text=gettext_lazy("It stops by itself when nobody looks for half a year."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, whose: Trajectory, standing=(), revision=0, **kwargs):
        usual = {"until": timezone.localdate() + USUALLY, "revision": revision}
        super().__init__(*args, initial=usual | _terms(standing), **kwargs)
        if standing and standing[0].purpose == Consent.Purpose.HANDOVER:
            self.fields["purpose"].choices = Consent.Purpose.choices
        self.fields["categories"].choices = [(one.value, one.label) for one in categories_of(whose.kind)]
        if whose.kind == Trajectory.Kind.CLIENT:
            self.fields["categories"].help_text = _(
                "Your plan goes without groups and medicines. How it goes is craving and mood by week, without answers."
                " Triggers are when, how strong and what played a part, not what you wrote about it."
                " Medicines are those you use now, not what you told of them."
            )

    def clean(self) -> dict:
        data = super().clean()
        if data.pop("open_ended", False):
            data["until"] = None
        elif "until" in data and data["until"] is None:
            self.add_error("until", _("Choose a day, or tick that you stop it yourself."))
        elif "until" in data and data["until"] < timezone.localdate():
            self.add_error("until", _("Choose a day that is still to come."))
        data["revision"] = data.get("revision") or 0
        return data


class RelativeForm(TermsForm):
    name = forms.CharField(label=gettext_lazy("Who is it?"), max_length=80, help_text=gettext_lazy("As you call them."))
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        help_text=gettext_lazy("With this address they sign in here. Ask them whether it is the right one."),
    )

    field_order = ("name", "email", "categories", "purpose", "until", "open_ended")


class _Professional(forms.ModelChoiceField):
    def label_from_instance(self, membership: Membership) -> str:
        return f"{membership.user.name}, {membership.organisation.name}"


class ProfessionalForm(TermsForm):
    professional = _Professional(label=gettext_lazy("Who is it?"), queryset=None, empty_label=gettext_lazy("Choose"))

    field_order = ("professional", "categories", "purpose", "until", "open_ended")

    def __init__(self, *args, professionals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["professional"].queryset = professionals

    def clean(self) -> dict:
        data = super().clean()
        if chosen := data.pop("professional", None):
            data |= {"user": chosen.user, "partner": chosen.organisation}
        return data


class TicksForm(BaseForm):
    """A row of ticks and a revision for each recipient that was on the page."""

    def __init__(self, data, *, recipients, whose: Trajectory, **kwargs):
        super().__init__(data, **kwargs)
        choices = [(one.value, one.label) for one in categories_of(whose.kind)]
        self.shown = [one.pk for one in recipients if f"revision-{one.pk}" in data]
        for pk in self.shown:
            self.fields[f"revision-{pk}"] = forms.IntegerField()
            self.fields[f"with-{pk}"] = forms.MultipleChoiceField(choices=choices, required=False)

    @property
    def chosen(self) -> dict[UUID, tuple[list[str], int]]:
        data = self.cleaned_data
        return {pk: (data[f"with-{pk}"], data[f"revision-{pk}"]) for pk in self.shown}


def _terms(standing) -> dict:
    if not standing:
        return {}
    first = standing[0]
    return {
        "categories": [consent.category for consent in standing],
        "purpose": first.purpose,
        "open_ended": first.until is None,
    } | ({"until": first.until} if first.until else {})
