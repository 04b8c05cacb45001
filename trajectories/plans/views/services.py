"""From a service of the recovery network to a client's plan."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from aftercare.network.access import open_service
from aftercare.network.models import Service
from trajectories.plans.access import open_plans
from trajectories.plans.forms.services import UseServiceForm


@login_required
def use(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whose plan, and as what; then the form of the plan item, with the service filled in."""
    trajectories, service = open_plans(request), open_service(request, pk)
    if service.state != Service.State.PUBLISHED:
        raise Http404
    mine = trajectories.filter(organisation__region=service.region_id).select_related("client__user")
    form = UseServiceForm(request.POST or None, trajectories=mine.order_by("client__user__name"), service=service)
    if form.is_valid():
        to = reverse("plans:add", args=[form.cleaned_data["client"].pk, form.cleaned_data["kind"]])
        return redirect(f"{to}?{urlencode({'service': service.pk})}")
    return render(request, "trajectories/plans/use_service.html", {"form": form, "service": service})
