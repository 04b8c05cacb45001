"""A file; how it is read; which column is what."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import User
from aftercare.core import tables
from aftercare.core.forms import BaseForm
from aftercare.core.tables import dates
from aftercare.core.tables.headings import plain
from aftercare.core.tables.text import DELIMITERS, ENCODINGS
from trajectories.imports.columns import DATES, Column, Field
from trajectories.imports.models import ClientImport
from trajectories.imports.sitting import Opened, guessed, remembered


class UploadForm(BaseForm):
    """Gives `name` and `content`; what is in it is for the reading to judge."""

    organisation = forms.ModelChoiceField(label=_("organisation"), queryset=None, empty_label=None)
    file = forms.FileField(
        label=_("file"),
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx"}),
        help_text=_("CSV or XLSX, at most 5 MB and 5,000 rows. The first row holds the headings."),
        error_messages={"empty": _("This file is empty.")},
    )

    layout = ("organisation", "file")

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if len(places := list(organisations)) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = places[0]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > tables.BIGGEST:
            raise forms.ValidationError(_("This file is bigger than 5 MB. Split it into several files."))
        return file

    @property
    def answers(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        name = "".join(letter for letter in PurePosixPath(file.name).name if letter.isprintable())
        return {"organisation": self.cleaned_data["organisation"], "name": name, "content": file.read()}


class ReadForm(BaseForm):
    """Only what this kind of file leaves open: encoding and delimiter, or the sheet."""

    encoding = forms.ChoiceField(label=_("letters saved as"), choices=ENCODINGS.items())
    delimiter = forms.ChoiceField(label=_("between the columns"), choices=DELIMITERS.items())
    sheet = forms.ChoiceField(label=_("sheet"))

    def __init__(self, *args, opened: Opened, **kwargs):
        read = opened.read
        initial = {"encoding": read.encoding, "delimiter": read.delimiter, "sheet": read.sheet}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in read.sheets]
        for name in ["sheet"] if read.is_text else ["encoding", "delimiter"]:
            del self.fields[name]

    @property
    def is_needed(self) -> bool:
        return "sheet" not in self.fields or len(self.fields["sheet"].choices) > 1


class ColumnsForm(BaseForm):
    """A choice for each column, `column-<place>`; the order of dates where the file leaves it open."""

    counsellor = forms.ModelChoiceField(
        label=_("counsellor for rows without one"), queryset=None, required=False, empty_label=_("Nobody")
    )
    date_order = forms.ChoiceField(
        label=_("which number comes first in these dates?"),
        choices=dates.Order.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose, so that no date is read the wrong way round.")},
    )

    def __init__(self, *args, imported: ClientImport, opened: Opened, counsellors: list[User], **kwargs):
        memory, matched = remembered(imported), imported.matched
        initial = {
            "counsellor": matched.get("counsellor"),
            "date_order": matched.get("date_order") or memory.date_order or None,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.opened = opened
        self.fields["counsellor"].queryset = User.objects.filter(pk__in=[one.pk for one in counsellors])
        choices = [("", _("Leave out")), *Field.choices]
        found = guessed(imported, opened)
        for column in opened.layout.columns:
            self.fields[self.name_of(column)] = forms.ChoiceField(
                label=column.heading or _("Column %(letter)s") % {"letter": column.letter},
                choices=choices,
                required=False,
                initial=found.get(column.place, ""),
            )
        self.evidence = opened.dates_in(self._date_places())
        self.fields["date_order"].required = self.evidence.must_ask
        if self.evidence.must_ask:
            self.fields["date_order"].help_text = _("“%(date)s” can be read in two ways.") % {
                "date": self.evidence.example
            }

    @staticmethod
    def name_of(column: Column) -> str:
        return f"column-{column.place}"

    def _date_places(self) -> list[int]:
        """The columns that are dates, as chosen now or as guessed."""
        return [column.place for column in self.opened.layout.columns if self._chosen(column) in DATES]

    def _chosen(self, column: Column) -> str:
        return self[self.name_of(column)].value() or ""

    @property
    def matches(self) -> list[tuple[Column, forms.BoundField]]:
        return [(column, self[self.name_of(column)]) for column in self.opened.layout.columns]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        taken: dict[str, Column] = {}
        for column in self.opened.layout.columns:
            field = data.get(self.name_of(column), "")
            if field and field in taken:
                words = {"field": Field(field).label, "other": taken[field].heading or taken[field].letter}
                self.add_error(self.name_of(column), _("%(field)s is “%(other)s” already.") % words)
            elif field:
                taken[field] = column
        if not {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME} & taken.keys():
            self.add_error(None, _("Say which column holds the name."))
        if Field.COUNSELLOR not in taken and not data.get("counsellor") and "counsellor" not in self.errors:
            self.add_error("counsellor", _("No column names the counsellor. Choose who carries these people."))
        return data

    @property
    def answers(self) -> dict[str, Any]:
        """As the action takes them; what a heading means is remembered, also that it is left out."""
        data = self.cleaned_data
        chosen = [(column, data[self.name_of(column)]) for column in self.opened.layout.columns]
        return {
            "columns": {column.place: field for column, field in chosen if field},
            "headings": {plain(column.heading): field for column, field in chosen if plain(column.heading)},
            "date_order": data["date_order"] if self.evidence.must_ask else "",
            "counsellor": data["counsellor"],
        }


class ConfirmForm(BaseForm):
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    other = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args, rows: list[int] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [(row, row) for row in rows or []]
