"""One question; a schedule; a pause."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm, BaseModelForm
from trajectories.checkins.models import CheckInSchedule, PauseReason
from trajectories.checkins.questionnaire import LONGEST, Answer, Item, Questionnaire

USUAL_ZONES = ["Europe/Amsterdam", "America/Aruba", "America/Curacao", "America/Paramaribo", "Europe/London"]
CONTINENTS = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
EVERY_WEEKS = [
    (1, _("Every week")),
    (2, _("Every two weeks")),
    (4, _("Every four weeks")),
    (13, _("Every three months")),
]
ONCE = 0


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
    """The check-in that everybody has, on an agreed day and time."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    every_weeks = forms.TypedChoiceField(label=_("How often"), choices=EVERY_WEEKS, coerce=int)

    class Meta:
        model = CheckInSchedule
        fields = ["weekday", "wall_time", "every_weeks", "starts_on", "zone"]


class PlanForm(BaseForm):
    """Another questionnaire, once or again and again. Gives what checkins.actions.schedule takes."""

    instrument = forms.ChoiceField(label=_("Questionnaire"))
    every_weeks = forms.TypedChoiceField(label=_("How often"), choices=[(ONCE, _("Once")), *EVERY_WEEKS], coerce=int)
    starts_on = forms.DateField(label=_("First time"), help_text=_("Later times fall on the same day of the week."))
    wall_time = forms.TimeField(label=_("Time"))
    until = forms.DateField(label=_("Last day"), required=False, help_text=_("Empty: until you stop it."))
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    def __init__(self, *args, questionnaires: list[Questionnaire], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instrument"].choices = [(one.id, f"{one.name}: {one.title}") for one in questionnaires]

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("until")
        if first and last and last < first:
            self.add_error("until", _("The last day cannot be before the first."))
        return cleaned

    @property
    def answers(self) -> dict:
        told = self.cleaned_data | {"weekday": self.cleaned_data["starts_on"].weekday()}
        if told["every_weeks"] == ONCE:
            told |= {"every_weeks": 1, "until": told["starts_on"]}
        return told


class PauseForm(BaseForm):
    paused_from = forms.DateField(label=_("First day"))
    paused_until = forms.DateField(label=_("Last day"))
    reason = forms.ChoiceField(label=_("Why"), choices=PauseReason.choices)

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("paused_from"), cleaned.get("paused_until")
        if first and last and last < first:
            self.add_error("paused_until", _("The last day cannot be before the first."))
        return cleaned
