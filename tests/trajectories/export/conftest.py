"""Somebody's copy, taken as a browser takes it."""

import io
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

COPY = reverse("export:mine")


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def take():
    """take(browser) is what the downloaded file holds, by name."""

    def taken(browser) -> dict[str, str]:
        response = browser.post(COPY)
        assert (response.status_code, response.headers["Content-Type"]) == (200, "application/zip")
        with ZipFile(io.BytesIO(response.content)) as pack:
            assert pack.testzip() is None
            return {name: pack.read(name).decode() for name in pack.namelist()}

    return taken


@pytest.fixture
def read(take):
    """read(browser) is the readable part."""
    return lambda browser: take(browser)["mijn-gegevens.html"]


@pytest.fixture
def as_many_for_three_as_for_one(phone):
    """Whether a copy takes as many queries for three of what `add(number)` makes as for one."""

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert phone.post(COPY).status_code == 200
        return len(found)

    def same(add) -> bool:
        add(0)
        phone.post(COPY)
        for_one = queries()
        add(1)
        add(2)
        return queries() == for_one

    return same
