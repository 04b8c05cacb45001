"""Every page that a person can reach by following links: accessible, within its policy, without sideways scroll,
in the language that was chosen."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import LAPTOP, ROOT
from tests.browser.languages import foreign

AXE = Path(ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
NARROW = {"width": 360, "height": 780}
PEOPLE = {
    "visitor": None,
    "client": "client@demo.example",
    "relative": "naaste@demo.example",
    "counsellor": "begeleider@demo.example",
    "coordinator": "coordinator@demo.example",
    "peer worker": "ervaring@demo.example",
    "partner": "partner@demo.example",
    "manager": "manager@demo.example",
    "policy maker": "beleid@demo.example",
    "administrator": "beheer@demo.example",
}
COLLEAGUES = {
    "client elsewhere": "client2@demo.example",
    "counsellor beside": "begeleider2@demo.example",
    "counsellor elsewhere": "buiten@demo.example",
}
"""They see the pages of somebody above, about other people."""
A_SAMPLE = 14
VARIABLE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|/c/[^/]+|/invitation/[^/]+|/key/[^/]+|(?<=/exercises/)[a-z-]+|(?<=/add/)[a-z_]+"
    r"|(?<=/say/)[a-z_]+"
)
FILE = re.compile(r"\.(pdf|ics|csv|xlsx|toml)\b|/messages/files/")
LINKS = "[...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"
VIOLATIONS = """async only => (await axe.run(document, {resultTypes: ['violations'], ...only})).violations
  .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | '))"""
ALL_RULES: dict = {}
COLOURS = {"runOnly": ["color-contrast"]}
LOOKS = [
    ("light", LAPTOP, ALL_RULES),
    ("dark", LAPTOP, COLOURS),
    ("dark", NARROW, COLOURS),
    ("light", NARROW, ALL_RULES),
]
"""Between light and dark only colours differ. Each look differs in one thing from the one before: to draw a page anew
takes longer than to look at it."""
LOOKED_AT: set[str] = set()
"""Shapes of pages that somebody has seen in all looks; whoever comes there after them looks at the first."""


def shape(url: str) -> str:
    """Pages that differ only in whom or what they are about are looked at once."""
    return VARIABLE.sub("…", urlsplit(url).path)


def pages(page: Page, demo: str, *, most: int = 1000) -> Iterator[tuple[str, int]]:
    """Opens one page of each shape that links lead to, at most so many, and gives its address and status."""
    waiting, seen = deque([page.url]), set()
    while waiting and len(seen) < most:
        url = waiting.popleft().split("#", maxsplit=1)[0]
        if shape(url) in seen or FILE.search(url):
            continue
        seen.add(shape(url))
        yield url, page.goto(url).status
        waiting.extend(link for link in page.evaluate(LINKS) if link.startswith(demo))


@pytest.fixture
def quiet() -> Iterator[Callable[[Page], None]]:
    """quiet(page): whatever that page complains of fails the test."""
    noise: list[str] = []

    def listen(page: Page) -> None:
        page.on("console", lambda said: noise.append(f"{page.url}: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: noise.append(f"{page.url}: {error}"))

    yield listen
    assert noise == []


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_within_reach(visit, demo, quiet, who):
    page = visit(PEOPLE[who], "/", size=LAPTOP)
    page.add_init_script(AXE)
    quiet(page)
    wrong, count = [], 0
    for url, status in pages(page, demo):
        count += 1
        wrong += [f"{url}: {found}" for found in foreign(page, "nl")]
        wrong += [f"{url}: {found}" for found in violations(page, new_looks(url))]
        wrong += [f"{url}: {status}"] if status != 200 else []
        wrong += scrolls_sideways(page)
    assert wrong == []
    assert count >= 3


@pytest.mark.parametrize("who", COLLEAGUES)
def test_every_page_opens_for_colleagues_and_neighbours(visit, demo, quiet, who):
    page = visit(COLLEAGUES[who], "/", size=LAPTOP)
    quiet(page)
    wrong, count = [], 0
    for url, status in pages(page, demo):
        count += 1
        wrong += [f"{url}: {found}" for found in foreign(page, "nl")]
        wrong += [f"{url}: {status}"] if status != 200 else []
    assert wrong == []
    assert count >= 3


@pytest.mark.parametrize("who", PEOPLE)
def test_the_english_portal_is_in_english(visit, demo, quiet, who):
    page = visit(PEOPLE[who], "/", size=LAPTOP)
    quiet(page)
    choose(page, "English")
    page.goto("/")
    wrong = []
    for url, _status in pages(page, demo, most=A_SAMPLE):
        wrong += [f"{url}: {found}" for found in foreign(page, "en")]
        wrong += scrolls_sideways(page)
    choose(page, "Nederlands")
    assert wrong == []


def choose(page: Page, language: str) -> None:
    """By the switch: on a client's page about themselves, in the menu of staff, at the foot of other pages."""
    if page.locator(".nz-nav").count():
        page.goto("/me/about/")
    if page.locator(".nz-me summary").count():
        page.locator(".nz-me summary").click()
    page.get_by_role("button", name=language, exact=True).click()
    page.get_by_role("button", name=language, exact=True).wait_for(state="detached")


def violations(page: Page, looks: list[tuple] = LOOKS) -> Iterator[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    for scheme, size, rules in looks:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("scheme => { document.documentElement.dataset.bsTheme = scheme }", scheme)
        page.set_viewport_size(size)
        yield from (f"{scheme} {size['width']}: {found}" for found in page.evaluate(VIOLATIONS, rules))


def new_looks(url: str) -> list[tuple]:
    known = shape(url) in LOOKED_AT
    LOOKED_AT.add(shape(url))
    return LOOKS[:1] if known else LOOKS


def scrolls_sideways(page: Page) -> list[str]:
    page.set_viewport_size(NARROW)
    scrolls = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.set_viewport_size(LAPTOP)
    return [f"{page.url} scrolls sideways at {NARROW['width']} px"] if scrolls else []


def look(page: Page, *, sideways: bool) -> list[str]:
    """One page on the way of a journey; `sideways` also looks whether it scrolls that way."""
    wrong = [f"{page.url}: {found}" for found in violations(page)]
    page.set_viewport_size(LAPTOP)
    return wrong + (scrolls_sideways(page) if sideways else [])
