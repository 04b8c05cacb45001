"""Medicines: the client's own page and what they tell of it, and the care team's page of one client."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftercare.core.errors import Refused, Stale
from trajectories.dossier.access import Permission, can, open_dossier, open_own
from trajectories.dossier.models import Trajectory
from trajectories.medication import actions
from trajectories.medication.forms import DiscussForm, MedicineForm, StopForm, TellForm
from trajectories.medication.models import Medicine
from trajectories.plans.views.doors import open_either

LATELY = 5
"""So many things that were discussed still stand on the page."""


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.MEDICATION_VIEW)
    return _own_page(request, trajectory, form=TellForm())


@login_required
@require_POST
def tell(request: HttpRequest) -> HttpResponse:
    """Something to bring up at the next contact."""
    trajectory = open_own(request, needs=Permission.MEDICATION_TELL)
    form = TellForm(request.POST)
    if not form.is_valid():
        return _own_page(request, trajectory, form=form)
    actions.tell(trajectory=trajectory, by=request.user, **form.told)
    messages.success(request, _("Saved. Your team sees it, and it comes up at your next contact."))
    return redirect("medication:mine")


def _own_page(request: HttpRequest, trajectory: Trajectory, *, form: TellForm) -> HttpResponse:
    context = _page(trajectory) | {
        "form": form,
        "tells": can(request.user, Permission.MEDICATION_TELL, trajectory),
    }
    return render(request, "trajectories/medication/mine.html", context)


@login_required
@require_safe
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.MEDICATION_VIEW)
    if trajectory.part in Trajectory.Kind:
        return redirect("medication:mine")
    return _team_page(request, trajectory)


def _team_page(request: HttpRequest, trajectory: Trajectory, *, form: DiscussForm | None = None) -> HttpResponse:
    context = _page(trajectory) | {
        "form": form,
        "writes": can(request.user, Permission.MEDICATION_EDIT, trajectory),
    }
    return render(request, "trajectories/medication/of_client.html", context)


def _page(trajectory: Trajectory) -> dict:
    reports = trajectory.medicine_reports.select_related("told_by", "discussed_by")
    return {
        "trajectory": trajectory,
        "medicines": trajectory.medicines.current().select_related("changed_by"),
        "stopped": trajectory.medicines.stopped().select_related("stopped_by"),
        "to_discuss": reports.to_discuss(),
        "discussed": reports.discussed()[:LATELY],
        "now": timezone.now(),
        "today": timezone.localdate(),
    }


@login_required
@require_safe
def overview(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    """To print, and to take along to a doctor or a pharmacy."""
    trajectory = open_either(request, client, needs=Permission.MEDICATION_VIEW)
    context = {
        "trajectory": trajectory,
        "client": client,
        "back_url": reverse("medication:of_client", args=[client]) if client else reverse("medication:mine"),
        "medicines": trajectory.medicines.current(),
        "now": timezone.now(),
        "today": timezone.localdate(),
    }
    return render(request, "trajectories/medication/overview.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.MEDICATION_EDIT)
    form = MedicineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.add(trajectory=trajectory, by=request.user, **form.told)
        messages.success(request, _("Saved."))
        return redirect("medication:of_client", client)
    return _form_page(request, trajectory, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """With what stood there before; of one that was stopped, only that."""
    trajectory = open_dossier(request, client, needs=Permission.MEDICATION_EDIT)
    medicine = _medicine(trajectory, pk)
    form = MedicineForm(request.POST if request.method == "POST" else None, instance=medicine)
    if not form.is_valid():
        return _form_page(request, trajectory, form=form, medicine=medicine)
    try:
        actions.change(medicine=medicine, by=request.user, revision=form.cleaned_data["revision"], **form.told)
    except Stale:
        stored = _medicine(trajectory, pk)
        return _form_page(request, trajectory, form=form.over(stored), medicine=stored, stored=stored)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, trajectory, form=form, medicine=_medicine(trajectory, pk))
    messages.success(request, _("Saved. What stood here before is kept."))
    return redirect("medication:of_client", client)


@login_required
@require_POST
def stop(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.MEDICATION_EDIT)
    medicine = _medicine(trajectory, pk)
    form = StopForm(request.POST)
    if not form.is_valid():
        return _form_page(request, trajectory, form=MedicineForm(instance=medicine), medicine=medicine, stop_form=form)
    try:
        actions.stop(medicine=medicine, by=request.user, **form.cleaned_data)
    except Stale:
        form = form.over(medicine)
        return _form_page(request, trajectory, form=MedicineForm(instance=medicine), medicine=medicine, stop_form=form)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Stopped. It stays in the list of what was used before."))
    return redirect("medication:of_client", client)


@login_required
@require_POST
def discuss(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.MEDICATION_EDIT)
    report = get_object_or_404(trajectory.medicine_reports, pk=pk)
    form = DiscussForm(request.POST)
    if not form.is_valid():
        return _team_page(request, trajectory, form=form)
    actions.discuss(report=report, by=request.user, **form.cleaned_data)
    messages.success(request, _("Noted that you discussed it."))
    return redirect("medication:of_client", client)


def _medicine(trajectory: Trajectory, pk: UUID) -> Medicine:
    return get_object_or_404(trajectory.medicines.select_related("changed_by", "stopped_by"), pk=pk)


def _form_page(
    request: HttpRequest,
    trajectory: Trajectory,
    *,
    form: MedicineForm,
    medicine: Medicine | None = None,
    stored: Medicine | None = None,
    stop_form: StopForm | None = None,
) -> HttpResponse:
    context = {
        "trajectory": trajectory,
        "form": form,
        "medicine": medicine,
        "stored": stored,
        "stop_form": stop_form or StopForm(initial={"revision": medicine and medicine.revision}),
        "changes": medicine.changes.select_related("by") if medicine else (),
        "now": timezone.now(),
    }
    return render(request, "trajectories/medication/form.html", context, status=409 if stored else 200)
