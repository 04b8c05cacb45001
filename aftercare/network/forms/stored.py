"""What was typed survives when somebody else was first."""

from typing import Any, Self

from django import forms
from django.db.models import Model

from aftercare.core.forms import BaseForm, BaseModelForm


class OverStored(BaseModelForm):
    """Carries the revision that its writer saw."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, instance: Model, initial: dict[str, Any] | None = None, **kwargs):
        initial = {"revision": instance.revision} | (initial or {})
        super().__init__(*args, instance=instance, initial=initial, **kwargs)

    def over(self, stored: Model) -> Self:
        """The typed text again, now over what was stored meanwhile; `differences` names both."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data, instance=stored)
        typed = {name: value for name, value in self.cleaned_data.items() if name in self.compared}
        again.differences = [
            (self.fields[name].label, self.in_words(name, theirs), self.in_words(name, yours))
            for name, yours in typed.items()
            if (theirs := self.stored_value(stored, name)) != yours
        ]
        return again

    @property
    def compared(self) -> tuple[str, ...]:
        return tuple(self.Meta.fields)

    def stored_value(self, stored: Model, name: str) -> Any:
        return getattr(stored, name)

    def in_words(self, name: str, value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(self.in_words(name, one) for one in value) or "—"
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value)) if value not in ("", None) else "—"


class RevisionForm(BaseForm):
    """A button that says what its reader saw."""

    revision = forms.IntegerField()
