"""Forms for the parts of a plan. What was typed survives when somebody else was first."""

from datetime import date
from typing import Self

from crispy_forms.layout import Row
from django import forms
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm
from supportgroups.models import SupportGroup
from trajectories.dossier.models import Trajectory
from trajectories.plans.models import SELF_CARE_AREAS, LifeArea, PlanItem

Kind, State = PlanItem.Kind, PlanItem.State

TITLES = {
    Kind.INDIVIDUAL: _("What it is called"),
    Kind.FAMILY: _("What it is called"),
    Kind.GROUP: _("What it is called"),
    Kind.SUPPORT_GROUP: _("What it is called"),
    Kind.MEDICATION: _("Medicine"),
    Kind.SELF_CARE: _("One small thing, in the client’s own words"),
    Kind.COMMUNITY: _("What, and where"),
    Kind.PRACTICAL: _("The problem"),
    Kind.SKILL: _("What to practise"),
}
CARRIERS = {
    Kind.MEDICATION: _("Who prescribes it"),
    Kind.PRACTICAL: _("Who takes care of it"),
    Kind.FAMILY: _("Who takes part"),
}


class ItemForm(BaseModelForm):
    """Fields follow the kind: self-care asks for one of four areas, a group for its group."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PlanItem
        fields = (
            "group",
            "area",
            "title",
            "goal",
            "frequency",
            "carrier",
            "starts_on",
            "ends_on",
            "review_on",
            "state",
        )
        help_texts = {
            "goal": _("What it is for. In the client’s own words where you can."),
            "frequency": _("For example: every week."),
        }
        widgets = {"goal": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, trajectory: Trajectory, instance: PlanItem, **kwargs):
        super().__init__(*args, instance=instance, initial={"revision": instance.revision}, **kwargs)
        self.trajectory = trajectory
        kind = instance.kind
        self.fields["title"].label = TITLES[kind]
        self.fields["carrier"].label = CARRIERS.get(kind, self.fields["carrier"].label)
        self._offer_groups(kind)
        self._offer_areas(kind)
        if instance.changed_by_id is None:
            del self.fields["revision"]
            self.fields["state"].choices = [(state, state.label) for state in (State.PLANNED, State.ACTIVE)]
        else:
            del self.fields["state"]
        self.layout = (
            *(name for name in ("group", "area", "title", "goal") if name in self.fields),
            Row("frequency", "carrier"),
            Row("starts_on", "ends_on", "review_on"),
            *(name for name in ("state", "revision") if name in self.fields),
        )

    def _offer_groups(self, kind: str) -> None:
        if kind not in PlanItem.IN_A_GROUP:
            del self.fields["group"]
            return
        offered = Q(ended_at=None) | Q(pk=self.instance.group_id)
        self.fields["group"].queryset = SupportGroup.objects.filter(offered, organisation=self.trajectory.organisation)
        self.fields["group"].required = kind == Kind.GROUP
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Leave empty to use the name of the group.")

    def _offer_areas(self, kind: str) -> None:
        if kind not in (Kind.SELF_CARE, Kind.PRACTICAL):
            del self.fields["area"]
            return
        areas = SELF_CARE_AREAS if kind == Kind.SELF_CARE else LifeArea
        empty = [] if kind == Kind.SELF_CARE else [("", "—")]
        self.fields["area"].choices = empty + [(area.value, area.label) for area in areas]
        self.fields["area"].required = kind == Kind.SELF_CARE

    def clean(self):
        cleaned = super().clean()
        if "group" in self.fields and not cleaned.get("title"):
            if cleaned.get("group"):
                cleaned["title"] = cleaned["group"].name
            elif not self.errors:
                self.add_error("title", _("Choose a group, or say what it is called."))
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("This is before the start."))
        return cleaned

    def over(self, stored: PlanItem) -> Self:
        """The typed text again, now over the revision that somebody else stored."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data, trajectory=self.trajectory, instance=stored)
        again.differences = [
            (self.fields[name].label, _shown(stored, name), _shown(PlanItem(**{name: typed}), name))
            for name, typed in self.cleaned_data.items()
            if name != "revision" and typed != getattr(stored, name)
        ]
        return again


def _shown(item: PlanItem, name: str) -> str:
    value = item.get_area_display() if name == "area" else getattr(item, name)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value or "—")


class TickForm(BaseForm):
    done = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda answer: answer == "yes")


class StateForm(BaseForm):
    state = forms.ChoiceField(choices=State.choices)
    revision = forms.IntegerField()
