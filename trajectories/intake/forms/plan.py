"""The last step: a goal, and suggestions to tick, each with words that can be changed."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trajectories.intake.forms.base import StepForm
from trajectories.intake.models import Step
from trajectories.intake.suggestions import TITLE, Suggestion, suggest
from trajectories.intake.told import Told
from trajectories.plans.models import KINDS_WITH, Goal, State


class PlanForm(StepForm):
    """Two fields for each suggestion: `take-<key>` and `title-<key>`."""

    step = Step.PLAN
    lead = _("A first plan, to begin with. The client sees it at once, and together you make it personal.")

    goal = forms.CharField(
        label=_("goal, in the client’s own words"),
        max_length=Goal._meta.get_field("text").max_length,
        required=False,
        widget=forms.Textarea({"rows": 3, "class": "nz-own"}),
        help_text=_("What do they want to reach or keep? One or two sentences are enough."),
    )
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)

    layout = ("revision", "replaces", "goal")

    def stored(self) -> dict[str, Any]:
        goal = self.told.trajectory.goals.current().first()
        return {"goal": goal and goal.text, "replaces": goal and goal.pk}

    def adapt(self) -> None:
        self.suggestions = suggest(self.told, by=self.by)
        for one in self.suggestions:
            self.fields |= {
                f"take-{one.key}": forms.BooleanField(label=one.title, initial=one.ticked, required=False),
                f"title-{one.key}": forms.CharField(
                    label=_("in the plan as"), initial=one.title, max_length=TITLE, required=False
                ),
            }

    @property
    def offered(self) -> list[tuple[Suggestion, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"take-{one.key}"], self[f"title-{one.key}"]) for one in self.suggestions]

    @property
    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "revision": data["revision"],
            "goal": data["goal"],
            "replaces": data["replaces"],
            "items": [self._item(one) for one in self.suggestions if data[f"take-{one.key}"]],
        }

    def _item(self, one: Suggestion) -> dict[str, Any]:
        """A group begins once there is a place in it; the rest begins with the trajectory."""
        start = self.told.trajectory.starts_on
        begins = one.kind not in KINDS_WITH["group"] and start <= timezone.localdate()
        return {
            "kind": one.kind,
            "title": self.cleaned_data[f"title-{one.key}"] or one.title,
            "starts_on": max(start, timezone.localdate()),
            "state": State.ACTIVE if begins else State.PLANNED,
            **one.details,
        }

    def over(self, told: Told) -> "PlanForm":
        again = super().over(told)
        goal = told.trajectory.goals.current().first()
        again.data["replaces"] = goal.pk if goal else ""
        return again
