"""What one takes along, why one writes nothing, why it closes now, and words for coming back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm
from trajectories.closing.models import ClosingWords

TO_CLIENT = {
    "summary": _("What do you take along from this time?"),
    "helped": _("What helped you?"),
    "watch_for": _("What do you watch for?"),
}


def area(label: str, *, rows: int, longest: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, widget=forms.Textarea({"rows": rows}))


class WordsForm(BaseForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    summary = area(_("How it went, in short"), rows=4, longest=2000)
    helped = area(_("What helped"), rows=2, longest=1000)
    watch_for = area(_("What to watch for"), rows=2, longest=1000)

    def __init__(self, *args, words: ClosingWords | None, by_client: bool, **kwargs):
        written = {name: getattr(words, name) for name in ("revision", *TO_CLIENT)} if words else {"revision": 0}
        super().__init__(*args, initial=written, **kwargs)
        for name in TO_CLIENT if by_client else ():
            self.fields[name].label = TO_CLIENT[name]

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not any(data.get(name) for name in TO_CLIENT):
            self.add_error("summary", _("Write something in one of the fields, or say why you write nothing."))
        return data

    def look_again(self, words: ClosingWords) -> None:
        """Sending it once more means knowing what was written by now."""
        self.data = self.data.copy()
        self.data["revision"] = words.revision


class SkipForm(BaseForm):
    because = forms.CharField(label=_("Why not?"), max_length=200)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0


class CloseForm(BaseForm):
    because = forms.CharField(
        label=_("Why it closes now"),
        help_text=_("You did not agree on this end together, so say why."),
        max_length=300,
    )

    def __init__(self, *args, agreed: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if agreed:
            del self.fields["because"]


class ReturnForm(BaseForm):
    words = forms.CharField(
        label=_("Do you want to say something with it?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
