"""Signing in with the account of one's work: there, and back."""

from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url, perform_login
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aftercare.accounts.single_sign_on import access, actions, protocol
from aftercare.accounts.single_sign_on.providers import find


def with_provider(view):
    """The provider instead of its key. Without one, and for who is signed in already, there is nothing here."""

    @wraps(view)
    def of_key(request, key):
        provider = find(key)
        if provider is None:
            raise Http404
        if request.user.is_authenticated:
            return redirect(get_login_redirect_url(request))
        return view(request, provider)

    return of_key


@with_provider
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, provider):
    """A page that goes on by itself: a redirect after a form would need each provider in `form-action`.

    Only the form begins: whoever opens the address, or takes the page in another language, starts from the button.
    """
    if request.method != "POST":
        return redirect("account_login")
    back_to = get_next_redirect_url(request)
    try:
        address = protocol.address_at(provider, request, back_to)
    except protocol.SignInFailed:
        return _did_not_work(request, provider, back_to)
    page = render(request, "accounts/to_work.html", {"address": address, "provider": provider})
    page.headers["Refresh"] = f"0; url={address}"
    return page


@with_provider
@require_GET
def back(request, provider):
    try:
        told = protocol.told_by(provider, request)
    except protocol.SignInFailed:
        return _did_not_work(request, provider)
    person = access.person_behind(told, provider)
    if person is None or not access.may_enter(person, provider):
        actions.refuse(person=person, provider=provider)
        messages.error(request, _("There is no account for your work address. Ask your administrator."))
        return _another_way(told.back_to)
    actions.link(person=person, told=told, provider=provider)
    record_authentication(request, person, method="single_sign_on", provider=provider.key)
    how = {"at_work": True, "two_factors": told.two_factors}
    return perform_login(request, person, redirect_url=told.back_to, signal_kwargs=how)


def _did_not_work(request, provider, back_to=None):
    messages.error(
        request,
        _("Signing in via %(organisation)s did not work. Try again, or sign in another way.")
        % {"organisation": provider.organisation},
    )
    return _another_way(back_to)


def _another_way(back_to):
    return redirect_to_login(back_to) if back_to else redirect("account_login")
