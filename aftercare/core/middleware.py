"""Middleware that belongs to no feature: methods, caching of private pages, maintenance."""

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.utils.cache import patch_cache_control

from aftercare.core import views

KNOWN_METHODS = ("GET", "HEAD", "POST")


def known_methods(get_response):
    """The portal reads with GET and acts with POST; no view needs to think of other methods."""

    def middleware(request):
        if request.method not in KNOWN_METHODS:
            return HttpResponseNotAllowed(KNOWN_METHODS)
        return get_response(request)

    return middleware


def no_store(get_response):
    """Signed-in pages never stay in a browser's or proxy's cache."""

    def middleware(request):
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


def maintenance(get_response):
    """While MAINTENANCE is on, every page but Help now says so."""

    def middleware(request):
        if settings.MAINTENANCE:
            return views.under_maintenance(request)
        return get_response(request)

    return middleware
