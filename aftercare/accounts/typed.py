"""A form that came after its session had ended: kept for an hour, until its writer is signed in again.

It lies in the cache, locked. The only key is a cookie of the browser that sent it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from aftercare.core.addresses import page_at

COOKIE = "__Host-typed" if settings.HTTPS else "typed"
KEPT = timedelta(hours=1)
MOST_BYTES = 64 * 1024
CSRF_FIELD = "csrfmiddlewaretoken"
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
NOT_KEPT = (
    "account_",
    "mfa_",
    "usersessions_",
    "set_language",
    "accounts:invitation",
    "accounts:leave",
    "accounts:letters",
    "accounts:typed",
)
"""How the names of pages begin that ask for passwords, or that nobody types on."""
CONFLICT = 409


@dataclass(frozen=True)
class Form:
    """As it was sent: by whom, where to, its fields. Files that came with it are only counted."""

    person: str
    path: str
    fields: list[tuple[str, str]]
    files: int

    @property
    def texts(self) -> list[str]:
        """What was typed, the longest first. Ids, moments and single choices hold no spaces."""
        return sorted((value for _name, value in self.fields if len(value.split()) > 1), key=len, reverse=True)

    @property
    def leads_somewhere(self) -> bool:
        page = page_at(unquote(urlsplit(self.path).path))
        return bool(page) and not page.startswith(NOT_KEPT)

    def has_arrived(self, request: HttpRequest, response: HttpResponse) -> bool:
        """Whether this request sent it and its page took it, or shows it with what is to be changed."""
        shown = response.status_code < 400 or response.status_code == CONFLICT
        return request.method == "POST" and request.get_full_path() == self.path and shown


def form_in(request: HttpRequest, person: str) -> Form | None:
    """What `person` sent from a page of ours, with at least one field filled in."""
    if not _is_ordinary(request) or not _is_from_our_page(request):
        return None
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != CSRF_FIELD]
    form = Form(person, request.get_full_path(), fields, len(request.FILES))
    return form if form.leads_somewhere and any(value for _name, value in fields) else None


def _is_ordinary(request: HttpRequest) -> bool:
    """A page that is left for the next, no script that asks for a part."""
    by_hand = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and not request.htmx
    return request.method == "POST" and request.content_type in FORMS and by_hand


def _is_from_our_page(request: HttpRequest) -> bool:
    """Whether CSRF's check let it pass, right before the view that asked to sign in."""
    return getattr(request, "csrf_processing_done", False)


def keep(form: Form) -> str:
    """The key to it, or nothing when it is too much to keep."""
    plain = json.dumps(asdict(form), ensure_ascii=False).encode()
    if len(plain) > MOST_BYTES:
        return ""
    key = Fernet.generate_key()
    cache.set(_place(key.decode()), Fernet(key).encrypt(plain), KEPT.total_seconds())
    return key.decode()


def hand_over(key: str, request: HttpRequest, response: HttpResponse) -> None:
    """Gives the key to the browser. What it had kept before goes."""
    forget(request, response)
    response.set_cookie(COOKIE, key, max_age=KEPT, secure=settings.HTTPS, httponly=True, samesite="Lax")


def find(request: HttpRequest) -> Form | None:
    """What this browser has kept of whoever is signed in; of somebody else nothing."""
    key = request.COOKIES.get(COOKIE, "")
    locked = cache.get(_place(key))
    if locked is None:
        return None
    try:
        form = Form(**json.loads(Fernet(key).decrypt(locked, ttl=int(KEPT.total_seconds()))))
    except InvalidToken:
        return None
    return form if form.person == str(request.user.pk) else None


def forget(request: HttpRequest, response: HttpResponse) -> None:
    if COOKIE in request.COOKIES:
        cache.delete(_place(request.COOKIES[COOKIE]))
        response.delete_cookie(COOKIE, samesite="Lax")


def _place(key: str) -> str:
    return f"typed.{sha256(key.encode()).hexdigest()}"
