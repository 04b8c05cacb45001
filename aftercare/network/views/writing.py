"""Services as the design team writes, reviews and takes them out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.core.errors import Refused, Stale
from aftercare.network.access import open_region, open_service, open_to_write
from aftercare.network.actions import services
from aftercare.network.forms.services import ServiceForm, WithdrawForm
from aftercare.network.forms.stored import RevisionForm
from aftercare.network.models import Service


@login_required
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    region = open_region(request, pk)
    form = ServiceForm(request.POST or None, instance=Service(region=region))
    if form.is_valid():
        details = dict(form.cleaned_data)
        try:
            made = services.add(region=region, by=request.user, published=details.pop("reviewed"), **details)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(made)
    return render(request, "network/service_form.html", {"form": form, "region": region, "service": None})


@login_required
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    service = open_to_write(request, pk)
    form = ServiceForm(request.POST or None, instance=service)
    stored = None
    if form.is_valid():
        try:
            services.change(service=service, by=request.user, **form.cleaned_data)
        except Stale:
            stored = open_service(request, pk)
            form = form.over(stored)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(service)
    context = {
        "form": form,
        "region": service.region,
        "service": stored or open_service(request, pk),
        "stored": stored,
        "now": timezone.now(),
    }
    return render(request, "network/service_form.html", context, status=409 if stored else 200)


@login_required
@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _by_a_button(request, pk, services.publish, _("It stands in the directory now."))


@login_required
@require_POST
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _by_a_button(request, pk, services.review, _("Reviewed today, with your name."))


def _by_a_button(request: HttpRequest, pk: UUID, verb, said: str) -> HttpResponse:
    service = open_to_write(request, pk)
    form = RevisionForm(request.POST)
    if form.is_valid():
        try:
            verb(service=service, by=request.user, **form.cleaned_data)
            messages.success(request, said)
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect(service)


@login_required
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    service = open_to_write(request, pk)
    form = WithdrawForm(request.POST or None, initial={"revision": service.revision})
    if form.is_valid():
        try:
            services.withdraw(service=service, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is out of the directory."))
            return redirect(service)
    return render(request, "network/withdraw.html", {"form": form, "service": service})
