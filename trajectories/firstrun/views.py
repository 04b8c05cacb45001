"""The steps of the first run. Whoever comes back goes on at the first step without an answer."""

from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.accounts import actions as accounts
from aftercare.accounts.access import has_recovery_codes, has_second_factor
from aftercare.core.errors import Stale
from aftercare.notifications import sms
from trajectories.dossier.access import Permission, can, open_own
from trajectories.firstrun import actions as first_runs
from trajectories.firstrun.forms import OwnWordsForm, RemindersForm
from trajectories.firstrun.models import FirstRun
from trajectories.plans import actions as plans

SCREENS = ("invitation", "sign_in", "codes", "reminders", "plan")


@login_required
@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    first_run = _begun(request)
    if first_run.next_step == "sign_in" and has_second_factor(request.user):
        return redirect("firstrun:codes")
    return redirect(f"firstrun:{first_run.next_step}" if first_run.next_step else "plans:mine")


class AddApp(ActivateTOTPView):
    """allauth's own page for an authenticator app, with the button for a passkey beside it."""

    template_name = "trajectories/firstrun/sign_in.html"
    success_url = reverse_lazy("firstrun:codes")

    def get_context_data(self, **kwargs) -> dict:
        passkey = AddWebAuthnForm(user=self.request.user)
        options = {"creation_options": webauthn.begin_registration(self.request.user, passwordless=True)}
        context = {"passkey": passkey, "js_data": options}
        return super().get_context_data(**kwargs) | context | _place(self.request, "sign_in")

    def get_success_url(self) -> str:
        return str(self.success_url)


class AddPasskey(AddWebAuthnView):
    success_url = reverse_lazy("firstrun:codes")

    def get_success_url(self) -> str:
        return str(self.success_url)

    def form_invalid(self, form) -> HttpResponse:  # noqa: ARG002 - Django passes it
        messages.error(self.request, _("That did not work, or you stopped. Try again, or use another way."))
        return redirect("firstrun:sign_in")


class ShowCodes(ViewRecoveryCodesView):
    """For when the device is lost. Shown here, because later nobody looks for them."""

    template_name = "trajectories/firstrun/codes.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | _place(self.request, "codes")


add_app, add_passkey, show_codes = AddApp.as_view(), AddPasskey.as_view(), ShowCodes.as_view()


@login_required
def sign_in(request: HttpRequest) -> HttpResponse:
    _begun(request)
    return redirect("firstrun:codes") if has_second_factor(request.user) else add_app(request)


@login_required
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    _begun(request)
    return add_passkey(request)


@login_required
def codes(request: HttpRequest) -> HttpResponse:
    """Whoever says that they kept them, or has none, goes on."""
    first_run = _begun(request)
    if request.method != "POST" and has_recovery_codes(request.user):
        return show_codes(request)
    if has_second_factor(request.user):
        first_runs.answer(first_run=first_run, by=request.user, step="sign_in")
    return redirect("firstrun:go_on")


@login_required
@require_POST
def later(request: HttpRequest) -> HttpResponse:
    first_runs.answer(first_run=_begun(request), by=request.user, step="sign_in")
    return redirect("firstrun:go_on")


@login_required
def reminders(request: HttpRequest) -> HttpResponse:
    first_run = _begun(request)
    form = RemindersForm(request.POST if request.method == "POST" else None, initial={"phone": request.user.phone})
    if form.is_valid():
        if form.cleaned_data["gets_letters"] == "text":
            accounts.choose_texts(by=request.user, phone=form.cleaned_data["phone"])
        else:
            accounts.choose_letters(by=request.user, gets_letters=form.cleaned_data["gets_letters"] == "yes")
        first_runs.answer(first_run=first_run, by=request.user, step="reminders")
        return redirect("firstrun:go_on")
    context = {"form": form, "now": timezone.now(), "texts": sms.is_possible(), **_place(request, "reminders")}
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
        "now": timezone.now(),
        **_place(request, "plan"),
    }
    return render(request, "trajectories/firstrun/plan.html", context, status=409 if stale else 200)


def _begun(request: HttpRequest) -> FirstRun:
    trajectory = open_own(request, needs=Permission.FIRST_RUN)
    return first_runs.begin(trajectory=trajectory, by=request.user)


def _place(request: HttpRequest, screen: str) -> dict:
    """Which screen of how many. Who came in with a passkey has nothing more to arrange for signing in."""
    asks_more = screen == "sign_in" or request.user.has_usable_password()
    screens = [name for name in SCREENS if asks_more or name != "sign_in"]
    return {"number": screens.index(screen) + 1, "total": len(screens)}
