"""The provider of De Kade, and the way there and back."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import requests
from django.core.cache import cache
from django.urls import reverse

from tests.accounts.single_sign_on import provider
from tests.personas import SignedInBrowser

KEY = "kade"


@pytest.fixture
def at_work(settings, organisation, counsellor) -> Iterator[provider.Provider]:
    """Where Ilse's employer knows her."""
    with provider.running() as running:
        running.person["email"] = counsellor.email
        one = {"key": KEY, "organisation": organisation.name, "issuer": running.url, **provider.CLIENT}
        settings.OIDC_PROVIDERS = [one]
        yield running
    cache.delete(f"single_sign_on:{running.url}/.well-known/openid-configuration")


@pytest.fixture
def configure(settings) -> Callable[..., None]:
    def change(**changes) -> None:
        settings.OIDC_PROVIDERS = [settings.OIDC_PROVIDERS[0] | changes]

    return change


@pytest.fixture
def browser(browser_of) -> SignedInBrowser:
    browser = browser_of(None)
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def there(browser) -> Callable[..., str]:
    """there() signs in at the provider and answers with the address that it sends the browser back to."""

    def sign_in_there(**data) -> str:
        page = browser.post(reverse("accounts:begin_at_work", args=[KEY]), data)
        assert page.status_code == 200, page
        back = requests.get(page.context["address"], allow_redirects=False, timeout=5).headers["Location"]
        address = urlsplit(back)
        return f"{address.path}?{address.query}"

    return sign_in_there


@pytest.fixture
def sign_in(browser, there) -> Callable:
    """There and back: the answer of the portal to the browser that came back."""

    def there_and_back(**data):
        return browser.get(there(**data))

    return there_and_back
