"""Pages that belong to no feature: Help now, errors, maintenance. All but Help now need no database and no person."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_from_request, override
from django.views.decorators.http import require_safe

from aftercare.core.helpline import helpline

THEME = {"light": "#F4F2EE", "dark": "#141A23"}
"""The colour behind every page, as in tokens.css."""


@require_safe
def show_help(request, *, strategies=(), people=(), counsellor=None, call_back=None, is_relative=False):
    """For everyone, signed in or not, and never recorded. Whoever knows the person gives what is theirs."""
    context = {
        "helpline": helpline(at=timezone.now()),
        "strategies": strategies,
        "people": people,
        "counsellor": counsellor,
        "call_back": call_back,
        "is_relative": is_relative,
    }
    return render(request, "core/help_now.html", context)


def _page(template: str, status: int, *, retry_after: int | None = None, **context) -> HttpResponse:
    page = render_to_string(template, {"product_name": settings.PRODUCT_NAME, **context})
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": str(retry_after)} if retry_after else {})
    return HttpResponse(page, status=status, headers=headers)


def bad_request(request, exception=None):
    return _page("errors/400.html", 400)


def forbidden(request, exception=None):
    return _page("errors/403.html", 403)


def not_found(request, exception=None):
    return _page("errors/404.html", 404)


def server_error(request):
    return _page("errors/500.html", 500)


def csrf_failure(request, reason=""):
    return _page("errors/csrf.html", 403)


def under_maintenance(request):
    """Answered before sessions and the database are touched, which may be away."""
    with override(get_language_from_request(request)):
        if request.path == reverse("help_now"):
            shell = {"base": "base_visitor.html"}
            return _page("core/help_now.html", 200, shell=shell, helpline=helpline(at=timezone.now()))
        return _page("errors/503.html", 503, retry_after=600)


@require_safe
def manifest(request):
    """What an installed portal is called and looks like on a home screen: its own name, and nothing of care."""
    icons = [("icon-192", 192, "any"), ("icon-512", 512, "any"), ("icon-maskable-512", 512, "maskable")]
    told = {
        "id": "/",
        "name": settings.PRODUCT_NAME,
        "short_name": settings.PRODUCT_NAME,
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": THEME["light"],
        "theme_color": THEME["light"],
        "icons": [
            {"src": static(f"img/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in icons
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")
