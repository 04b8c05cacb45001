"""A room; a group; who gets a place."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import User
from aftercare.core.forms import BaseForm, BaseModelForm
from supportgroups.forms.refusing import Refusable
from supportgroups.models import Room, SupportGroup, Wait


class RoomForm(Refusable, BaseModelForm):
    class Meta:
        model = Room
        fields = ["name", "address", "seats"]


class GroupForm(Refusable, BaseModelForm):
    class Meta:
        model = SupportGroup
        fields = [
            "name",
            "kind",
            "theme",
            "about",
            "about_en",
            "language",
            "whom",
            "asked",
            "capacity",
            "open",
            "listed",
        ]
        widgets = dict.fromkeys(["about", "about_en"], forms.Textarea(attrs={"rows": 4}))
        help_texts = {
            "asked": _("For example: not using on the evening itself."),
            "listed": _("Everybody can read there what it is, when and where. Nobody reads who takes part."),
        }

    def clean_listed(self) -> bool:
        listed = self.cleaned_data["listed"]
        if listed and not self.cleaned_data.get("open"):
            raise ValidationError(_("Only a group that people can join at any time stands on the public page."))
        return listed


class SearchForm(BaseForm):
    """A name to search for."""

    named = forms.CharField(label=_("Name"), max_length=80)


class PlaceForm(BaseForm):
    """Whom to give a place: only somebody whom one may enrol."""

    participant = forms.ModelChoiceField(User.objects.none())

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participant"].queryset = candidates


class TogetherForm(BaseForm):
    """With whom somebody who waits would come."""

    other = forms.ModelChoiceField(Wait.objects.none())

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = others
