"""Forms for the parts of a plan. What was typed survives when somebody else was first."""

from typing import Any, Self

from crispy_forms.layout import Row
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm
from aftercare.network.models import Service
from supportgroups.models import SupportGroup
from trajectories.dossier.models import Trajectory
from trajectories.plans import telling
from trajectories.plans.models import AGREED, SELF_CARE_AREAS, Kind, LifeArea, Owner, PlanItem, State

PERIOD = ("starts_on", "ends_on", "review_on")
LAYOUTS: dict[str, tuple[str | tuple[str, ...], ...]] = {
    Kind.INDIVIDUAL: ("title", "goal", ("carrier", "place"), "frequency", PERIOD),
    Kind.GROUP: ("group", "title", "goal", ("frequency", "carrier"), PERIOD),
    Kind.FAMILY: ("title", "goal", "participants", ("carrier", "place"), "frequency", PERIOD),
    Kind.MEDICATION: ("title", "goal", ("carrier", "prescriber"), "frequency", PERIOD),
    Kind.SUPPORT_GROUP: ("group", "service", "title", ("place", "frequency"), ("contact", "carrier"), "goal", PERIOD),
    Kind.SELF_CARE: ("area", "title", "goal", ("frequency", "carrier"), PERIOD),
    Kind.COMMUNITY: ("service", "title", ("place", "frequency"), ("contact", "carrier"), "goal", PERIOD),
    Kind.PRACTICAL: (
        "title",
        "area",
        "goal",
        "owner",
        ("carrier", "partner"),
        "service",
        "next_step",
        ("due_on", "review_on"),
    ),
    Kind.SKILL: ("title", "goal", ("frequency", "carrier"), PERIOD),
    Kind.RELATION: ("title", "goal", ("frequency", "carrier"), PERIOD),
    Kind.LIVED_THROUGH: ("title", "goal", ("frequency", "carrier"), PERIOD),
}
"""The fields that each kind asks for; those that belong together stand side by side."""

HELP = {
    "goal": _("In the client’s own words where you can."),
    "frequency": _("For example: every week."),
    "contact": _("A name, and a phone number if there is one."),
    "partner": _("For example the debt help of the municipality."),
    "service": _("From the recovery network of your region. The client then sees its hours and how to reach it."),
    "next_step": _("The first small thing to do, and who does it."),
}
HELP_OF_KIND = {
    Kind.GROUP: {"title": _("Leave empty to use the name of the group.")},
    Kind.SUPPORT_GROUP: {
        "group": _("One of your organisation. Leave empty for a meeting elsewhere."),
        "service": _("A group elsewhere, from the recovery network of your region."),
        "title": _("The name of the meeting. Leave empty to use the name of the group or the service."),
        "place": _("Where a meeting elsewhere is."),
        "frequency": _("For example: Wednesday 20:00."),
    },
    Kind.COMMUNITY: {
        "title": _("Leave empty to use the name of the service."),
        "frequency": _("For example: Wednesday 14:00."),
    },
    Kind.PRACTICAL: {"carrier": _("If somebody else takes care of it.")},
    Kind.SKILL: {"frequency": _("For example: at craving, or every evening.")},
    Kind.LIVED_THROUGH: {"title": _("No more than the relative wants to have written down.")},
}
ELSEWHERE = {
    "title": _("Choose a group, or say what the meeting is called."),
    "place": _("Choose a group, or say where the meeting is."),
    "frequency": _("Choose a group, or say on which day the meeting is."),
}
"""What a support group says that is no group of the organisation."""

FAMILY_AT_LEAST = 4
"""So many rows for participants, and always two that are empty."""


class ItemForm(BaseModelForm):
    """Shows just the fields of the item's kind."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PlanItem
        fields = (
            "title",
            "goal",
            "frequency",
            "carrier",
            "area",
            "group",
            "service",
            "place",
            "contact",
            "prescriber",
            "owner",
            "partner",
            "next_step",
            "due_on",
            "starts_on",
            "ends_on",
            "review_on",
            "state",
        )
        widgets = {"goal": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, trajectory: Trajectory, instance: PlanItem, initial: dict | None = None, **kwargs):
        initial = {"revision": instance.revision} | (initial or {})
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.trajectory, self.kind = trajectory, instance.kind
        self.pairs: list[tuple[str, str]] = []
        rows = LAYOUTS[self.kind]
        asked = {name for row in rows for name in ([row] if isinstance(row, str) else row)}
        is_new = instance.changed_by_id is None
        for name in self.Meta.fields:
            if name not in asked and not (name == "state" and is_new):
                del self.fields[name]
        self._word()
        if is_new:
            del self.fields["revision"]
            self.fields["state"].choices = [(state, state.label) for state in (State.PLANNED, State.ACTIVE)]
        for name in ("group", "service", "area", "owner"):
            if name in self.fields:
                getattr(self, f"_offer_{name}")()
        self.layout = (*self._rows(rows), "state" if is_new else "revision")

    def _word(self) -> None:
        help_of_kind = HELP | HELP_OF_KIND.get(self.kind, {})
        for name in self.fields.keys() & set(AGREED):
            self.fields[name].label = telling.label(self.kind, name)
            self.fields[name].help_text = help_of_kind.get(name, "")

    def _rows(self, rows: tuple[str | tuple[str, ...], ...]) -> list[str | Row]:
        laid_out: list[str | Row] = []
        for row in rows:
            if row == "participants":
                laid_out += self._ask_participants()
            else:
                laid_out.append(row if isinstance(row, str) else Row(*row))
        return laid_out

    def _ask_participants(self) -> list[Row]:
        known = self.instance.participants
        for number in range(1, max(FAMILY_AT_LEAST, len(known) + 2) + 1):
            names = (f"participant_{number}", f"relation_{number}")
            initial = known[number - 1] if number <= len(known) else ("", "")
            for name, label, value in zip(names, (_("Who takes part"), _("Relation")), initial, strict=True):
                field = forms.CharField(label=f"{label} ({number})", initial=value, max_length=60, required=False)
                self.fields[name] = field
            self.pairs.append(names)
        return [Row(*names) for names in self.pairs]

    def _offer_group(self) -> None:
        offered = Q(ended_at=None) | Q(pk=self.instance.group_id)
        self.fields["group"].queryset = SupportGroup.objects.filter(offered, organisation=self.trajectory.organisation)
        self.fields["group"].required = self.kind == Kind.GROUP
        self.fields["title"].required = False

    def _offer_service(self) -> None:
        listed = Service.objects.published().filter(region=self.trajectory.organisation.region_id)
        offered = listed | Service.objects.filter(pk=self.instance.service_id)
        self.fields["service"].queryset = offered.by_block()
        self.fields["service"].label_from_instance = lambda service: f"{service.name} ({service.provider})"
        if self.kind == Kind.COMMUNITY:
            self.fields["title"].required = False

    def _offer_area(self) -> None:
        is_self_care = self.kind == Kind.SELF_CARE
        areas = SELF_CARE_AREAS if is_self_care else LifeArea
        empty = [] if is_self_care else [("", "—")]
        self.fields["area"].choices = empty + [(area.value, area.label) for area in areas]
        self.fields["area"].required = is_self_care

    def _offer_owner(self) -> None:
        self.fields["owner"].choices = Owner.choices
        self.fields["owner"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "service" in self.fields:
            self._clean_service(cleaned)
        if "group" in self.fields:
            self._clean_group(cleaned)
        if "owner" in self.fields:
            self._clean_owner(cleaned)
        if self.pairs:
            self._clean_participants(cleaned)
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("This is before the start."))
        return cleaned

    def _clean_service(self, cleaned: dict[str, Any]) -> None:
        service = cleaned.get("service")
        if service and cleaned.get("group"):
            self.add_error("service", _("Choose a group of your own or a service, not both."))
        elif service and self.kind != Kind.PRACTICAL:
            cleaned["title"] = cleaned.get("title") or service.name
        elif not service and self.kind == Kind.COMMUNITY and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", _("Choose a service, or say what it is."))
        if service and cleaned.get("owner") == Owner.PARTNER:
            cleaned["partner"] = cleaned.get("partner") or service.provider

    def _clean_group(self, cleaned: dict[str, Any]) -> None:
        group = cleaned.get("group")
        if group:
            cleaned["title"] = cleaned.get("title") or group.name
            cleaned |= {name: "" for name in ("place", "contact") if name in cleaned}
        elif self.kind == Kind.SUPPORT_GROUP and not cleaned.get("service") and "group" not in self.errors:
            for name, lacking in ELSEWHERE.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, lacking)

    def _clean_participants(self, cleaned: dict[str, Any]) -> None:
        """One list of names with their relation; who is not named is left out."""
        pairs = [[cleaned.pop(name, ""), cleaned.pop(relation, "")] for name, relation in self.pairs]
        cleaned["participants"] = [pair for pair in pairs if pair[0]]
        if not cleaned["participants"]:
            self.add_error(self.pairs[0][0], _("Name at least one person who takes part."))

    def _clean_owner(self, cleaned: dict[str, Any]) -> None:
        owner = cleaned.get("owner")
        needed = {Owner.PARTNER: "partner", Owner.OTHER: "carrier"}.get(owner)
        if needed and not cleaned.get(needed):
            self.add_error(needed, _("Say who takes care of it."))
        if owner != Owner.OTHER:
            cleaned["carrier"] = ""

    def over(self, stored: PlanItem, **seen: int) -> Self:
        """The typed text again, now over what somebody else stored; `seen` are further revisions to show."""
        data = self.data.copy()
        for name, revision in {"revision": stored.revision, **seen}.items():
            data[name] = revision
        again = type(self)(data, trajectory=self.trajectory, instance=stored)
        typed = {name: value for name, value in self.cleaned_data.items() if name in AGREED}
        of_typed = PlanItem(kind=self.kind, **typed)
        again.differences = [
            (telling.label(self.kind, name), telling.text(stored, name) or "—", telling.text(of_typed, name) or "—")
            for name, value in typed.items()
            if value != getattr(stored, name)
        ]
        return again


class TickForm(BaseForm):
    done = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda answer: answer == "yes")


class StateForm(BaseForm):
    state = forms.ChoiceField(choices=State.choices)
    revision = forms.IntegerField()


class RevisionForm(BaseForm):
    """A button that says what its reader saw."""

    revision = forms.IntegerField()
