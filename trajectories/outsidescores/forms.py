"""One score, as it stands on the result of another system; or a file of them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core import tables
from aftercare.core.forms import BaseForm, BaseModelForm
from trajectories.outsidescores.models import OutsideScore


class OutsideScoreForm(BaseModelForm):
    class Meta:
        model = OutsideScore
        fields = ("instrument", "part", "taken_on", "score")
        help_texts = {"part": _("Only where a questionnaire has several sums, such as a module of the MATE.")}
        widgets = {"score": forms.NumberInput({"step": "0.1", "inputmode": "decimal"})}


class FileForm(BaseForm):
    file = forms.FileField(
        label=_("file"),
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx"}),
        help_text=_("CSV or XLSX, at most 500 rows. The first row holds the headings."),
        error_messages={"empty": _("This file is empty.")},
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > tables.BIGGEST:
            raise forms.ValidationError(_("This file is bigger than 5 MB. Split it into several files."))
        return file.read()
