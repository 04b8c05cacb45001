"""Finds what a page says in the language that it is not in: phrases of the catalogue, small words, days and months."""

import re
from functools import cache

from playwright.sync_api import Page

from aftercare.local import catalogue

PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]")
FEWEST_LETTERS = 12
"""A phrase with places tells its language when it has so many letters of its own."""
ENGLISH_WORDS = re.compile(r"\b(the|your|you|with|this|and|not|from|are|has)\b", re.IGNORECASE)
ENGLISH_DATES = re.compile(
    r"\b(Mon|Tues?|Wed|Thu|Fri|Sat|Sun)(day)?\b|\b(January|February|March|May|July|August|October)\b"
)
DUTCH_DATES = re.compile(r"\b(ma|di|wo|vr|za|zo) \d|\d (januari|februari|maart|mei|juni|juli|augustus|oktober)\b")
TELLING = {"nl": [ENGLISH_WORDS, ENGLISH_DATES], "en": [DUTCH_DATES]}
"""What gives the other language away. Dutch words do not: people of the demo write Dutch, on English pages too."""
TYPED = re.compile("Elke week|Gesprek|Gezinsgesprek|Ervaringsdeskundige|Het contact met .+ herstellen")
"""What people of the demo wrote and the portal says as well."""
SAID = """() => {
  const said = [], mine = node => !node.closest('script, style, .nz-own, [lang]:not(html), [translate=no]')
  const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) if (mine(texts.currentNode.parentElement)) said.push(texts.currentNode.textContent)
  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const node of document.querySelectorAll(`[${name}]`)) if (mine(node)) said.push(node.getAttribute(name))
  return said.map(text => text.replace(/\\s+/g, ' ').trim()).filter(text => text)
}"""


def foreign(page: Page, language: str) -> list[str]:
    """The texts of the page that are not in `language`. Own words and what is marked as another language may be."""
    wrong = [] if page.evaluate("document.documentElement.lang") == language else [f"the page is not in {language}"]
    return wrong + [f"“{text}”" for text in page.evaluate(SAID) if is_foreign(text, language)]


@cache  # most of what a page says, the one before said as well
def is_foreign(text: str, language: str) -> bool:
    whole, with_places = phrases(language)
    known = text in whole or any(pattern.fullmatch(text) for pattern in with_places)
    tells = any(pattern.search(text) for pattern in TELLING[language])
    return (known or tells) and not TYPED.fullmatch(text)


@cache
def phrases(language: str) -> tuple[set[str], list[re.Pattern]]:
    """What the other language says and this one never: whole phrases, and those with places to fill."""
    english, dutch = set(), set()
    for message in catalogue.translated():
        for texts, found in ((message.id, english), (message.string, dutch)):
            found.update(" ".join(text.split()) for text in ([texts] if isinstance(texts, str) else texts) if text)
    others = dutch - english if language == "en" else english - dutch
    whole = {text for text in others if not PLACE.search(text)}
    with_places = [PLACE.split(text) for text in others - whole]
    telling = [parts for parts in with_places if len(re.findall("[a-z]", "".join(parts))) >= FEWEST_LETTERS]
    return whole, [re.compile("(.+)".join(map(re.escape, parts))) for parts in telling]
