"""Reminders or none, and the own words of the plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.forms import NO_NUMBER
from aftercare.core.forms import BaseForm, PhoneField
from aftercare.notifications import sms
from trajectories.plans.forms.goals import GoalForm


class RemindersForm(BaseForm):
    gets_letters = forms.ChoiceField(
        label=_("Reminders"), choices=[("yes", _("Yes")), ("text", _("Text message")), ("no", _("No"))]
    )
    phone = PhoneField(label=_("Your phone number"), required=False)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("gets_letters") == "text" and "phone" in data and not sms.number(data["phone"]):
            self.add_error("phone", NO_NUMBER)
        return data


class OwnWordsForm(GoalForm):
    """The goal may wait."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
