"""One question; a schedule; a pause."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm
from trajectories.checkins import library
from trajectories.checkins.models import CheckInSchedule
from trajectories.checkins.questionnaire import LONGEST, Answer, Item
from trajectories.dossier.models import Trajectory

USUAL_ZONES = ["Europe/Amsterdam", "America/Aruba", "America/Curacao", "America/Paramaribo", "Europe/London"]
CONTINENTS = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
EVERY_WEEKS = [
    (1, _("Every week")),
    (2, _("Every two weeks")),
    (4, _("Every four weeks")),
    (13, _("Every three months")),
]


class AnswerForm(forms.Form):
    """The answer to one item. `kept`: it was answered before, so that leaving it is fine."""

    def __init__(self, *args, item: Item, answer: Answer = None, kept: bool = False, closing: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.item, self.kept = item, kept
        self.fields["answer"] = self._field(item, initial=answer)
        if closing:
            note = forms.Textarea(attrs={"rows": 4, "class": "form-control nz-own", "aria-labelledby": "closing"})
            self.fields["note"] = forms.CharField(required=False, max_length=1000, widget=note)

    def _field(self, item: Item, *, initial: Answer) -> forms.Field:
        if item.kind == "words":
            about = {"aria-labelledby": "q"} | ({"aria-describedby": "h"} if item.help else {})
            widget = forms.Textarea({"rows": 4, "class": "form-control nz-own"} | about)
            return forms.CharField(max_length=LONGEST, widget=widget, initial=initial, required=False)
        choices = [(str(value), str(value)) for value in item.values]
        if item.options:
            choices = [(str(option.value), str(option.text)) for option in item.options]
        errors = {"required": _("Choose an answer, or pass over this question.")}
        if item.kind == "many":
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(
                choices=choices, widget=widget, initial=initial, required=not self.kept, error_messages=errors
            )
        return forms.ChoiceField(
            choices=choices, widget=forms.RadioSelect, initial=initial, required=not self.kept, error_messages=errors
        )

    def clean_answer(self) -> Answer:
        """The answer as the questionnaire keeps it; None when it was left as it is."""
        given = self.cleaned_data["answer"]
        if not given:
            return None
        if self.item.kind == "words":
            return given
        answer = given if self.item.kind == "many" else next(value for value in self.item.values if str(value) == given)
        if not self.item.accepts(answer):
            alone = next(option.text for option in self.item.options if option.alone)
            raise forms.ValidationError(_("“%(answer)s” does not go together with another answer.") % {"answer": alone})
        return answer


def zone_choices() -> list:
    zones = sorted(name for name in available_timezones() if name.partition("/")[0] in CONTINENTS)
    return [(_("Often used"), _spoken(USUAL_ZONES)), (_("All"), _spoken(zones))]


def _spoken(zones: list[str]) -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in zones]


class ScheduleForm(BaseModelForm):
    instrument = forms.ChoiceField(label=_("Questionnaire"))
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    every_weeks = forms.TypedChoiceField(label=_("How often"), choices=EVERY_WEEKS, coerce=int)

    class Meta:
        model = CheckInSchedule
        fields = ["instrument", "weekday", "wall_time", "every_weeks", "starts_on", "zone"]

    def __init__(self, *args, trajectory: Trajectory, **kwargs):
        super().__init__(*args, **kwargs)
        questionnaires = library.available(trajectory.kind)
        self.fields["instrument"].choices = [(one.id, str(one.title)) for one in questionnaires]
        if not self.initial.get("instrument"):
            self.initial["instrument"] = library.usual(trajectory.kind).id
        if len(questionnaires) == 1:
            self.fields["instrument"].widget = forms.HiddenInput()


class PauseForm(BaseForm):
    paused_from = forms.DateField(label=_("First day"))
    paused_until = forms.DateField(label=_("Last day"))

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("paused_from"), cleaned.get("paused_until")
        if first and last and last < first:
            self.add_error("paused_until", _("The last day cannot be before the first."))
        return cleaned
