"""The steps of the first run. Whoever comes back goes on at the first step without an answer."""

from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.accounts import actions as accounts
from aftercare.accounts.access import has_second_factor
from aftercare.core.errors import Stale
from aftercare.core.pictures import qr_code
from trajectories.dossier.access import Permission, can, open_own
from trajectories.firstrun import actions as first_runs
from trajectories.firstrun.forms import OwnWordsForm, RemindersForm
from trajectories.firstrun.models import STEPS, FirstRun
from trajectories.plans import actions as plans

SCREENS = len(STEPS) + 1  # the invitation is the first


@login_required
@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    first_run = _begun(request)
    if first_run.next_step == "sign_in" and has_second_factor(request.user):
        first_runs.answer(first_run=first_run, by=request.user, step="sign_in")
        first_run.refresh_from_db()
    return redirect(f"firstrun:{first_run.next_step}" if first_run.next_step else "plans:mine")


class AddPasskey(AddWebAuthnView):
    """allauth's own page for a passkey, as the second screen of the first run."""

    template_name = "trajectories/firstrun/sign_in.html"

    def get_context_data(self, **kwargs) -> dict:
        address = settings.BASE_URL + reverse("firstrun:go_on")
        return super().get_context_data(**kwargs) | {"number": 2, "total": SCREENS, "qr": qr_code(address)}

    def get_success_url(self) -> str:
        """The codes for when the device is lost stay at My account: here they would be one screen too many."""
        messages.success(self.request, _("Done. Your recovery codes are at My account, under Signing in and security."))
        return reverse("firstrun:go_on")


class AddApp(ActivateTOTPView):
    """The same for an authenticator app."""

    def get_success_url(self) -> str:
        return AddPasskey.get_success_url(self)


add_passkey, add_app = AddPasskey.as_view(), AddApp.as_view()


@login_required
def sign_in(request: HttpRequest) -> HttpResponse:
    _begun(request)
    return add_passkey(request)


@login_required
def app(request: HttpRequest) -> HttpResponse:
    _begun(request)
    return add_app(request)


@login_required
@require_POST
def later(request: HttpRequest) -> HttpResponse:
    first_runs.answer(first_run=_begun(request), by=request.user, step="sign_in")
    return redirect("firstrun:go_on")


@login_required
def reminders(request: HttpRequest) -> HttpResponse:
    first_run = _begun(request)
    form = RemindersForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        accounts.choose_letters(by=request.user, **form.cleaned_data)
        first_runs.answer(first_run=first_run, by=request.user, step="reminders")
        return redirect("firstrun:go_on")
    context = {"form": form, "number": 3, "total": SCREENS, "now": timezone.now()}
    return render(request, "trajectories/firstrun/reminders.html", context)


@login_required
def plan(request: HttpRequest) -> HttpResponse:
    """What one wants, in own words; then one's own plan."""
    first_run = _begun(request)
    trajectory = first_run.trajectory
    current = trajectory.goals.current().select_related("set_by").first()
    writes = can(request.user, Permission.GOAL_EDIT, trajectory)
    initial = {"replaces": current and current.pk, "text": current and current.text}
    form = OwnWordsForm(request.POST if request.method == "POST" else None, initial=initial)
    stale = False
    if form.is_valid():
        try:
            if writes and form.cleaned_data["text"] and form.has_changed():
                plans.set_goal(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Stale:
            current = trajectory.goals.current().select_related("set_by").first()
            form, stale = form.over(current), True
        else:
            first_runs.answer(first_run=first_run, by=request.user, step="plan")
            messages.success(request, _("You are all set. This is your plan."))
            return redirect("plans:mine")
    context = {
        "form": form,
        "writes": writes,
        "current": current,
        "stale": stale,
        "items": trajectory.plan_items.current(),
        "number": 4,
        "total": SCREENS,
        "now": timezone.now(),
    }
    return render(request, "trajectories/firstrun/plan.html", context, status=409 if stale else 200)


def _begun(request: HttpRequest) -> FirstRun:
    trajectory = open_own(request, needs=Permission.FIRST_RUN)
    return first_runs.begin(trajectory=trajectory, by=request.user)
