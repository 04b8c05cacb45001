"""A whole caseload: by the one who carries it, or by an administrator when that person is not there."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from aftercare.accounts.access import memberships_kept_by
from aftercare.accounts.models import Membership
from aftercare.accounts.roles import Role
from aftercare.accounts.views_people import administrators_only
from aftercare.core.errors import Refused
from trajectories.caseload.access import open_caseload
from trajectories.handovers import actions, lists
from trajectories.handovers.access import carried_by, receivers
from trajectories.handovers.forms import CaseloadForm, GiveForm


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What came to me and what went from me."""
    in_scope = open_caseload(request)
    context = {
        "received": lists.received(request.user, in_scope=in_scope),
        "given": lists.given(request.user),
        "now": timezone.now(),
    }
    return render(request, "trajectories/handovers/mine.html", context)


@login_required
def give_all(request: HttpRequest) -> HttpResponse:
    in_scope = open_caseload(request).order_by()
    carried = carried_by(request.user, on=timezone.localdate()).filter(pk__in=in_scope.values("pk"))
    colleagues = receivers(_organisations_of(carried), besides=request.user)
    form = CaseloadForm(
        request.POST if request.method == "POST" else None,
        carried=carried.select_related("client__user"),
        receivers=colleagues,
    )
    if form.is_valid():
        details = dict(form.cleaned_data)
        chosen = details.pop("clients")
        if _given(request, form, trajectories=chosen, **details):
            return redirect("handovers:mine")
    return render(request, "trajectories/handovers/give_all.html", {"form": form, "count": carried.count()})


@administrators_only
def give_unread(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The administrator knows how many clients somebody carries, and no more."""
    kept = memberships_kept_by(request.user).active().filter(role=Role.COUNSELLOR).select_related("user")
    membership: Membership = get_object_or_404(kept, pk=pk)
    carried = carried_by(membership.user, at=membership, on=timezone.localdate())
    colleagues = receivers([membership.organisation_id], besides=membership.user)
    form = GiveForm(request.POST if request.method == "POST" else None, receivers=colleagues)
    if form.is_valid() and _given(request, form, trajectories=carried, **form.cleaned_data):
        return redirect("accounts:person", membership.pk)
    context = {"form": form, "membership": membership, "count": carried.count()}
    return render(request, "trajectories/handovers/give_unread.html", context)


def _organisations_of(carried) -> list[UUID]:
    return list(carried.order_by().values_list("organisation", flat=True).distinct())


def _given(request: HttpRequest, form: GiveForm, *, to, **details) -> bool:
    try:
        count = actions.give_all(to=to, by=request.user, **details)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    said = ngettext("%(count)d client handed over to %(name)s.", "%(count)d clients handed over to %(name)s.", count)
    messages.success(request, said % {"count": count, "name": to.name})
    return True
