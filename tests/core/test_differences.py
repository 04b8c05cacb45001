"""Which words differ: what went, what came, what stayed."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from aftercare.core.differences import Piece, between


def marked(pieces: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("", "", "", ""),
        ("Rust in huis.", "Rust in huis.", "Rust in huis.", "Rust in huis."),
        ("", "Rust in huis.", "", "[Rust in huis.]"),
        ("Rust in huis.", "", "[Rust in huis.]", ""),
        ("elke week", "elke twee weken", "elke [week]", "elke [twee weken]"),
        ("naar de brug lopen", "naar de brug en terug lopen", "naar de brug lopen", "naar de brug [en terug ]lopen"),
        ("een twee", "een  twee\n", "een twee", "een  twee\n"),
    ],
)
def test_words_that_differ_are_marked_on_either_side(old, new, before, after):
    assert tuple(map(marked, between(old, new))) == (before, after)


def test_what_changed_is_said_in_words_and_nothing_typed_becomes_markup():
    old, new = between("een <b>rondje</b>", "een fiets")
    with translation.override("en"):
        left = render_to_string("components/differences.html", {"pieces": old, "side": "old"})
        right = render_to_string("components/differences.html", {"pieces": new, "side": "new", "own": True})
    assert '<del><span class="visually-hidden">taken out: </span>&lt;b&gt;rondje&lt;/b&gt;</del>' in left
    assert '<ins><span class="visually-hidden">put in: </span>fiets</ins>' in right
    assert '<span class="nz-own">' in right
    assert "<span>" in left


def test_an_empty_side_is_a_dash():
    assert "—" in render_to_string("components/differences.html", {"pieces": [], "side": "old"})
