"""Every page that a person can reach by following links: accessible, within its policy, without sideways scroll."""

import re
from collections import deque
from pathlib import Path

import pytest

from tests.browser.conftest import LAPTOP, ROOT

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
VARIABLE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|/c/[^/]+|/invitation/[^/]+|/key/[^/]+|(?<=/exercises/)(?!assign/)[a-z-]+|(?<=/assign/)[a-z-]+"
)
LINKS = "[...document.querySelectorAll('a[href]:not([type=\"application/pdf\"])')].map(a => a.href)"
VIOLATIONS = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | '))"""


def shape(url: str) -> str:
    """Pages that differ only in whom or what they are about are looked at once."""
    return VARIABLE.sub("…", url.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0])


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_within_reach(visit, demo, who):
    page = visit(PEOPLE[who], "/", size=LAPTOP)
    noise: list[str] = []
    page.on("console", lambda message: noise.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: noise.append(f"{page.url}: {error}"))
    waiting, seen, wrong = deque([page.url]), set(), []
    while waiting:
        url = waiting.popleft()
        if shape(url) in seen:
            continue
        seen.add(shape(url))
        response = page.goto(url)
        if response.status != 200:
            wrong.append(f"{url}: {response.status}")
        wrong += look(page, sideways=who in {"visitor", "client", "relative"})
        waiting.extend(link for link in page.evaluate(LINKS) if link.startswith(demo))
    assert wrong + noise == []
    assert len(seen) >= 3


def look(page, *, sideways: bool) -> list[str]:
    page.evaluate(AXE)
    wrong = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate("scheme => { document.documentElement.dataset.bsTheme = scheme }", scheme)
        for size in (LAPTOP, NARROW):
            page.set_viewport_size(size)
            wrong += [f"{page.url} {scheme} {size['width']}: {found}" for found in page.evaluate(VIOLATIONS)]
        if sideways and page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{page.url} scrolls sideways at {NARROW['width']} px")
    page.set_viewport_size(LAPTOP)
    return wrong
