"""A step on screen: fields, sometimes with lines below them, and the revision that the writer saw."""

from typing import Any, Self

from django import forms

from aftercare.accounts.models import User
from aftercare.core.forms import BaseForm
from trajectories.intake.models import Step
from trajectories.intake.told import Told

MOST_LINES = 30
SPARE = 1
"""Empty lines that wait below what was told."""
MORE = 3


class LineForm(BaseForm):
    """One line. Left empty it is no line; `essential` is what it cannot do without."""

    essential: tuple[str, ...] = ()
    lacking = ""

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.values())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if any(data.values()) and not self.errors and not any(data[name] for name in self.essential):
            self.add_error(self.essential[0], self.lacking)
        return data


class StepForm(BaseForm):
    step: Step
    line: type[LineForm] | None = None
    lead = ""
    in_card = True

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, told: Told, by: User, more: bool = False):
        self.told, self.by = told, by
        super().__init__(data, initial={"revision": told.revision(self.step), **self.stored()})
        self.lines = self._lines(data, more=more)
        self.adapt()

    def stored(self) -> dict[str, Any]:
        """What the fields hold when the step is opened."""
        return {}

    def stored_lines(self) -> list[dict[str, Any]]:
        return []

    def adapt(self) -> None:
        """Change the fields to what was told before."""

    def _lines(self, data: Any, *, more: bool) -> forms.BaseFormSet | None:
        if self.line is None:
            return None
        stored = self.stored_lines()
        lines = forms.formset_factory(self.line, extra=MORE if more or not stored else SPARE, max_num=MOST_LINES)
        return lines(data, initial=stored, prefix="line", form_kwargs={"empty_permitted": False})

    def is_valid(self) -> bool:
        lines_are_valid = self.lines is None or self.lines.is_valid()
        return super().is_valid() and lines_are_valid

    @property
    def answers(self) -> dict[str, Any]:
        """As the action of this step takes them."""
        data = dict(self.cleaned_data)
        if self.lines is not None:
            data["rows"] = [form.cleaned_data for form in self.lines if not form.is_blank]
        return data

    def over(self, told: Told) -> Self:
        """What was typed, again, now over what somebody else stored."""
        data = self.data.copy()
        data["revision"] = told.revision(self.step)
        return type(self)(data, told=told, by=self.by)
