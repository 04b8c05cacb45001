"""Filling in a check-in, one question per screen: the same for who is signed in and for who has a link."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from aftercare.accounts.models import User
from aftercare.core.errors import TransitionRefused
from trajectories.checkins import actions, along, contact, library
from trajectories.checkins.forms import AnswerForm
from trajectories.checkins.models import CheckIn, Occurrence
from trajectories.checkins.questionnaire import Answer, Questionnaire

CALL_NOW = "now"
"""Said in the address of the next page, so that a page behind a link tells nothing of earlier answers."""


@dataclass(frozen=True)
class Sitting:
    """Who fills in what. By link it is write-only: no name, no earlier answer, no draft before the first answer."""

    by: User
    draft: CheckIn | None
    occurrence: Occurrence | None = None
    token: str = ""

    @property
    def answers(self) -> dict[str, Answer]:
        return self.draft.answers if self.draft else {}

    @cached_property
    def questionnaire(self) -> Questionnaire:
        if self.draft:
            return library.of(self.draft)
        return along.asked_of(self.occurrence.trajectory, self.occurrence.schedule.instrument, at=timezone.now())

    def url(self, number: int) -> str:
        if self.token:
            return reverse("checkins:link_question", args=[self.token, number])
        return reverse("checkins:question", args=[self.draft.pk, number])

    def done_url(self) -> str:
        if self.token:
            return reverse("checkins:link_done", args=[self.token])
        return reverse("checkins:done", args=[self.draft.pk])

    def begin(self) -> CheckIn:
        return self.draft or actions.start(
            trajectory=self.occurrence.trajectory, by=self.by, occurrence=self.occurrence
        )


def onward(request: HttpRequest, url: str) -> HttpResponse:
    """To another page, also from a request that only meant to save one answer."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def resume(sitting: Sitting) -> HttpResponse:
    """To the first question without an answer."""
    asked = sitting.questionnaire.asked(sitting.answers)
    unanswered = (number for number, item in enumerate(asked, start=1) if item.id not in sitting.answers)
    return redirect(sitting.url(next(unanswered, len(asked))))


def ask(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    answers, questionnaire = sitting.answers, sitting.questionnaire
    asked = questionnaire.asked(answers)
    if not 1 <= number <= len(asked):
        return resume(sitting)
    item = asked[number - 1]
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        item=item,
        answer=None if sitting.token else answers.get(item.id),
        kept=answers.get(item.id) is not None,
        closing=questionnaire.closing is not None and number == len(asked),
    )
    passed_over = "pass" in request.POST
    if request.method == "POST" and (form.is_valid() or passed_over):
        given = form.cleaned_data.get("answer")
        stays = given is None and (item.kind != "words" or sitting.token)
        value = None if passed_over else answers.get(item.id) if stays else given
        try:
            return _keep(request, sitting, number, {item.id: value}, form.cleaned_data.get("note", ""))
        except TransitionRefused:  # sent meanwhile, from another tab
            return onward(request, sitting.done_url())
    context = {
        "base": "base_visitor.html" if sitting.token else "base_client.html",
        "questionnaire": questionnaire,
        "item": item,
        "check_in": sitting.draft and sitting.draft.pk,
        "is_last": number == len(asked),
        "form": form,
        "number": number,
        "total": len(asked),
        "action": sitting.url(number),
        "back_url": sitting.url(number - 1) if number > 1 else "",
        "write_only": bool(sitting.token),
        "call_now": CALL_NOW in request.GET or bool(not sitting.token and questionnaire.asks_contact(answers)),
    }
    page = "question.html#saved" if request.htmx else "question.html"
    return render(request, f"trajectories/checkins/{page}", context)


def _keep(request: HttpRequest, sitting: Sitting, number: int, answer: dict[str, Answer], note: str) -> HttpResponse:
    """Into the draft, and on to the next question; the last one sends."""
    check_in = sitting.begin()
    if request.htmx:
        kept = _answer(check_in, answer, sitting.by)
        saved = {"saved_at": timezone.localtime(), "form": None, "call_now": asks_contact(kept, answer)}
        return render(request, "trajectories/checkins/question.html#saved", saved)
    asked = sitting.questionnaire.asked(check_in.answers | answer)
    if number < len(asked):
        kept, url = _answer(check_in, answer, sitting.by), sitting.url(number + 1)
        return redirect(f"{url}?{CALL_NOW}" if asks_contact(kept, answer) else url)
    sent, url = actions.submit(check_in=check_in, by=sitting.by, answers=answer, note=note), sitting.done_url()
    return redirect(f"{url}?{CALL_NOW}" if contact.asked_by(sent) else url)


def _answer(check_in: CheckIn, answer: dict[str, Answer], by: User) -> CheckIn:
    ((item, value),) = answer.items()
    return actions.answer(check_in=check_in, item=item, value=value, by=by)


def asks_contact(kept: CheckIn, answer: dict[str, Answer]) -> bool:
    """Whether what was answered just now asks for human contact."""
    return any(item.id in answer for item in contact.asked_by(kept))
