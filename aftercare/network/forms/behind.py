"""Preconditions and knowledge, about a service or about a building block in the whole region."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.network.forms.stored import OverStored
from aftercare.network.models import Block, Knowledge, Precondition


class BehindForm(OverStored):
    """Asks for the building block when it is about no single service."""

    def __init__(self, *args, instance: Precondition | Knowledge, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        if instance.service_id:
            del self.fields["block"]
        else:
            self.fields["block"].choices = [("", _("The region as a whole")), *Block.choices]
        if instance.changed_by_id is None:
            del self.fields["revision"]


class PreconditionForm(BehindForm):
    class Meta:
        model = Precondition
        fields = ("block", "title", "standing", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": _("For example: a peer worker with paid hours."),
            "block": _("It then counts for every service of that building block in the region."),
        }


class KnowledgeForm(BehindForm):
    link = forms.URLField(label=_("link to the source"), max_length=200, required=False, assume_scheme="https")

    class Meta:
        model = Knowledge
        fields = ("block", "kind", "text", "source", "link")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "text": _("What was found or learned, in a few sentences. Nothing by which a client is known."),
            "block": _("It then stands with every service of that building block in the region."),
        }


FORMS = {Precondition: PreconditionForm, Knowledge: KnowledgeForm}
