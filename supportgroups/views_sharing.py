"""A group's page for its members, and what facilitators do with tips and materials."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.core.errors import Refused
from supportgroups import access, actions, own
from supportgroups.access import Permission
from supportgroups.forms import MaterialForm, TipForm
from supportgroups.models import Session, Tip

DATES_SHOWN = 8

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@form_page
def group(request: HttpRequest, pk) -> HttpResponse:
    place = own.open_own_place(request, pk)
    form = TipForm(request.POST or None)
    if form.is_valid():
        actions.write_tip(group=place.group, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Thank you. A facilitator reads it first; then the group sees it."))
        return redirect("supportgroups:own", place.pk)
    dates = Session.objects.published().filter(group=place.group).coming(at=timezone.now())
    context = {
        "place": place,
        "group": place.group,
        "form": form,
        "dates": dates.select_related("room").order_by("period", "id")[:DATES_SHOWN],
        "materials": place.group.materials.all(),
        "tips": place.group.tips.shown().with_thanks_of(request.user).select_related("author"),
        "own_tips": place.group.tips.filter(author=request.user).filter(
            state__in=[Tip.State.WAITING, Tip.State.NOT_SHOWN]
        ),
    }
    return render(request, "supportgroups/own.html", context)


@login_required
@require_POST
def thank(request: HttpRequest, pk, tip) -> HttpResponse:
    place = own.open_own_place(request, pk)
    actions.thank(tip=own.open_shown_tip(place, tip), by=request.user)
    return redirect("supportgroups:own", place.pk)


@login_required
@require_POST
def take_back(request: HttpRequest, pk, tip) -> HttpResponse:
    place = own.open_own_place(request, pk)
    actions.take_back(tip=own.open_own_tip(place, tip), by=request.user)
    messages.success(request, _("Your tip is gone."))
    return redirect("supportgroups:own", place.pk)


@login_required
@form_page
def sharing(request: HttpRequest, pk) -> HttpResponse:
    """For whoever facilitates: tips that wait, and the materials."""
    group = access.open_group(request, pk, needs=Permission.ATTENDANCE)
    form = MaterialForm(request.POST or None)
    if form.is_valid():
        actions.add_material(group=group, by=request.user, **form.cleaned_data)
        return redirect("supportgroups:sharing", group.pk)
    context = {
        "group": group,
        "form": form,
        "waiting": access.read_tips(request, group).waiting(),
        "shown": group.tips.shown().select_related("author"),
        "materials": group.materials.all(),
    }
    return render(request, "supportgroups/sharing.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, pk, tip) -> HttpResponse:
    group = access.open_group(request, pk, needs=Permission.ATTENDANCE)
    try:
        actions.decide(tip=access.open_tip(group, tip), by=request.user, show=request.POST.get("show") == "yes")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("supportgroups:sharing", group.pk)


@login_required
@require_POST
def remove_material(request: HttpRequest, pk, material) -> HttpResponse:
    group = access.open_group(request, pk, needs=Permission.ATTENDANCE)
    actions.remove_material(material=access.open_material(group, material), by=request.user)
    return redirect("supportgroups:sharing", group.pk)
