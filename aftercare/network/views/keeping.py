"""What the design team of a region has to look at, who is in it, and what stands behind its building blocks."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused, Stale
from aftercare.network.access import open_behind, open_region, open_team, open_to_write, policy_regions
from aftercare.network.actions import behind, team
from aftercare.network.forms.behind import FORMS
from aftercare.network.forms.stored import RevisionForm
from aftercare.network.forms.team import MunicipalityForm, SeatForm
from aftercare.network.models import DesignSeat, Knowledge, Precondition, Service, State

KINDS = {"preconditions": Precondition, "knowledge": Knowledge}


@login_required
@require_safe
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    region, now, today = open_region(request, pk), timezone.now(), timezone.localdate()
    services = Service.objects.filter(region=region)
    towns = [(town, town.is_known(today)) for town in region.municipalities.select_related("surveyed_by")]
    context = {
        "region": region,
        "stale": services.stale(at=now).select_related("reviewed_by"),
        "drafts": services.filter(state=State.DRAFT).select_related("changed_by"),
        "withdrawn": services.filter(state=State.WITHDRAWN),
        "towns": towns,
        "town_form": MunicipalityForm(),
        "preconditions": Precondition.objects.of_region().filter(region=region),
        "knowledge": Knowledge.objects.of_region().filter(region=region),
        "appoints": region.pk in policy_regions(request.user),
        "now": now,
    }
    return render(request, "network/keep.html", context)


@login_required
@require_POST
def add_municipality(request: HttpRequest, pk: UUID) -> HttpResponse:
    region = open_region(request, pk)
    form = MunicipalityForm(request.POST)
    if form.is_valid():
        try:
            team.add_municipality(region=region, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
        except Refused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, _("Write the name of the municipality."))
    return redirect("network:keep", region.pk)


@login_required
@require_POST
def survey(request: HttpRequest, pk: UUID, municipality: UUID) -> HttpResponse:
    region = open_region(request, pk)
    town = get_object_or_404(region.municipalities, pk=municipality)
    behind.survey(municipality=town, by=request.user, on=timezone.localdate())
    messages.success(request, _("Gone through today: what is not listed counts as a gap."))
    return redirect("network:keep", region.pk)


@login_required
def seats(request: HttpRequest, pk: UUID) -> HttpResponse:
    region = open_team(request, pk)
    form = SeatForm(request.POST or None)
    if form.is_valid():
        try:
            team.appoint(region=region, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("They can write in the directory and the guide of this region now."))
            return redirect("network:team", region.pk)
    current = DesignSeat.objects.active().filter(region=region).select_related("user")
    return render(
        request, "network/team.html", {"region": region, "seats": current, "form": form, "now": timezone.now()}
    )


@login_required
@require_POST
def end_seat(request: HttpRequest, pk: UUID, seat: UUID) -> HttpResponse:
    region = open_team(request, pk)
    found = get_object_or_404(DesignSeat.objects.filter(region=region), pk=seat)
    try:
        team.end(seat=found, by=request.user)
        messages.success(request, _("They do not write here any more. What they wrote stays."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("network:team", region.pk)


@login_required
def add_to_service(request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
    model, service = _kind(what), open_to_write(request, pk)
    return _add(request, model(region=service.region, service=service), back=service.get_absolute_url())


@login_required
def add_to_region(request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
    model, region = _kind(what), open_region(request, pk)
    return _add(request, model(region=region), back=_keep_url(region.pk))


def _add(request: HttpRequest, draft: Precondition | Knowledge, *, back: str) -> HttpResponse:
    model = type(draft)
    form = FORMS[model](request.POST or None, instance=draft)
    if form.is_valid():
        behind.add(model, region=draft.region, by=request.user, service=draft.service, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(back)
    return _page(request, form, draft, back=back)


@login_required
def change_behind(request: HttpRequest, what: str, pk: UUID) -> HttpResponse:
    model = _kind(what)
    found = open_behind(request, model, pk)
    back = found.service.get_absolute_url() if found.service else _keep_url(found.region_id)
    form = FORMS[model](request.POST or None, instance=found)
    stored = None
    if form.is_valid():
        try:
            behind.change(behind=found, by=request.user, **form.cleaned_data)
        except Stale:
            stored = open_behind(request, model, pk)
            form = form.over(stored)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    return _page(request, form, found, back=back, stored=stored)


@login_required
@require_POST
def remove_behind(request: HttpRequest, what: str, pk: UUID) -> HttpResponse:
    found = open_behind(request, _kind(what), pk)
    form = RevisionForm(request.POST)
    if form.is_valid():
        try:
            behind.remove(behind=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Removed."))
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect(found.service or _keep_url(found.region_id))


def _page(request: HttpRequest, form, found, *, back: str, stored=None) -> HttpResponse:
    context = {
        "form": form,
        "one": found,
        "kind": next(name for name, model in KINDS.items() if isinstance(found, model)),
        "is_new": found.changed_by_id is None,
        "stored": stored,
        "back_url": back,
        "now": timezone.now(),
    }
    return render(request, "network/behind_form.html", context, status=409 if stored else 200)


def _kind(what: str) -> type[Precondition | Knowledge]:
    if what not in KINDS:
        raise Http404
    return KINDS[what]


def _keep_url(region_id: UUID) -> str:
    return reverse("network:keep", args=[region_id])
