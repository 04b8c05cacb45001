"""Pages that belong to no feature: errors and maintenance. They need no database and no signed-in user."""

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string


def _page(template: str, status: int, **headers: str) -> HttpResponse:
    page = render_to_string(template, {"product_name": settings.PRODUCT_NAME})
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store", **headers})


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
    return _page("errors/503.html", 503, **{"Retry-After": "600"})
