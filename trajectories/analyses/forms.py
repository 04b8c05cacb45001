"""One question at a time, in own words."""

from typing import Self

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseModelForm
from trajectories.analyses.models import QUESTIONS, Analysis

WORDS: dict[str, tuple[Promise, Promise]] = {
    "situation": (_("Where were you, and what was going on?"), _("The place, the time of day, who was there.")),
    "thought": (_("What went through your mind?"), _("Just before it came. Also a thought that you did not like.")),
    "feeling": (_("What did you feel?"), _("In your body too: restless, heavy, warm, empty.")),
    "act": (_("What did you do?"), _("Also what you did to keep going, or who you called.")),
    "short_result": (_("What did it bring you at once?"), _("What was good about it counts as well.")),
    "long_result": (_("And what did it bring later?"), _("That night, the next day, this week.")),
}
"""Each question, and what helps to answer it."""


class WordsForm(BaseModelForm):
    """What was typed survives when somebody else was first."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Analysis
        fields = QUESTIONS
        widgets = dict.fromkeys(QUESTIONS, forms.Textarea(attrs={"rows": 6, "class": "nz-own"}))

    def __init__(self, *args, question: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields = {name: self.fields[name] for name in (question, "revision")}
        self.fields[question].label = WORDS[question][0]
        self.initial["revision"] = self.instance.revision

    def over(self, stored: Analysis) -> Self:
        """The typed text again, now over what somebody else stored."""
        data = self.data.copy()
        data["revision"] = stored.revision
        return type(self)(data, instance=stored, question=self.question)
