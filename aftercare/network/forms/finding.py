"""What somebody looks for in the directory. What makes no sense in the address is left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Region
from aftercare.core.forms import BaseForm
from aftercare.network.models import Audience, Block, LifeArea, Municipality

EVERYWHERE = "all"


class FindForm(BaseForm):
    """Bound to the address of the page; `found` is what of it can be used."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False, widget=forms.TextInput({"type": "search"}))
    region = forms.ChoiceField(label=_("Region"), required=False)
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Municipality"), required=False, empty_label=_("All municipalities")
    )
    block = forms.ChoiceField(choices=Block.choices, required=False)
    area = forms.ChoiceField(label=_("Life area"), required=False)
    audience = forms.ChoiceField(label=_("For whom"), required=False)
    free = forms.BooleanField(label=_("Free of charge"), required=False)

    def __init__(self, *args, regions: list[Region], home: Region | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.regions = {str(region.pk): region for region in regions}
        asked = self.data.get("region", "")
        self.region = None if asked == EVERYWHERE else self.regions.get(asked, home)
        names = [(pk, region.name) for pk, region in self.regions.items()]
        self.fields["region"].choices = [*names, (EVERYWHERE, _("All regions"))]
        self.fields["area"].choices = [("", _("All life areas")), *LifeArea.choices]
        self.fields["audience"].choices = [("", _("Everybody")), *self._groups()]
        towns = Municipality.objects.filter(region=self.region) if self.region else Municipality.objects.all()
        self.fields["municipality"].queryset = towns
        self.data = {**self.data.dict(), "region": str(self.region.pk) if self.region else EVERYWHERE}

    @staticmethod
    def _groups() -> list[tuple[str, str]]:
        return [choice for choice in Audience.choices if choice[0] != Audience.EVERYBODY]

    @property
    def found(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "region"}
