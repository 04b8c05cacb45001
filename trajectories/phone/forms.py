"""What is in a parcel, read with the rules of the pages where the same is filled in."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.core.forms import BaseForm
from trajectories.checkins import library
from trajectories.checkins.forms import AnswerForm
from trajectories.checkins.models import CheckIn
from trajectories.checkins.questionnaire import Answer, Questionnaire
from trajectories.dossier.models import Trajectory
from trajectories.phone.models import Contents
from trajectories.plans.models import TriggerKind
from trajectories.triggers.models import Helped, TriggerEntry

OLDEST_TICK, NEWEST_TICK = timedelta(days=14), timedelta(days=1)


class ParcelForm(BaseForm):
    """The outside. `age` is how many seconds ago it was packed: a phone's clock may be wrong, its count is not."""

    key = forms.UUIDField()
    contents = forms.ChoiceField(choices=Contents.choices)
    age = forms.FloatField(min_value=0, max_value=timedelta(days=400).total_seconds())


class KnockForm(BaseForm):
    endpoint = forms.URLField(max_length=1000, assume_scheme="https")


class InsideForm(BaseForm):
    """What is in a parcel of one trajectory."""

    def __init__(self, *args, trajectory: Trajectory, **kwargs):
        super().__init__(*args, **kwargs)
        self.trajectory = trajectory


class EntryForm(InsideForm):
    entry = forms.UUIDField()


class TriggerForm(EntryForm):
    strength = forms.IntegerField(min_value=0, max_value=10)


class TriggerAnswerForm(EntryForm):
    """Only what was answered is given on."""

    strength = forms.IntegerField(min_value=0, max_value=10, required=False)
    kind = forms.ChoiceField(choices=TriggerKind.choices, required=False)
    own_word = forms.CharField(max_length=40, required=False)
    helped = forms.ChoiceField(choices=Helped.choices, required=False)
    step = forms.UUIDField(required=False)
    strength_after = forms.IntegerField(min_value=0, max_value=10, required=False)
    note = forms.CharField(max_length=TriggerEntry._meta.get_field("note").max_length, required=False)

    def clean(self) -> dict:
        given = {name: value for name, value in super().clean().items() if name in self.data}
        if given.get("kind"):
            given["own_word"] = ""
        elif given.get("own_word"):
            given["kind"] = ""
        return given


class TickForm(InsideForm):
    item = forms.UUIDField()
    on = forms.DateField(input_formats=["%Y-%m-%d"])
    done = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce="yes".__eq__)

    def clean_on(self):
        on, today = self.cleaned_data["on"], timezone.localdate()
        if not today - OLDEST_TICK <= on <= today + NEWEST_TICK:
            raise forms.ValidationError(_("This day is too long ago."))
        return on


class CheckInForm(InsideForm):
    """`answers` as they were tapped, question by question; what is not there was passed over."""

    instrument = forms.CharField()
    version = forms.IntegerField()
    answers = forms.JSONField(required=False)
    note = forms.CharField(max_length=CheckIn._meta.get_field("note").max_length, required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            questionnaire = library.load(cleaned["instrument"], cleaned["version"])
        except library.NoSuchQuestionnaire:
            raise forms.ValidationError(_("This questionnaire is not there.")) from None
        return cleaned | {"answers": self._answers(questionnaire, cleaned["answers"] or {})}

    def _answers(self, questionnaire: Questionnaire, told: dict) -> dict[str, Answer]:
        known = {item.id for item in questionnaire.items}
        if not isinstance(told, dict) or told.keys() - known:
            raise forms.ValidationError(_("This answer does not belong to this question."))
        read = {
            item.id: AnswerForm({"answer": told[item.id]}, item=item) for item in questionnaire.items if item.id in told
        }
        if not all(form.is_valid() for form in read.values()):
            raise forms.ValidationError(_("This answer does not belong to this question."))
        return {name: form.cleaned_data["answer"] for name, form in read.items()}


class CheckInAnswerForm(InsideForm):
    """One answer of a check-in that was begun with a network; the last one hands it in."""

    check_in = forms.UUIDField()
    item = forms.CharField()
    last = forms.CharField(required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        check_in = self.trajectory.check_ins.filter(pk=cleaned.get("check_in")).first()
        asked = {item.id: item for item in library.of(check_in).items} if check_in else {}
        if cleaned.get("item") not in asked:
            raise forms.ValidationError(_("This answer does not belong to this question."))
        passed_over = "pass" in self.data
        form = AnswerForm(self.data, item=asked[cleaned["item"]], kept=passed_over, closing=True)
        if not form.is_valid():
            raise forms.ValidationError(_("This answer does not belong to this question."))
        told = form.cleaned_data
        answer = None if passed_over else told["answer"]
        found = {"check_in": check_in, "item": cleaned["item"], "answer": answer}
        return found | {"is_last": bool(cleaned["last"]), "note": told["note"]}


INSIDE = {
    Contents.TRIGGER: TriggerForm,
    Contents.TRIGGER_ANSWER: TriggerAnswerForm,
    Contents.TRIGGER_UNDO: EntryForm,
    Contents.TICK: TickForm,
    Contents.CHECK_IN: CheckInForm,
    Contents.CHECK_IN_ANSWER: CheckInAnswerForm,
}


def read(parcel: dict, contents: Contents, *, trajectory: Trajectory) -> dict | None:
    """What is inside, or None when it is not what it says."""
    form = INSIDE[contents](parcel, trajectory=trajectory)
    return form.cleaned_data if form.is_valid() else None
