"""A service as the design team writes it."""

from typing import Any

from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Region
from aftercare.core.forms import PhoneField
from aftercare.network.forms.stored import OverStored, RevisionForm
from aftercare.network.models import Access, Audience, LifeArea, Municipality, Service


def ticks(choices: list[tuple[str, str]], *, required: bool = True, **kwargs) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=choices, required=required, widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE, **kwargs
    )


CHOOSE = {"required": _("Choose at least one.")}


class ServiceForm(OverStored):
    municipalities = forms.TypedMultipleChoiceField(
        label=_("municipalities"), widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE
    )
    areas = ticks(LifeArea.choices, label=_("life areas"))
    audiences = ticks(Audience.choices, label=_("for whom"))
    access = ticks(Access.choices, required=False, label=_("accessible"))
    phone = PhoneField(label=_("phone"), required=False)
    website = forms.URLField(label=_("website"), max_length=200, required=False, assume_scheme="https")
    reviewed = forms.BooleanField(label=_("I went through all of it, and it is right"), required=False)

    layout = (
        Row("name", "provider"),
        "block",
        "about",
        "municipalities",
        "areas",
        "audiences",
        Row("capacity", "waiting_weeks"),
        Row("places", "costs"),
        "costs_note",
        "hours",
        "address",
        "access",
        "access_note",
        Row("phone", "email"),
        "website",
        "reviewed",
        "revision",
    )

    class Meta:
        model = Service
        fields = (
            "name",
            "provider",
            "block",
            "about",
            "areas",
            "audiences",
            "capacity",
            "waiting_weeks",
            "places",
            "costs",
            "costs_note",
            "hours",
            "address",
            "access",
            "access_note",
            "phone",
            "email",
            "website",
        )
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "about": _("In plain words: what happens there, and for whom it is."),
            "hours": _("For example: Monday to Friday 9:00-17:00, Tuesday until 21:00."),
            "waiting_weeks": _("0 is no waiting time. Leave empty when it is not known."),
        }

    def __init__(self, *args, instance: Service, towns: list[Municipality] | None = None, **kwargs):
        region: Region = instance.region
        self.towns = {str(town.pk): town for town in (towns or region.municipalities.all())}
        initial = {}
        if instance.changed_by_id is not None:
            initial["municipalities"] = [str(town.pk) for town in instance.municipalities.all()]
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.fields["municipalities"].choices = [(pk, town.name) for pk, town in self.towns.items()]
        self.fields["municipalities"].coerce = self.towns.__getitem__
        if instance.changed_by_id is None:
            del self.fields["revision"]
            self.fields["reviewed"].label = _("Put it in the directory at once: all of it is right")
            self.layout = tuple(name for name in self.layout if name != "revision")

    @property
    def compared(self) -> tuple[str, ...]:
        return (*self.Meta.fields, "municipalities")

    def stored_value(self, stored: Service, name: str) -> Any:
        return list(stored.municipalities.all()) if name == "municipalities" else super().stored_value(stored, name)


class WithdrawForm(RevisionForm):
    why = forms.CharField(
        label=_("Why is it taken out?"),
        help_text=_("Whoever finds it in a plan reads this. For example: stopped on 1 May."),
        max_length=300,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
