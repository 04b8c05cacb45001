"""Per request: the person's language, the second factor of staff, and the scope of the database transaction."""

from django.conf import settings
from django.db import transaction
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from aftercare.core import scope


def language(get_response):
    """Chosen by hand (cookie), else the person's own, else what the browser asks for, else Dutch."""

    def middleware(request):
        with translation.override(_language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
        response.headers["Content-Language"] = request.LANGUAGE_CODE
        return response

    return middleware


def _language_of(request) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    own = getattr(request.user, "language", None)
    asked = [code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    for code in [chosen, own, *asked]:
        try:
            return get_supported_language_variant(code or "")
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def second_factor(get_response):
    """Staff without a second factor are brought to its set-up page before anything else."""

    def middleware(request):
        if settings.STAFF_SECOND_FACTOR_REQUIRED and _lacks_second_factor(request):
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _lacks_second_factor(request) -> bool:
    open_paths = ("/accounts/", "/i18n/", "/help-now/", settings.STATIC_URL)
    if not request.user.is_authenticated or request.path.startswith(open_paths):
        return False
    return request.user.memberships.active().exists() and not request.user.authenticator_set.exists()


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
