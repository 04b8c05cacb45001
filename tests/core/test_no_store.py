"""Private pages stay out of caches."""

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.core.urls")


def test_a_signed_in_page_is_never_stored(client_user):
    browser = Client()
    browser.force_login(client_user)
    assert browser.get("/fine/").headers["Cache-Control"] == "private, no-store"


def test_a_visitor_s_page_may_be(db):
    assert "Cache-Control" not in Client().get("/fine/").headers
