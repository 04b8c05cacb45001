"""Every URL × every persona × every method, as rows a person can read: tests/access_matrix.txt.

`in` is a redirect to sign-in; a number is the status. A URL without a row fails. What is about somebody else's
client is 404, never 403. Other methods than GET, HEAD and POST are refused everywhere.
"""

import itertools
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from aftercare.audit.models import AccessEntry
from tests.world import World

FILE = Path(__file__).with_name("access_matrix.txt")
PERSONAS = FILE.read_text().splitlines()[0].split()[2:]
ROWS = [line.split() for line in FILE.read_text().splitlines()[1:] if line.strip() and not line.startswith("#")]
ADDRESSES = (f"10.0.{number // 250}.{number % 250}" for number in itertools.count())
OPEN_DOSSIER = ("/clients/", "/me/")


def names_of(resolver, namespace: str = "") -> set[str]:
    names = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            names.add(namespace + str(pattern.name))
        else:
            names |= names_of(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
    return names


def test_every_url_has_its_rows():
    rows = {(method, name) for method, name, *_ in ROWS}
    wanted = {(method, name) for name in names_of(get_resolver()) for method in ("GET", "POST")}
    assert wanted - rows == set()
    assert rows - wanted == set()


def test_every_row_names_every_persona():
    assert [row for row in ROWS if len(row) != 2 + len(PERSONAS)] == []


@pytest.mark.parametrize(("method", "name", "expected"), [(row[0], row[1], row[2:]) for row in ROWS])
def test_access(world: World, method, name, expected):
    path = reverse(name, args=world.arguments(name))
    found = [answer(world.browser(persona), method, path) for persona in PERSONAS]
    assert dict(zip(PERSONAS, found, strict=True)) == dict(zip(PERSONAS, expected, strict=True))


def answer(browser, method: str, path: str) -> str:
    """The status of one request, undone afterwards, so that each persona finds the same world."""
    with transaction.atomic():
        response = browser.generic(method, path, REMOTE_ADDR=next(ADDRESSES))
        transaction.set_rollback(True)
    if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/"):
        return "in"
    return str(response.status_code)


@pytest.mark.parametrize("name", sorted(names_of(get_resolver())))
def test_other_methods_are_refused(world: World, name):
    path = reverse(name, args=world.arguments(name))
    browser = world.browser("counsellor")
    assert {method: answer(browser, method, path) for method in ("PUT", "PATCH", "DELETE", "OPTIONS")} == dict.fromkeys(
        ("PUT", "PATCH", "DELETE", "OPTIONS"), "405"
    )


@pytest.mark.parametrize("name", sorted({row[1] for row in ROWS if row[0] == "GET"}))
def test_no_page_about_a_client_is_read_without_a_line_in_the_log(world: World, name):
    path = reverse(name, args=world.arguments(name))
    if not path.startswith(OPEN_DOSSIER):
        pytest.skip("not about one client")
    for persona in PERSONAS:
        before = AccessEntry.objects.count()
        with transaction.atomic():
            status = world.browser(persona).get(path).status_code
            written = AccessEntry.objects.count() - before
            transaction.set_rollback(True)
        if status in {200, 403}:
            assert written >= 1, f"{persona} got {status} at {path} and left no line"
