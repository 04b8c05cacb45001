"""A definition, from a file or typed; and what it is called here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm

BIGGEST = 200_000


class DefinitionForm(BaseForm):
    """Gives `text`: of the file when there is one, else what stands in the field."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput({"accept": ".toml,.txt"}),
        help_text=_("A definition in TOML, at most 200 kB. What is in it comes to stand in the field below."),
    )
    text = forms.CharField(
        label=_("Definition"),
        required=False,
        max_length=BIGGEST,
        strip=False,
        widget=forms.Textarea({"rows": 18, "spellcheck": "false", "class": "font-monospace"}),
    )
    layout = ("file", "text")

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > BIGGEST:
            raise forms.ValidationError(_("This file is bigger than 200 kB."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This file is no text in UTF-8. Save it again as UTF-8.")) from None

    def clean(self) -> dict:
        """The text of a file comes to stand in the field, so that it can be mended and sent again."""
        cleaned = super().clean()
        text = (cleaned.get("file") or cleaned.get("text") or "").replace("\r\n", "\n")
        if not text.strip() and not self.errors:
            self.add_error("text", _("Choose a file, or paste the definition here."))
        self.data = self.data.copy()
        self.data["text"] = text
        return cleaned | {"text": text}


class NewForm(DefinitionForm):
    organisation = forms.ModelChoiceField(label=_("organisation"), queryset=None, empty_label=None)
    slug = forms.SlugField(
        label=_("Short name"), max_length=40, help_text=_("Letters, digits and dashes, such as “day-structure”.")
    )
    layout = ("organisation", "slug", "file", "text")

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if len(places := list(organisations)) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = places[0]
