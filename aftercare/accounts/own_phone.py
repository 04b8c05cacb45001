"""The browser that somebody called their own phone: a cookie says so, and whatever is kept there goes with it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from aftercare.accounts.models import User

COOKIE = "__Host-phone" if settings.HTTPS else "phone"
WIPE = '"cache", "storage"'


def is_own(request: HttpRequest) -> bool:
    """Whether this browser is the phone of who is signed in."""
    return request.user.is_authenticated and constant_time_compare(request.COOKIES.get(COOKIE, ""), _mark(request.user))


def keep(response: HttpResponse, user: User) -> None:
    response.set_cookie(
        COOKIE, _mark(user), max_age=settings.OWN_PHONE_AGE, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def forget(response: HttpResponse) -> None:
    """Nothing stays in the browser: no copies, nothing that waits, no service worker."""
    response.delete_cookie(COOKIE, samesite="Lax")
    response.headers.setdefault("Clear-Site-Data", WIPE)  # quick exit asks for more


def _mark(user: User) -> str:
    return salted_hmac("aftercare.own-phone", str(user.pk), algorithm="sha256").hexdigest()[:32]
