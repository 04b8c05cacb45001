"""What is noted of a medicine, why it stopped, what the client tells of it and what came of that."""

from typing import Any, Self

from crispy_forms.layout import Row
from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm, PhoneField
from trajectories.medication.models import TOLD, Medicine, MedicineReport


class MedicineForm(BaseModelForm):
    layout = ("name", Row("dose", "times"), "reason", Row("prescriber", "phone"), Row("since", "until"), "revision")

    phone = PhoneField(label=_("Phone of the prescriber or the pharmacy"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    differences: list[tuple[str, Any, Any]] = []

    class Meta:
        model = Medicine
        fields = TOLD
        labels = {"dose": _("How much")}
        help_texts = {
            "name": _("As it stands on the box or the prescription."),
            "dose": _("Copy it, for example “50 mg, 1 tablet”. The portal gives no advice about it."),
            "times": _("For example: in the morning with breakfast."),
            "until": _("Leave empty when no end was agreed."),
        }

    def __init__(self, *args, instance: Medicine | None = None, **kwargs):
        super().__init__(*args, instance=instance, initial={"revision": instance and instance.revision}, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the start."))
        return cleaned

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0

    @property
    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TOLD}

    def over(self, stored: Medicine) -> Self:
        """What was typed, now over what somebody else stored, with where the two differ."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data, instance=stored)
        again.differences = [
            (self.fields[name].label, getattr(stored, name) or "—", typed or "—")
            for name, typed in self.told.items()
            if getattr(stored, name) != typed
        ]
        return again


class StopForm(BaseForm):
    reason = forms.CharField(label=_("Why it stopped"), max_length=200)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def over(self, stored: Medicine) -> Self:
        """The reason that was typed, now over what somebody else stored."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data)
        again.add_error(
            None, _("Somebody changed this medicine meanwhile. Look at it, and stop it if that still holds.")
        )
        return again


class TellForm(BaseForm):
    """Something to bring up, at any time."""

    class About(TextChoices):
        SIDE_EFFECT = "side_effect", _("A side effect")
        QUESTION = "question", _("A question")
        NOT_TAKEN = "not_taken", _("I did not take it, or took it differently")
        OTHER = "other", _("Something else")

    about = forms.ChoiceField(label=_("What is it about?"), choices=About.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In your own words"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "class": "nz-own"}),
    )

    @property
    def told(self) -> dict[str, str]:
        """As actions.tell takes it."""
        about, told = self.cleaned_data["about"], {"text": self.cleaned_data["text"]}
        if about == self.About.SIDE_EFFECT:
            told["effect"] = MedicineReport.Effect.SOME
        if about == self.About.NOT_TAKEN:
            told["taken"] = MedicineReport.Taken.PARTLY
        return told


class DiscussForm(BaseForm):
    outcome = forms.CharField(label=_("What came of it"), max_length=300, required=False)
