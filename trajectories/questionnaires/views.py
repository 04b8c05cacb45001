"""The administrator's pages: the questionnaires there are, a new one, a new version, its end."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftercare.core.errors import Refused
from trajectories.checkins import library
from trajectories.checkins.models import OwnQuestionnaire
from trajectories.checkins.problems import DefinitionError
from trajectories.questionnaires import actions, preview
from trajectories.questionnaires.access import open_questionnaire, open_questionnaires
from trajectories.questionnaires.forms import DefinitionForm, NewForm
from trajectories.questionnaires.reading import read

EXAMPLE = library.FOLDER / "gad7.1.toml"


@login_required
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    places = open_questionnaires(request)
    own = OwnQuestionnaire.objects.filter(organisation__in=places).with_newest().select_related("organisation")
    context = {
        "own": [(one, library.load(one.instrument, one.newest)) for one in own.order_by("slug", "id")],
        "ours": library.available("client") + library.available("relative"),
        "several": places.count() > 1,
    }
    return render(request, "trajectories/questionnaires/kept.html", context)


@login_required
@require_safe
def example(request: HttpRequest) -> HttpResponse:
    open_questionnaires(request)
    answer = HttpResponse(EXAMPLE.read_text(), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="example.toml"'
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    places = open_questionnaires(request)
    form = NewForm(request.POST or None, request.FILES or None, organisations=places)

    def keep(text: str) -> OwnQuestionnaire:
        told = form.cleaned_data
        return actions.add(organisation=told["organisation"], by=request.user, slug=told["slug"], text=text)

    return _define(request, form, keep)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, pk: UUID) -> HttpResponse:
    questionnaire = open_questionnaire(request, pk)
    newest = questionnaire.versions.first()
    form = DefinitionForm(request.POST or None, request.FILES or None, initial={"text": newest.text})

    def keep(text: str) -> OwnQuestionnaire:
        actions.revise(questionnaire=questionnaire, by=request.user, text=text)
        return questionnaire

    return _define(request, form, keep, questionnaire)


def _define(request: HttpRequest, form: DefinitionForm, keep, questionnaire: OwnQuestionnaire | None = None):
    """Look first, keep then: the button says which. What is wrong is told all at once, and the text stays."""
    context = {"questionnaire": questionnaire, "form": form, "problems": (), "seen": None, "shown": []}
    if form.is_valid():
        try:
            context["seen"] = read(form.cleaned_data["text"])
            context["shown"] = preview.of(context["seen"])
            if "keep" in request.POST:
                return _kept(request, keep(form.cleaned_data["text"]))
        except DefinitionError as found:
            context["problems"] = found.problems
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "trajectories/questionnaires/define.html", context)


def _kept(request: HttpRequest, questionnaire: OwnQuestionnaire) -> HttpResponse:
    messages.success(request, _("Kept. From now on counsellors can plan it."))
    return redirect("questionnaires:show", questionnaire.pk)


@login_required
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    questionnaire = open_questionnaire(request, pk)
    versions = list(questionnaire.versions.select_related("added_by"))
    number = request.GET.get("version", "")
    chosen = get_object_or_404(questionnaire.versions, version=number) if number.isdecimal() else versions[0]
    seen = library.load(questionnaire.instrument, chosen.version)
    context = {"questionnaire": questionnaire, "versions": versions, "chosen": chosen, "seen": seen}
    return render(request, "trajectories/questionnaires/show.html", context | {"shown": preview.of(seen)})


@login_required
@require_POST
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.retire(questionnaire=open_questionnaire(request, pk), by=request.user)
    messages.success(request, _("It is not offered any more. What was answered stays."))
    return redirect("questionnaires:show", pk)


@login_required
@require_POST
def take_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.take_up(questionnaire=open_questionnaire(request, pk), by=request.user)
    messages.success(request, _("Counsellors can plan it again."))
    return redirect("questionnaires:show", pk)
