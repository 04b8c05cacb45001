"""Plan templates: their name, their items, what to take from one, and what of a plan goes into one."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.core.forms import BaseForm, BaseModelForm
from supportgroups.models import SupportGroup
from trajectories.dossier.models import Trajectory
from trajectories.plans import telling
from trajectories.plans.models import (
    SELF_CARE_AREAS,
    Kind,
    LifeArea,
    PlanItem,
    PlanTemplate,
    TemplateItem,
    kinds_of,
)


class _OverStored(BaseModelForm):
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, initial={"revision": instance.revision}, **kwargs)

    def over(self, stored: PlanTemplate | TemplateItem) -> Self:
        """The typed text again, now over what was stored meanwhile."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data, instance=stored)
        again.differences = [
            (field.label, getattr(stored, name), self.cleaned_data[name])
            for name, field in self.fields.items()
            if name != "revision" and self.cleaned_data[name] != getattr(stored, name)
        ]
        return again


class TemplateForm(_OverStored):
    layout = ("name", "about", "revision")

    class Meta:
        model = PlanTemplate
        fields = ("name", "about")
        help_texts = {"about": gettext_lazy("For example: the first weeks after a clinic.")}


class TemplateItemForm(_OverStored):
    class Meta:
        model = TemplateItem
        fields = ("area", "group", "title", "goal", "frequency", "after_weeks", "weeks")
        widgets = {"goal": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "after_weeks": gettext_lazy("0 is the start of the plan."),
            "weeks": gettext_lazy("Leave empty when it has no agreed end."),
            "title": gettext_lazy("Nothing about a client: everybody in your organisation sees it."),
        }

    def __init__(self, *args, instance: TemplateItem, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        kind = instance.kind
        if kind not in (Kind.GROUP, Kind.SUPPORT_GROUP):
            del self.fields["group"]
        else:
            groups = SupportGroup.objects.running().filter(organisation=instance.organisation_id)
            self.fields["group"].queryset = groups | SupportGroup.objects.filter(pk=instance.group_id)
        if kind not in (Kind.SELF_CARE, Kind.PRACTICAL):
            del self.fields["area"]
        else:
            areas = SELF_CARE_AREAS if kind == Kind.SELF_CARE else LifeArea
            empty = [] if kind == Kind.SELF_CARE else [("", "—")]
            self.fields["area"].choices = empty + [(area.value, area.label) for area in areas]
            self.fields["area"].required = kind == Kind.SELF_CARE
        self.fields["frequency"].label = telling.label(kind, "frequency")
        names = [name for name in ("area", "group", "title", "goal", "frequency") if name in self.fields]
        self.layout = (*names, Row("after_weeks", "weeks"), "revision")


@dataclass(frozen=True)
class Offer:
    """One item of a template as it would stand in this plan."""

    part: TemplateItem
    starts_on: date
    ends_on: date | None
    is_there: bool
    """Whether the plan has it already."""
    chosen: bool


class UseForm(BaseForm):
    """Which items, from which day."""

    starts_on = forms.DateField(label=gettext_lazy("The plan starts on"))
    chosen = forms.ModelMultipleChoiceField(TemplateItem.objects.none(), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args, template: PlanTemplate, trajectory: Trajectory, plan: list[PlanItem], today: date, **kwargs
    ):
        super().__init__(*args, initial={"starts_on": today, "revision": template.revision}, **kwargs)
        suiting = template.items.filter(kind__in=kinds_of(trajectory.kind))
        self.parts, self.today = list(suiting.select_related("group")), today
        self.there = {(item.kind, item.title.casefold()) for item in plan}
        self.fields["chosen"].queryset = suiting

    def clean_chosen(self):
        chosen = self.cleaned_data["chosen"]
        if not chosen:
            raise forms.ValidationError(_("Choose at least one item."))
        return chosen

    @property
    def offers(self) -> list[Offer]:
        starts_on = getattr(self, "cleaned_data", {}).get("starts_on") or self.today
        ticked = set(self.data.getlist("chosen")) if self.is_bound else None
        return [self._offer(part, starts_on, ticked) for part in self.parts]

    def _offer(self, part: TemplateItem, starts_on: date, ticked: set[str] | None) -> Offer:
        is_there = (part.kind, part.title.casefold()) in self.there
        chosen = not is_there if ticked is None else str(part.pk) in ticked
        return Offer(part, *part.period(starts_on), is_there=is_there, chosen=chosen)


class SaveForm(BaseForm):
    """What of a plan goes into a template: for each item whether, and a title and rhythm without a client in them."""

    name = forms.CharField(label=gettext_lazy("Name of the template"), max_length=80)

    def __init__(self, *args, plan: list[PlanItem], **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        for item in plan:
            group = item.group if item.group_id else None
            title = group.name if group else ": ".join(filter(None, [item.get_kind_display(), item.get_area_display()]))
            self.fields[f"take_{item.pk}"] = forms.BooleanField(
                label=_("Take “%(title)s”") % {"title": item.title}, required=False, initial=True
            )
            self.fields[f"title_{item.pk}"] = forms.CharField(
                label=_("Title in the template"), max_length=120, required=False, initial=title
            )
            self.fields[f"frequency_{item.pk}"] = forms.CharField(
                label=telling.label(item.kind, "frequency"), max_length=80, required=False
            )

    @property
    def rows(self) -> list[tuple]:
        names = ("take", "title", "frequency")
        return [(item, *(self[f"{name}_{item.pk}"] for name in names)) for item in self.plan]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        taken = [item for item in self.plan if cleaned.get(f"take_{item.pk}")]
        if not taken:
            self.add_error(None, _("Choose at least one item."))
        for item in taken:
            if not cleaned.get(f"title_{item.pk}"):
                self.add_error(f"title_{item.pk}", _("Give it a name."))
        return {"name": cleaned.get("name", ""), "parts": [self._part(item, cleaned) for item in taken]}

    def _part(self, item: PlanItem, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {
            "kind": item.kind,
            "area": item.area,
            "group": item.group if item.group_id else None,
            "title": cleaned.get(f"title_{item.pk}", ""),
            "frequency": cleaned.get(f"frequency_{item.pk}", ""),
        }
