"""Every URL × every persona × every method, as rows a person can read: tests/access_matrix.txt.

`in` is a redirect to sign-in; a number is the status. A URL without a row fails. What is about somebody else's
client is 404, never 403. Other methods than GET, HEAD and POST are refused everywhere.
"""

import copy
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
ABOUT_NOBODY_YET = {"intake:start"}


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


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_persona_gets_what_the_matrix_says(world: World, method):
    deviations = []
    for _method, name, *expected in filter(lambda row: row[0] == method, ROWS):
        path = reverse(name, args=world.arguments(name))
        found = [answer(world.browser(persona), method, path) for persona in PERSONAS]
        deviations += [
            f"{method} {name} as {persona}: {got}, expected {wanted}"
            for persona, got, wanted in zip(PERSONAS, found, expected, strict=True)
            if got != wanted
        ]
    assert deviations == []


def answer(browser, method: str, path: str) -> str:
    """The status of one request, undone afterwards, so that each persona finds the same world."""
    cookies = copy.deepcopy(browser.cookies)
    with transaction.atomic():
        response = browser.generic(method, path, REMOTE_ADDR=next(ADDRESSES))
        transaction.set_rollback(True)
    browser.cookies = cookies
    if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/"):
        return "in"
    return str(response.status_code)


def test_other_methods_are_refused_everywhere(world: World):
    browser = world.browser("counsellor")
    accepted = [
        f"{method} {name}"
        for name in sorted(names_of(get_resolver()))
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS")
        if answer(browser, method, reverse(name, args=world.arguments(name))) != "405"
    ]
    assert accepted == []


def test_no_page_about_a_client_is_read_without_a_line_in_the_log(world: World):
    silent = []
    for name in sorted({row[1] for row in ROWS if row[0] == "GET"}):
        path = reverse(name, args=world.arguments(name))
        if not path.startswith(OPEN_DOSSIER) or name in ABOUT_NOBODY_YET:
            continue
        for persona in PERSONAS:
            before = AccessEntry.objects.count()
            with transaction.atomic():
                status = world.browser(persona).get(path).status_code
                written = AccessEntry.objects.count() - before
                transaction.set_rollback(True)
            if status == 200 and not written:
                silent.append(f"{name} as {persona}")
    assert silent == []
