"""The line for a place: asked by the person or by staff, answered by the person, also from the letter's link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.core.errors import Refused
from aftercare.core.links import LinkInvalid
from supportgroups import access, actions, candidates, own
from supportgroups.access import Permission
from supportgroups.forms import PlaceForm, TogetherForm
from supportgroups.models import Wait


@login_required
@require_POST
def ask(request: HttpRequest, pk) -> HttpResponse:
    """Somebody's own wish."""
    group = get_object_or_404(candidates.joinable(request.user), pk=pk)
    said = _("You are in line. As soon as there is a place for you, you get a message.")
    _done(request, actions.ask, said=said, group=group, participant=request.user)
    return redirect("supportgroups:mine")


@login_required
@require_POST
def answer(request: HttpRequest, pk) -> HttpResponse:
    _answered(request, own.open_own_wait(request, pk), by=request.user)
    return redirect("supportgroups:mine")


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing. It says no name: who has the letter may not be who it is for."""
    try:
        wait = own.open_offer(token)
    except LinkInvalid:
        return render(request, "supportgroups/offer.html", {"wait": None}, status=410)
    if request.method == "POST":
        _answered(request, wait, by=wait.participant)
        return render(request, "supportgroups/offer.html", {"wait": None})
    return render(request, "supportgroups/offer.html", {"wait": wait})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk) -> HttpResponse:
    """The own place."""
    place = own.open_own_place(request, pk)
    if request.method == "POST":
        _done(request, actions.leave, said=_("You have left the group. You can always ask again."), enrolment=place)
        return redirect("supportgroups:mine")
    return render(request, "supportgroups/leave_own.html", {"place": place})


@login_required
@require_POST
def add(request: HttpRequest, pk) -> HttpResponse:
    group = access.open_group(request, pk, needs=Permission.ENROL)
    known = candidates.candidates(by=request.user, organisation=group.organisation, whom=group.whom)
    form = PlaceForm(request.POST, candidates=known)
    if form.is_valid():
        person = form.cleaned_data["participant"]
        _done(request, actions.ask, said=_("%(name)s is in line.") % {"name": person}, group=group, participant=person)
    else:
        messages.error(request, _("This person cannot be given a place here."))
    return redirect(group)


@login_required
@require_POST
def together(request: HttpRequest, pk) -> HttpResponse:
    wait = access.open_wait(request, pk)
    form = TogetherForm(request.POST, others=Wait.objects.in_line().filter(group=wait.group).exclude(pk=wait.pk))
    if form.is_valid():
        other = access.open_wait(request, form.cleaned_data["other"].pk)
        _done(request, actions.go_together, said=_("They get their offers together."), wait=wait, other=other)
    else:
        messages.error(request, _("Both must still be waiting, each without somebody else."))
    return redirect(wait.group)


@login_required
@require_POST
def end(request: HttpRequest, pk) -> HttpResponse:
    wait = access.open_wait(request, pk)
    said = _("%(name)s does not wait any more.") % {"name": wait.participant}
    _done(request, actions.step_back, said=said, wait=wait)
    return redirect(wait.group)


def _answered(request: HttpRequest, wait: Wait, *, by) -> None:
    action, said = actions.step_back, _("Thank you for saying so. You can always ask again.")
    if request.POST.get("answer") == "accept":
        action, said = actions.accept, _("You have a place in the group.")
    _done(request, action, by=by, said=said, wait=wait)


def _done(request: HttpRequest, action, *, said: str, by=None, **what) -> None:
    try:
        action(by=by or request.user, **what)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
