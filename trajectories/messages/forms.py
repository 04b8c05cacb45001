"""What somebody writes, and the files with it. Each page makes a key, so that a double submit is one message."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.core import uploads
from aftercare.core.forms import BaseForm
from aftercare.core.ids import new_id
from aftercare.core.uploads import CheckedFile, FileRefused, names
from trajectories.messages.models import LONGEST, MOST_FILES


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.Field):
    """Some files, each checked by its bytes; what is wrong is said with the name of the file."""

    widget = FilesInput

    def to_python(self, value) -> list[CheckedFile]:
        if len(value) > MOST_FILES:
            raise forms.ValidationError(_("Send at most %(count)d files at once.") % {"count": MOST_FILES})
        return [self._checked(file) for file in value]

    @staticmethod
    def _checked(file) -> CheckedFile:
        try:
            return uploads.check(name=file.name, content=file.read())
        except FileRefused as refusal:
            words = {"name": names.stem(file.name), "refusal": refusal}
            raise forms.ValidationError(_("%(name)s: %(refusal)s Choose your files again.") % words) from refusal


class MessageForm(BaseForm):
    """`without_files` when the request was too large to take them from."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id, required=False)
    text = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    files = FilesField(
        label=gettext_lazy("Files with it"),
        required=False,
        widget=FilesInput(attrs={"accept": uploads.ACCEPT}),
        help_text=gettext_lazy("At most 3: PDF, a picture or plain text, up to 5 MB each."),
    )

    def __init__(self, *args, without_files: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.without_files = without_files
        del self.fields["text"].widget.attrs["maxlength"]  # a browser would cut what is pasted, and not say so

    def clean(self) -> dict:
        data = super().clean()
        if self.without_files:
            self.add_error("files", _("Together these files are too large to send. Send them one by one."))
        elif not self.errors and not data["text"] and not data["files"]:
            self.add_error("text", _("Write something, or choose a file."))
        return data
