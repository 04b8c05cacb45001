"""Reminders or none, and the own words of the plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm
from trajectories.plans.forms.goals import GoalForm


class RemindersForm(BaseForm):
    gets_letters = forms.TypedChoiceField(
        label=_("Reminders"), choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda value: value == "yes"
    )


class OwnWordsForm(GoalForm):
    """The goal may wait."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
