"""The desk of the design team: texts, the edition to come, and taking over from other regions."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.accounts.models import Region
from aftercare.core.errors import Refused, Stale
from aftercare.guide import actions, reading
from aftercare.guide.access import open_desk, open_edition, open_passage, regions_written_by
from aftercare.guide.composing import compose, texts_of
from aftercare.guide.forms import PassageForm, PublishForm
from aftercare.guide.models import Edition, Passage, Remark
from aftercare.network.models import Service


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """As it would be published now, and what is new in that."""
    region = open_desk(request, pk)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            edition = actions.publish(region=region, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Edition %(number)d is published.") % {"number": edition.number})
            return redirect("guide:guide", region.pk)
    words = compose(region)
    last = Edition.objects.filter(region=region).order_by("-number").first()
    nothing = {name: [] for name in words}
    context = {
        "region": region,
        "form": form,
        "last": last,
        "kinds": Passage.Kind,
        "texts": Passage.objects.current().filter(region=region).select_related("taken_from__region", "changed_by"),
        "changes": reading.changes(last.words if last else nothing, words),
        "waiting": Remark.objects.open().filter(region=region).count(),
        "now": timezone.now(),
    }
    return render(request, "guide/draft.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    region = open_desk(request, pk)
    if kind not in Passage.Kind.values:
        raise Http404
    form = PassageForm(request.POST or None)
    if form.is_valid():
        actions.write(region=region, by=request.user, kind=kind, **_words(form))
        return redirect("guide:draft", region.pk)
    context = {"region": region, "kind": Passage.Kind(kind), "form": form}
    return render(request, "guide/write.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    passage = open_passage(request, pk)
    form = PassageForm(request.POST or None, instance=passage)
    stored = None
    if form.is_valid():
        try:
            revision = form.cleaned_data["revision"]
            actions.write(region=passage.region, by=request.user, passage=passage, revision=revision, **_words(form))
        except Stale:
            stored = Passage.objects.select_related("changed_by").get(pk=pk)
            form = form.over(stored)
        else:
            return redirect("guide:draft", passage.region_id)
    context = {
        "region": passage.region,
        "kind": Passage.Kind(passage.kind),
        "passage": passage,
        "form": form,
        "stored": stored,
        "now": timezone.now(),
    }
    return render(request, "guide/write.html", context, status=409 if stored else 200)


def _words(form: PassageForm) -> dict:
    return {name: form.cleaned_data[name] for name in ("title", "text")}


@login_required
@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    passage = open_passage(request, pk)
    try:
        actions.remove(passage=passage, by=request.user, revision=passage.revision)
    except Stale as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is not in the next edition. Earlier editions keep it."))
    return redirect("guide:draft", passage.region_id)


@login_required
@require_POST
def move_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    passage = open_passage(request, pk)
    actions.move_up(passage=passage, by=request.user)
    return redirect("guide:draft", passage.region_id)


@login_required
@require_POST
def take_passage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What its region published of it, never a draft."""
    passage = get_object_or_404(Passage.objects.select_related("region"), pk=pk)
    into = _into(request)
    published = {one["key"]: one for one in texts_of(open_edition(passage.region_id).words)}
    if str(pk) not in published:
        raise Http404
    words = published[str(pk)]
    return _taken(request, into, actions.take_over_passage, passage=passage, published=words)


@login_required
@require_POST
def take_service(request: HttpRequest, pk: UUID) -> HttpResponse:
    service = get_object_or_404(Service.objects.published().select_related("region"), pk=pk)
    return _taken(request, _into(request), actions.take_over_service, service=service)


def _into(request: HttpRequest) -> Region:
    """Where somebody writes; the one that they chose when it is more than one region."""
    mine = {str(region.pk): region for region in regions_written_by(request.user)}
    if not mine:
        raise PermissionDenied
    return mine.get(request.POST.get("into", ""), next(iter(mine.values())))


def _taken(request: HttpRequest, into: Region, act, **what) -> HttpResponse:
    try:
        act(into=into, by=request.user, **what)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("guide:compare")
    messages.success(request, _("Taken over as a draft. Make it fit your region; where it came from stays with it."))
    return redirect("guide:draft", into.pk)
