"""In which language a paper is printed."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language

from aftercare.core.forms import BaseForm


class LanguageForm(BaseForm):
    """What is not known is the reader's own language."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)

    @property
    def chosen(self) -> str:
        return (self.is_valid() and self.cleaned_data["language"]) or get_language()
