"""Coming in, coming home, and one's own account."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.account.views import LoginView
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as set_language_cookie

from aftercare.accounts import access, actions, calendar_links, invitations, passkeys, typed
from aftercare.accounts.forms import AcceptForm, ProfileForm
from aftercare.accounts.languages import is_offered, remember
from aftercare.accounts.models import Invitation
from aftercare.accounts.roles import Role
from aftercare.accounts.single_sign_on.access import linked
from aftercare.accounts.single_sign_on.providers import providers
from aftercare.core.errors import Refused
from aftercare.core.pictures import qr_code

HOMES = [
    (Role.COUNSELLOR, "caseload:today"),
    (Role.COORDINATOR, "supportgroups:list"),
    (Role.PEER_WORKER, "supportgroups:list"),
    (Role.ADMINISTRATOR, "accounts:people"),
]


@login_required
@require_safe
def home(request):
    """Each to the page that they came for; roles without one yet get a page that says so."""
    memberships = list(request.user.memberships.active().select_related("organisation", "region"))
    if not memberships:
        return redirect("overview:me")
    roles = {membership.role for membership in memberships}
    for role, page in HOMES:
        if role in roles:
            return redirect(page)
    return render(request, "accounts/home.html", {"memberships": memberships})


@require_POST
def set_language(request):
    language = request.POST.get("language")
    if request.user.is_authenticated and is_offered(language):
        actions.choose_language(by=request.user, language=language)
    return set_language_cookie(request)


@csrf_exempt
@require_POST
def leave(request):
    """Quick exit: signed out at once, and a page that says nothing. It works from a page that was kept offline too,
    so it asks no token: whoever makes a browser post here only signs somebody out.
    """
    logout(request)
    response = render(request, "accounts/left.html", {"url": settings.QUICK_EXIT_URL})
    response.headers["Refresh"] = f"0; url={settings.QUICK_EXIT_URL}"
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    patch_cache_control(response, private=True, no_store=True)
    typed.forget(request, response)
    return response


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request, token):
    """Behind the link in a letter. Looking changes nothing; a POST does, also one by a mail program (RFC 8058).

    The signed link is what allows it, so there is no token of a form to ask for.
    """
    person = access.person_of_letters(token)
    if person is None:
        return render(request, "accounts/letters.html", {"person": None}, status=404)
    if request.method == "POST":
        actions.choose_letters(by=person, gets_letters="again" in request.POST)
    return render(request, "accounts/letters.html", {"person": person, "changed": request.method == "POST"})


@login_required
def profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        actions.update_profile(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return remember(redirect("accounts:profile"), form.cleaned_data["language"])
    memberships = request.user.memberships.active().select_related("organisation", "region")
    context = {
        "form": form,
        "memberships": memberships,
        "at_work": linked(request.user) if providers() else [],
        "now": timezone.now(),
        "most_a_day": settings.MESSAGES_PER_DAY,
    }
    return render(request, "accounts/profile.html", context)


@never_cache
def invitation(request, token):
    """Looking changes nothing, so that mail scanners use nothing up; only the form makes the account."""
    try:
        found = access.invitation_of(token)
    except access.NoSuchInvitation:
        return _closed(request, "unknown", status=404)
    if (state := found.state(timezone.now())) != Invitation.State.PENDING:
        return _closed(request, state)
    if not found.user.is_active:
        return _closed(request, Invitation.State.WITHDRAWN)
    if access.has_account(found.user) and not found.renews:
        return _confirm(request, found)
    if request.user.is_authenticated:
        return render(request, "accounts/invitation_other.html", {"invitation": found})
    return _accept(request, found)


def _accept(request, found: Invitation):
    form = AcceptForm(request.POST or None, person=found.user)
    if form.is_valid():
        try:
            person = invitations.accept(invitation_id=found.pk, **form.cleaned_data)
        except Refused:
            return _closed(request, Invitation.State.ACCEPTED)
        if form.cleaned_data["passkey"]:
            post_authentication(request, access.passkeys_of(person).get(), reauthenticated=True, passwordless=True)
        else:
            record_authentication(request, person, method="password", email=person.email, reauthenticated=True)
        response = perform_login(request, person, redirect_url=reverse("accounts:welcome"))
        return remember(response, form.cleaned_data["language"])
    address = request.build_absolute_uri(request.path)
    context = {
        "invitation": found,
        "form": form,
        "qr": qr_code(address),
        "js_data": passkeys.begin(found.user),
    }
    return render(request, "accounts/invitation.html", context)


class RemovePasskey(RemoveWebAuthnView):
    """allauth's page, which would also take the only way in."""

    def form_valid(self, form):
        if not access.is_only_way_in(self.object):
            return super().form_valid(form)
        messages.error(
            self.request, _("This is the only way you sign in. First choose a password, or add another key.")
        )
        return redirect("mfa_list_webauthn")


remove_passkey = RemovePasskey.as_view()


sign_in = LoginView.as_view(extra_context={"employers": providers})
"""allauth's page, with the accounts of their work that staff may use instead."""


def _confirm(request, found: Invitation):
    """Somebody who has an account: signed in, they only say yes."""
    if request.user.is_authenticated and request.user != found.user:
        return render(request, "accounts/invitation_other.html", {"invitation": found})
    if request.method == "POST" and request.user == found.user:
        try:
            invitations.confirm(invitation_id=found.pk, by=request.user)
        except Refused:
            return _closed(request, Invitation.State.ACCEPTED)
        return redirect("home")
    return render(request, "accounts/invitation_confirm.html", {"invitation": found})


def _closed(request, state: str, status: int = 410):
    return render(request, "accounts/invitation_closed.html", {"state": state}, status=status)


@login_required
@require_safe
def welcome(request):
    """Right after accepting: clients begin their first run; others set up a second factor, now or later."""
    if not access.is_staff(request.user):
        return redirect("firstrun:go_on")
    if access.has_second_factor(request.user):
        return redirect("home")
    return render(request, "accounts/welcome.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request):
    """The private link of one's own calendar: made, shown this once, stopped."""
    token = ""
    if "make" in request.POST:
        token = calendar_links.make(by=request.user)
    elif request.method == "POST":
        calendar_links.revoke(by=request.user)
        messages.success(request, _("The link has stopped. Your calendar gets nothing new any more."))
        return redirect("accounts:calendar")
    address = settings.BASE_URL + reverse("overview:calendar", args=[token]) if token else ""
    context = {
        "address": address,
        "in_app": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        "link": request.user.calendar_links.working().first(),
        "now": timezone.now(),
    }
    return render(request, "accounts/calendar.html", context)
