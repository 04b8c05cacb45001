"""Every URL × every persona × every method, as rows a person can read: tests/access_matrix.txt.

`in` is a redirect to sign-in; a number is the status. A URL without a row fails. What is about somebody else's
client is 404, never 403. Other methods than GET, HEAD and POST are refused everywhere.
"""

import copy
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from aftercare.audit.models import AccessEntry
from tests.personas import SignedInBrowser
from tests.world import World

pytestmark = pytest.mark.xdist_group("access matrix")  # groups go first: else one process may do this alone, at the end

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
def test_each_persona_gets_what_the_matrix_says_and_reading_is_logged(world: World, method):
    deviations, silent = [], []
    browsers = [world.browser(persona) for persona in PERSONAS]
    lines_before = AccessEntry.objects.count()
    for _method, name, *expected in filter(lambda row: row[0] == method, ROWS):
        path = reverse(name, args=world.arguments(name))
        about_somebody = path.startswith(OPEN_DOSSIER) and name not in ABOUT_NOBODY_YET
        for persona, browser, wanted in zip(PERSONAS, browsers, expected, strict=True):
            with undone(browser):
                got = answer(browser, method, path)
                if got != wanted:
                    deviations.append(f"{method} {name} as {persona}: {got}, expected {wanted}")
                if got == "200" and about_somebody and AccessEntry.objects.count() == lines_before:
                    silent.append(f"{method} {name} as {persona}")
    assert deviations == []
    assert silent == []


@contextmanager
def undone(browser: SignedInBrowser) -> Iterator[None]:
    """What is asked in the block leaves nothing behind, so that each persona finds the same world."""
    cookies = copy.deepcopy(browser.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    browser.cookies = cookies


def answer(browser: SignedInBrowser, method: str, path: str) -> str:
    response = browser.generic(method, path, REMOTE_ADDR=next(ADDRESSES))
    if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/"):
        return "in"
    return str(response.status_code)


def test_other_methods_are_refused_everywhere(world: World):
    browser, accepted = world.browser("counsellor"), []
    for name in sorted(names_of(get_resolver())):
        path = reverse(name, args=world.arguments(name))
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
            with undone(browser):
                accepted += [f"{method} {name}"] if answer(browser, method, path) != "405" else []
    assert accepted == []
