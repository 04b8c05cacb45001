"""Pages for phones are compressed on the line; the long lists of staff are not worth the work."""

import gzip

import pytest

ASKED = {"HTTP_ACCEPT_ENCODING": "gzip"}


@pytest.mark.parametrize("address", ["/me/", "/help-now/"])
def test_a_clients_page_is_compressed(browser_of, client_user, trajectory, address):
    phone = browser_of(client_user)
    page = phone.get(address, **ASKED)
    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.content).startswith(b"<!doctype html>")


@pytest.mark.django_db
def test_help_is_compressed_for_a_visitor_too(client):
    assert client.get("/help-now/", **ASKED).headers["Content-Encoding"] == "gzip"


def test_a_page_of_staff_is_not(browser_of, counsellor):
    assert "Content-Encoding" not in browser_of(counsellor).get("/caseload/", **ASKED).headers


@pytest.mark.django_db
def test_maintenance_has_no_session_and_says_so_all_the_same(client, settings):
    settings.MAINTENANCE = True
    assert client.get("/help-now/", **ASKED).status_code == 200
