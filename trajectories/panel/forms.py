"""A poll as its maker writes it, as a member answers it, and what its maker says of the answers."""

from collections.abc import Iterator

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm
from trajectories.panel.actions import Asked
from trajectories.panel.models import MOST_QUESTIONS, Poll, PollQuestion, PollWords

Kind = PollQuestion.Kind
NUMBERS = range(1, MOST_QUESTIONS + 1)
FEWEST_CHOICES, MOST_CHOICES, LONGEST_CHOICE = 2, 8, 80
POINTS = 5


class PollForm(BaseForm):
    """Five places for a question on one page; a place without a question is left out."""

    place = forms.ChoiceField(label=_("Whom do you ask?"))
    title = forms.CharField(
        label=_("Title"), max_length=80, help_text=_("Members see this. For example: the groups in the evening.")
    )
    from_on = forms.DateField(label=_("First day"))
    until_on = forms.DateField(label=_("Last day"))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, places, poll: Poll | None = None, **kwargs):
        super().__init__(*args, initial=_written(poll) if poll else None, **kwargs)
        self.places = {str(place.pk): place for place in places}
        named = _("The panel of %(name)s")
        self.fields["place"].choices = [(pk, named % {"name": one}) for pk, one in self.places.items()]
        if len(self.places) == 1:
            self.fields["place"].widget = forms.HiddenInput()
            self.fields["place"].initial = next(iter(self.places))
        for number in NUMBERS:
            self.fields[f"text_{number}"] = forms.CharField(label=_("Question"), max_length=200, required=False)
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Kind of answer"), choices=Kind.choices, initial=Kind.ONE, required=False
            )
            self.fields[f"choices_{number}"] = forms.CharField(
                label=_("Answers to choose from"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One on each line. For a scale: what 1 means, and below it what 5 means."),
            )

    @property
    def layout(self) -> tuple:
        questions = (
            Fieldset(
                _("Question %(number)d") % {"number": number},
                f"text_{number}",
                f"kind_{number}",
                f"choices_{number}",
                css_class="nz-card nz-stack nz-section",
            )
            for number in NUMBERS
        )
        return ("place", "title", Row("from_on", "until_on"), "revision", *questions)

    def clean_place(self):
        return self.places[self.cleaned_data["place"]]

    def clean_until_on(self):
        until = self.cleaned_data["until_on"]
        if until < self.cleaned_data.get("from_on", until):
            raise forms.ValidationError(_("The last day comes before the first."))
        if until < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return until

    def clean(self):
        cleaned = super().clean()
        cleaned["questions"] = list(self._questions(cleaned))
        if not cleaned["questions"] and not self.errors:
            self.add_error("text_1", _("Ask at least one question."))
        return cleaned

    def _questions(self, cleaned: dict) -> Iterator[Asked]:
        for number in NUMBERS:
            text, kind = cleaned.get(f"text_{number}"), cleaned.get(f"kind_{number}") or Kind.ONE
            lines = [line.strip() for line in cleaned.get(f"choices_{number}", "").splitlines() if line.strip()]
            if not text:
                if lines:
                    self.add_error(f"text_{number}", _("There are answers here, but no question."))
                continue
            if complaint := _wrong(kind, lines):
                self.add_error(f"choices_{number}", complaint)
            yield Asked(kind, text, _points(lines) if kind == Kind.SCALE else lines)

    @property
    def details(self) -> dict:
        names = ("place", "title", "from_on", "until_on", "questions")
        return {name: self.cleaned_data[name] for name in names}

    def over(self, stored: Poll) -> "PollForm":
        """The typed text again, now over the revision that somebody else stored."""
        data = self.data.copy()
        data["revision"] = stored.revision
        again = type(self)(data, places=self.places.values(), poll=stored)
        theirs, yours = _shown(_written(stored)), _shown(self.cleaned_data)
        again.differences = [
            (again.fields[name].label, theirs.get(name, ""), yours.get(name, ""))
            for name in again.fields
            if name not in {"revision", "place"} and theirs.get(name, "") != yours.get(name, "")
        ]
        return again


def _wrong(kind: str, lines: list[str]) -> str:
    if kind == Kind.OPEN and lines:
        return _("An answer in own words has nothing to choose from.")
    if kind == Kind.SCALE and len(lines) != FEWEST_CHOICES:
        return _("A scale has two lines: what 1 means, and what 5 means.")
    if kind in {Kind.ONE, Kind.SEVERAL} and not FEWEST_CHOICES <= len(lines) <= MOST_CHOICES:
        return _("Give two to eight answers, one on each line.")
    if any(len(line) > LONGEST_CHOICE for line in lines):
        return _("An answer has 80 characters at most.")
    return ""


def _points(lines: list[str]) -> list[str]:
    low, high = [*lines, "", ""][:2]
    return [f"1, {low}", *map(str, range(2, POINTS)), f"{POINTS}, {high}"]


def _written(poll: Poll) -> dict:
    found = {"place": str(poll.organisation_id or poll.region_id), "title": poll.title, "from_on": poll.from_on}
    found |= {"until_on": poll.until_on, "revision": poll.revision}
    for question in poll.questions.prefetch_related("choices"):
        lines = [choice.text for choice in question.choices.all()]
        if question.kind == Kind.SCALE:
            lines = [lines[0].partition(", ")[2], lines[-1].partition(", ")[2]]
        number = question.position
        found |= {f"text_{number}": question.text, f"kind_{number}": question.kind}
        found[f"choices_{number}"] = "\n".join(lines)
    return found


def _shown(values: dict) -> dict[str, str]:
    """As text; of a place without a question nothing."""
    shown = {}
    for name, value in values.items():
        empty = name.startswith("kind_") and not values.get(name.replace("kind", "text"))
        shown[name] = "" if empty else _in_words(value).replace("\r\n", "\n")
    return shown


def _in_words(value) -> str:
    if hasattr(value, "year"):
        return date_format(value, "j F Y")
    return str(dict(Kind.choices).get(value, value)) if isinstance(value, str) else ""


class AnswerForm(BaseForm):
    """The questions of a poll on one page; each may be skipped."""

    def __init__(self, *args, poll: Poll, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(poll.questions.prefetch_related("choices"))
        for question in self.questions:
            self.fields[str(question.pk)] = _field(question)

    def clean(self):
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("Answer at least one question, or come back later."))
        return self.cleaned_data

    @property
    def answers(self) -> dict:
        return {question.pk: self.cleaned_data[str(question.pk)] for question in self.questions}


def _field(question: PollQuestion) -> forms.Field:
    choices = [(choice.position, choice.text) for choice in question.choices.all()]
    if question.kind == Kind.OPEN:
        widget = forms.Textarea(attrs={"rows": 3, "class": "nz-own"})
        return forms.CharField(label=question.text, max_length=300, required=False, widget=widget)
    if question.kind == Kind.SEVERAL:
        several = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(label=question.text, choices=choices, required=False, widget=several)
    return forms.ChoiceField(label=question.text, choices=choices, required=False, widget=forms.RadioSelect)


class WordsForm(BaseForm):
    """What was written, to take names out of; an empty field leaves it out."""

    def __init__(self, *args, words: list[PollWords], **kwargs):
        super().__init__(*args, **kwargs)
        self.words = words
        for number, one in enumerate(words, start=1):
            self.fields[str(one.pk)] = forms.CharField(
                label=_("Answer %(number)d") % {"number": number},
                initial=one.text,
                max_length=300,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "nz-own"}),
            )

    @property
    def shown(self) -> dict:
        return {one.pk: self.cleaned_data[str(one.pk)] for one in self.words}


class FollowupForm(BaseForm):
    text = forms.CharField(
        label=_("What we did with it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Members of the panel and everybody at the organisation read this."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
