"""Per request: language and time zone, how long a session lasts, the second factor of staff, the database scope."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django_htmx.http import HttpResponseClientRedirect

from aftercare.accounts import own_phone, typed
from aftercare.accounts.access import has_second_factor, is_staff
from aftercare.accounts.stages import TWO_FACTORS_AT_WORK
from aftercare.core import scope
from aftercare.core.addresses import page_at


def language(get_response):
    """Chosen by hand (cookie), else the person's own, else what the browser asks for, else Dutch."""

    def middleware(request):
        with translation.override(_language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
        response.headers["Content-Language"] = request.LANGUAGE_CODE
        return response

    return middleware


def _language_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    own = getattr(request.user, "language", None)
    asked = [code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    for code in [chosen, own, *asked]:
        try:
            return get_supported_language_variant(code or "")
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def time_zone(get_response):
    """Moments are shown in the person's own zone."""

    def middleware(request):
        with timezone.override(getattr(request.user, "time_zone", None)):
            return get_response(request)

    return middleware


@dataclass(frozen=True)
class Limits:
    """How long a session lasts without a request, and in all."""

    idle: timedelta
    whole: timedelta


LIMITS = {
    "staff": Limits(idle=timedelta(minutes=30), whole=timedelta(hours=12)),
    "client": Limits(idle=timedelta(days=14), whole=timedelta(days=90)),
}
KIND, BEGAN, SEEN, FACTOR = "person_kind", "session_began", "session_seen", "second_factor_seen"


def session_limits(get_response):
    """Past its limits a session is a visitor's. A role given or ended starts a new one anyway."""

    def middleware(request):
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            if KIND not in request.session:
                _begin(request, now)
            limits = LIMITS[request.session[KIND]]
            quiet = now - request.session[SEEN]
            if quiet > limits.idle.total_seconds() or now - request.session[BEGAN] > limits.whole.total_seconds():
                return _as_visitor(request, get_response)
            if quiet > limits.idle.total_seconds() / 30:
                request.session[SEEN] = now
        return get_response(request)

    return middleware


def _begin(request: HttpRequest, now: float) -> None:
    kind = "staff" if is_staff(request.user) else "client"
    request.session.update({KIND: kind, BEGAN: now, SEEN: now})
    if kind == "client":
        request.session.set_expiry(LIMITS[kind].idle + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def _as_visitor(request: HttpRequest, get_response) -> HttpResponse:
    """What is open to everybody, as Help now is, stays open. Other pages ask to sign in, and what was typed is kept."""
    person = str(request.user.pk)
    logout(request)
    response = get_response(request)
    asks = response.status_code == 302 and response.url.startswith(reverse(settings.LOGIN_URL))
    return _sign_in_again(request, person) if asks else response


def _sign_in_again(request: HttpRequest, person: str) -> HttpResponse:
    form = typed.form_in(request, person)
    key = typed.keep(form) if form else ""
    back = reverse("accounts:typed") if key else _page_it_was_on(request)
    messages.info(request, _why(form, key))
    again = redirect_to_login(back)
    if key:
        typed.hand_over(key, request, again)
    return HttpResponseClientRedirect(again.url) if request.htmx else again


def _page_it_was_on(request: HttpRequest) -> str:
    page = request.get_full_path() if request.method in {"GET", "HEAD"} else request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else "/"


def _why(form: typed.Form | None, key: str) -> str:
    if key:
        return _(
            "You were signed out because nothing happened for a while. What you typed is kept: sign in to send it."
        )
    if form:
        return _("You were signed out because nothing happened for a while. What you typed was too long to keep.")
    return _("You were signed out because nothing happened for a while. Sign in to go on.")


def light(get_response):
    """Pages for phones are compressed; those of staff, on a desk, are not worth the work.

    What is secret in a page is masked anew each time, and the length of each answer is blurred (BREACH).
    """
    compress = GZipMiddleware(get_response)

    def middleware(request):
        response = get_response(request)
        at_a_desk = getattr(request, "session", {}).get(KIND) == "staff"
        return response if at_a_desk else compress.process_response(request, response)

    return middleware


def phone(get_response):
    """What is kept in a browser goes when its owner signs out, and when somebody else signs in there.

    A session that only ran out leaves it: help can still be read, and what waits is sent after signing in again.
    """

    def middleware(request):
        was_signed_in = request.user.is_authenticated
        response = get_response(request)
        if request.user.is_authenticated and own_phone.is_own(request):
            response.headers["Own-Phone"] = "yes"
        elif own_phone.COOKIE in request.COOKIES and (was_signed_in or request.user.is_authenticated):
            own_phone.forget(response)
        return response

    return middleware


def typed_before(get_response):
    """What was kept of a form goes when it was sent, when its writer signs out, and when somebody else signs in."""

    def middleware(request):
        was_signed_in = request.user.is_authenticated
        response = get_response(request)
        if typed.COOKIE in request.COOKIES and (was_signed_in or request.user.is_authenticated):
            form = typed.find(request)
            if form is None or form.has_arrived(request, response):
                typed.forget(request, response)
        return response

    return middleware


OPEN_WITHOUT_FACTOR = {"account_logout", "account_reauthenticate", "set_language", "help_now"}


def second_factor(get_response):
    """Staff without a second factor are brought to its set-up page before anything else."""

    def middleware(request):
        if settings.STAFF_SECOND_FACTOR_REQUIRED and request.session.get(KIND) == "staff":
            if request.path_info.startswith(reverse("mfa_index")):
                request.session.pop(FACTOR, None)
            elif not _second_factor_seen(request) and page_at(request.path_info) not in OPEN_WITHOUT_FACTOR:
                messages.info(request, _("Set up a passkey or an authenticator app first. After that you can go on."))
                return redirect("mfa_index")
        return get_response(request)

    return middleware


def _second_factor_seen(request: HttpRequest) -> bool:
    """Asked of the database once per session; the pages that change it make it be asked again."""
    if FACTOR not in request.session and (TWO_FACTORS_AT_WORK in request.session or has_second_factor(request.user)):
        request.session[FACTOR] = True
    return FACTOR in request.session


def row_scope(get_response):
    """One transaction per request, in which PostgreSQL knows who asks. A server error undoes it."""

    def middleware(request):
        with transaction.atomic():
            scope.enter(user=request.user.pk)
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    return middleware
