"""A directory from a file: the file itself, and what was read in it on its way to being confirmed."""

from datetime import timedelta

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.core import tables
from aftercare.core.forms import BaseForm

SALT = "network.import"
READABLE = timedelta(days=1)


def carried(region_id, rows: list) -> str:
    """What was read, signed, so that nothing has to be kept between looking and confirming."""
    return signing.dumps({"region": str(region_id), "rows": rows}, salt=SALT, compress=True)


class FileForm(BaseForm):
    file = forms.FileField(
        label=gettext_lazy("CSV or Excel file (.xlsx)"),
        help_text=gettext_lazy("The first row holds the headings. Begin with the file of your own region."),
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx,.txt"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > tables.BIGGEST:
            raise forms.ValidationError(_("This file is bigger than 5 MB. Split it into several files."))
        return file.read()


class ConfirmForm(BaseForm):
    rows = forms.CharField()
    seen = forms.CharField()
    reviewed = forms.BooleanField(required=False)

    def __init__(self, *args, region_id, **kwargs):
        super().__init__(*args, **kwargs)
        self.region_id = region_id

    def clean_rows(self) -> list[tuple[int, dict[str, str]]]:
        try:
            told = signing.loads(self.cleaned_data["rows"], salt=SALT, max_age=READABLE)
        except signing.BadSignature:
            told = {"region": "", "rows": []}
        if told["region"] != str(self.region_id):
            raise forms.ValidationError(_("Upload the file once more."))
        return [(number, cells) for number, cells in told["rows"]]
