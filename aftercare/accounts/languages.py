"""The languages that are offered, and the cookie that remembers one chosen by hand."""

from django.conf import settings
from django.http import HttpResponse


def is_offered(language: str | None) -> bool:
    return language in dict(settings.LANGUAGES)


def remember(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
