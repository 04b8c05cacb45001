"""Every error is a page that says what happened and what to do."""

import pytest
from django.test import Client

from aftercare.core import views

pytestmark = [pytest.mark.urls("tests.core.urls"), pytest.mark.django_db]


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


def opened(browser, address, language, **extra):
    return browser.get(address, headers={"Accept-Language": language}, **extra)


ERRORS = [
    ("/bad/", 400, "We could not read this"),
    ("/forbidden/", 403, "You cannot open this page"),
    ("/nowhere/", 404, "This page is not here"),
    ("/broken/", 500, "Something went wrong on our side"),
]


@pytest.mark.parametrize(("address", "status", "heading"), ERRORS)
def test_an_error_says_what_happened_and_offers_help(browser, address, status, heading):
    response = opened(browser, address, "en")
    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in page
    assert 'href="/help-now/"' in page
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("address", "status", "heading"), ERRORS)
def test_an_error_tells_nothing_of_its_cause(browser, address, status, heading):
    page = opened(browser, address, "en").content.decode()
    assert "secret detail" not in page
    assert "Traceback" not in page


@pytest.mark.parametrize(("address", "status", "heading"), ERRORS)
def test_an_error_speaks_dutch_first(browser, address, status, heading):
    assert '<html lang="nl"' in opened(browser, address, "").content.decode()


def test_the_page_after_a_failure_needs_no_request_and_no_database(
    django_assert_num_queries,
):
    with django_assert_num_queries(0):
        assert views.server_error(request=None).status_code == 500


def test_a_form_without_its_token_is_refused_with_advice():
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/fine/", headers={"Accept-Language": "en"})
    assert response.status_code == 403
    assert "<h1>Send it once more</h1>" in response.content.decode()


def test_maintenance_closes_every_page(browser, settings):
    settings.MAINTENANCE = True
    response = opened(browser, "/fine/", "en")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "600"
    assert "<h1>We are working on the portal</h1>" in response.content.decode()


def test_help_now_stays_open_during_maintenance_without_the_database(browser, settings, django_assert_num_queries):
    settings.MAINTENANCE = True
    with django_assert_num_queries(0):
        response = opened(browser, "/help-now/", "en")
    assert response.status_code == 200
    assert 'href="tel:112"' in response.content.decode()


def test_without_maintenance_pages_are_open(browser):
    assert opened(browser, "/fine/", "en").content == b"fine"
