"""Icons and moments in words."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from aftercare.core.templatetags import ui

NOW = datetime(2027, 3, 16, 11, 0, tzinfo=UTC)


def rendered(source: str, **context) -> str:
    with translation.override("en"):
        return Template(source).render(Context(context))


def test_an_icon_is_inlined_without_its_own_size_and_hidden_from_readers():
    html = rendered('{% icon "phone" %}')
    assert html.startswith('<svg class="nz-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M13')
    assert "width=" not in html


def test_a_large_icon_has_its_own_class():
    assert 'class="nz-icon nz-icon-lg"' in rendered('{% icon "phone" large=True %}')


@pytest.mark.parametrize("name", ["no-such-icon", "../package", ""])
def test_an_unknown_icon_stops_the_page(name):
    with pytest.raises(ui.UnknownIcon):
        rendered("{% icon name %}", name=name)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2027, 3, 16, 20, 14, tzinfo=UTC), "today 21:14"),
        (datetime(2027, 3, 16, 23, 30, tzinfo=UTC), "tomorrow 00:30"),
        (datetime(2027, 3, 15, 20, 0, tzinfo=UTC), "yesterday 21:00"),
        (datetime(2027, 3, 12, 9, 30, tzinfo=UTC), "Fri 12 March 10:30"),
        (datetime(2026, 8, 1, 9, 30, tzinfo=UTC), "1 August 2026 11:30"),
    ],
)
def test_a_moment_is_said_in_the_reader_s_own_time(at, words):
    assert rendered("{{ at|moment:now }}", at=at, now=NOW) == words


def test_a_day_has_no_clock():
    assert rendered("{{ at|day:now }}", at=date(2027, 3, 18), now=NOW) == "Thu 18 March"
    assert rendered("{{ at|day:now }}", at=date(2027, 3, 16), now=NOW) == "today"


def test_steps_are_done_up_to_and_with_the_present_one():
    assert ui.steps_done(3, 2) == [True, True, False]


def test_a_phone_number_as_a_link_wants_it():
    assert rendered('{{ "+31 (0)6-12 34"|tel }}') == "+3106" + "1234"
