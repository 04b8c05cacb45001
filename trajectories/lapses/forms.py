"""One small form per tap of telling, and the counsellor's form for what was told in a conversation."""

from datetime import date
from typing import Self

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm
from trajectories.lapses.models import Extent, Lapse

STILL_TO_COME = _("This day is still to come.")
OWN = {"rows": 5, "class": "nz-own"}


class DayForm(BaseForm):
    """A day, or the answer that one does not want to say it."""

    on = forms.DateField(label=_("Another day"), required=False)
    unsaid = forms.BooleanField(required=False)

    def clean_on(self) -> date | None:
        return not_to_come(self.cleaned_data["on"])

    def clean(self):
        cleaned = super().clean()
        unsaid = cleaned.pop("unsaid", False)
        if unsaid:
            cleaned["on"] = None
        elif not self.errors and not cleaned["on"]:
            self.add_error("on", _("Choose a day, or tap that you would rather not say."))
        return cleaned


class FirstTapForm(DayForm):
    key = forms.UUIDField(required=False)


class ExtentForm(BaseForm):
    extent = forms.ChoiceField(choices=Extent.choices)


class WordsForm(BaseModelForm):
    """One question in own words; what was typed survives when somebody else was first."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Lapse
        fields = ("what", "before", "after", "learned")
        widgets = dict.fromkeys(fields, forms.Textarea(attrs=OWN))

    def __init__(self, *args, question: str, label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.question, self.label = question, label
        self.fields = {name: self.fields[name] for name in (question, "revision")}
        self.fields[question].label = label
        self.initial["revision"] = self.instance.revision

    def over(self, stored: Lapse) -> Self:
        """The typed text again, now over the revision that somebody else stored."""
        data = self.data.copy()
        data["revision"] = stored.revision
        return type(self)(data, instance=stored, question=self.question, label=self.label)


class RecordForm(BaseModelForm):
    """What the client told, in the counsellor's words; only what was learned is always the client's."""

    layout = (Row("on", "extent"), "what", "before", "after", "learned", "revision")

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Lapse
        fields = ("on", "extent", "what", "before", "after", "learned")
        labels = {
            "on": _("Day"),
            "extent": _("How long"),
            "what": _("What it was"),
            "before": _("What came before"),
            "after": _("What happened next"),
            "learned": _("What was learned, in the client’s own words"),
        }
        help_texts = {"after": _("Also what the client did well, and who helped.")}
        widgets = dict.fromkeys(("what", "before", "after"), forms.Textarea(attrs={"rows": 2})) | {
            "learned": forms.Textarea(attrs={"rows": 2, "class": "nz-own"})
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["extent"].choices = [("", _("Not said")), *Extent.choices]
        if self.instance.told_by_id is None:
            del self.fields["revision"]
            self.layout = self.layout[:-1]
        else:
            self.initial["revision"] = self.instance.revision

    def clean_on(self) -> date | None:
        return not_to_come(self.cleaned_data["on"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(value for name, value in cleaned.items() if name != "revision"):
            self.add_error(None, _("Write down at least when it was, or what was told."))
        return cleaned

    def over(self, stored: Lapse) -> Self:
        """The typed text again, now over the revision that somebody else stored."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data, instance=stored)
        again.differences = [
            (self.fields[name].label, _shown(stored, name), _shown(Lapse(**{name: typed}), name))
            for name, typed in self.cleaned_data.items()
            if name != "revision" and typed != getattr(stored, name)
        ]
        return again


def not_to_come(on: date | None) -> date | None:
    if on and on > timezone.localdate():
        raise forms.ValidationError(STILL_TO_COME)
    return on


def _shown(lapse: Lapse, name: str) -> str:
    value = lapse.get_extent_display() if name == "extent" else getattr(lapse, name)
    return date_format(value, "j F Y") if isinstance(value, date) else str(value or "—")
