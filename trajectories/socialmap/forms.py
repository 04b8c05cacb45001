"""Somebody on the map."""

import re
from typing import Self

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseModelForm
from trajectories.socialmap.models import Aim, KnownPerson, Ring, Stance


class PersonForm(BaseModelForm):
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    layout = ("name", "relation", "stance", "ring", "words", "aim", "phone", "at_help", "revision")

    class Meta:
        model = KnownPerson
        fields = ("name", "relation", "stance", "ring", "words", "aim", "phone", "at_help")
        labels = {"aim": _("What do I want with this person?"), "words": _("Why, in my own words")}
        help_texts = {
            "name": _("A first name or a nickname is enough."),
            "relation": _("For example: sister, neighbour, former colleague."),
            "phone": _("Only if you may call this person at a hard moment."),
        }
        widgets = {
            "stance": forms.RadioSelect,
            "ring": forms.RadioSelect,
            "aim": forms.RadioSelect,
            "words": forms.Textarea(attrs={"rows": 2, "class": "nz-own"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stance"].choices = Stance.choices
        self.fields["ring"].choices = Ring.choices
        self.fields["aim"].choices = [("", _("Leave it as it is")), *Aim.choices]

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        if phone and not re.fullmatch(r"\+?[\d\s()-]{3,29}", phone):
            raise forms.ValidationError(_("A phone number has digits, spaces and at most a plus at the start."))
        return phone

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("at_help") and "phone" not in self.errors:
            if not cleaned.get("phone"):
                self.add_error("phone", _("To show this person at Help now, a number is needed."))
            elif cleaned.get("stance") == Stance.RISKY:
                self.add_error("at_help", _("Somebody who brings risk is not shown at Help now."))
        return cleaned

    def over(self, stored: KnownPerson) -> Self:
        """The typed text again, now over the revision that somebody else stored."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data, instance=stored)
        typed = KnownPerson(**{name: self.cleaned_data[name] for name in self.Meta.fields})
        again.differences = [
            (self.fields[name].label, _shown(stored, name), _shown(typed, name))
            for name in self.Meta.fields
            if getattr(typed, name) != getattr(stored, name)
        ]
        return again


def _shown(person: KnownPerson, name: str) -> str:
    if name == "at_help":
        return str(_("Yes") if person.at_help else _("No"))
    in_words = getattr(person, f"get_{name}_display", None)
    return str((in_words() if in_words else getattr(person, name)) or "—")
