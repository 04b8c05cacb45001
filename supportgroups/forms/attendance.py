"""The roll of one session: one row of choices per participant."""

import re
from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import User
from aftercare.core.forms import BaseForm
from supportgroups import roll
from supportgroups.forms.refusing import Refusable
from supportgroups.models import Attendance


class AttendanceForm(Refusable, BaseForm):
    """One row of choices per participant. Only rows that were touched count, so nobody undoes a colleague's mark."""

    note = forms.CharField(
        label=_("About the meeting, without names"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )

    def __init__(self, *args, lines: Iterable[roll.Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[name_of(line)] = forms.ChoiceField(
                label=line.person.name,
                choices=Attendance.Mark,
                initial=line.mark,
                required=False,
                show_hidden_initial=True,
                widget=forms.RadioSelect,
            )

    def clean_note(self) -> str:
        """Whoever reads it has a file of their own; nobody is named in another's."""
        note = self.cleaned_data["note"]
        if named := [line.person.name for line in self.lines if _names(note, line.person)]:
            raise ValidationError(
                _("This names %(names)s. Write it without names: it is about the whole group.")
                % {"names": get_text_list(named, _("and"))}
            )
        return note

    def rows(self) -> list[tuple[roll.Line, forms.BoundField]]:
        return [(line, self[name_of(line)]) for line in self.lines]

    def marks(self) -> dict[UUID, str]:
        chosen = {line.person.pk: self.cleaned_data[name_of(line)] for line in self.lines if self._touched(line)}
        return {pk: mark for pk, mark in chosen.items() if mark}

    def marks_with_everyone_present(self) -> dict[UUID, str]:
        """As chosen, and present for whoever has no mark yet."""
        unmarked = {line.person.pk: str(Attendance.Mark.PRESENT) for line in self.lines if not line.mark}
        return unmarked | self.marks()

    def _touched(self, line: roll.Line) -> bool:
        return name_of(line) in self.changed_data


def _names(note: str, person: User) -> bool:
    words = {person.short_name, *person.name.split()}
    return any(re.search(rf"\b{re.escape(word)}\b", note) for word in words if word[:1].isupper() and len(word) > 2)


def name_of(line: roll.Line) -> str:
    return f"mark_{line.person.pk.hex}"
