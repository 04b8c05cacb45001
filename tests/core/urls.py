"""The portal's addresses, and some that break on purpose."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from aftercare.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401


def bad(request):
    raise SuspiciousOperation("secret detail")


def forbidden(request):
    raise PermissionDenied("secret detail")


def broken(request):
    raise RuntimeError("secret detail")


@csrf_protect
def fine(request):
    return HttpResponse("fine")


urlpatterns = [
    *urlpatterns,
    path("bad/", bad),
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("fine/", fine),
]
