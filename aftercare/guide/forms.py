"""A text of the guide, the word that goes with an edition, and what a reader says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm
from aftercare.guide.models import Edition, Passage, Remark


class PassageForm(BaseModelForm):
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Passage
        fields = ("title", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 16})}
        help_texts = {"text": _("Plain text. An empty line begins a new paragraph.")}

    def __init__(self, *args, instance: Passage | None = None, **kwargs):
        super().__init__(
            *args, instance=instance, initial={"revision": instance.revision if instance else None}, **kwargs
        )

    def over(self, stored: Passage) -> "PassageForm":
        """The typed text again, now over the revision that somebody else stored."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data, instance=stored)
        again.differences = [
            (again.fields[name].label, getattr(stored, name), self.cleaned_data[name])
            for name in self.Meta.fields
            if getattr(stored, name) != self.cleaned_data[name]
        ]
        return again


class PublishForm(BaseModelForm):
    class Meta:
        model = Edition
        fields = ("news",)
        widgets = {"news": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"news": _("Readers see this above the guide.")}


class RemarkForm(BaseModelForm):
    """About a text also how it could be; about a building block only words."""

    class Meta:
        model = Remark
        fields = ("text", "proposed")
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "proposed": forms.Textarea(attrs={"rows": 12})}
        help_texts = {
            "text": _("Write nothing about your own care here: the design team reads it."),
            "proposed": _("Only if you want: change the words below as you would have them."),
        }

    def __init__(self, *args, published: str | None, **kwargs):
        super().__init__(*args, initial={"proposed": published}, **kwargs)
        self.published = published
        if published is None:
            del self.fields["proposed"]

    def clean_proposed(self):
        """What was left as it stood is no proposal."""
        proposed = self.cleaned_data["proposed"].replace("\r\n", "\n").strip()
        return "" if proposed == self.published.replace("\r\n", "\n").strip() else proposed

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("text") and not cleaned.get("proposed"):
            self.add_error("text", _("Say something, or change the text."))
        return cleaned


class AnswerForm(BaseForm):
    answer = forms.CharField(
        label=_("answer"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, needed: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = needed
