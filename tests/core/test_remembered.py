"""Rows that were drawn are not drawn again."""

from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from aftercare.core.templatetags import ui


@pytest.fixture
def drawn(monkeypatch):
    """What is drawn in this test, in order."""
    rows = []

    def render(given):
        rows.append(given.get("row"))
        return f"<li>{given.get('row')}"

    monkeypatch.setattr(ui, "get_template", lambda *_which, **_using: SimpleNamespace(render=render))
    ui._drawn.cache_clear()
    yield rows
    ui._drawn.cache_clear()


def test_the_same_row_is_drawn_once(drawn):
    assert ui.remembered("a.jinja", [1, 2, 1]) == "<li>1<li>2<li>1"
    assert ui.remembered("a.jinja", [2, 3]) == "<li>2<li>3"
    assert drawn == [1, 2, 3]


def test_another_fragment_language_zone_or_context_is_another_row(drawn):
    for language in ("nl", "en"):
        with translation.override(language):
            ui.remembered("a.jinja", [1])
    with timezone.override("Asia/Tokyo"):
        ui.remembered("a.jinja", [1])
    ui.remembered("b.jinja", [1])
    ui.remembered("a.jinja", [1], query="order=name")
    assert drawn == [1] * 5


def test_an_include_that_says_the_same_is_drawn_once(drawn):
    for name in ("Ada", "Ada", "Bea"):
        ui.drawn_once("a.html", name=name)
    assert len(drawn) == 2
