"""What fragments of the second template engine know: words in the reader's language, choices, days, Django's parts."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import timezone, translation
from jinja2 import UndefinedError

from aftercare.core.templatetags import ui
from trajectories.appointments.models import Appointment


def drawn(fragment: str, **context) -> str:
    return engines["jinja2"].from_string(fragment).render(context).strip()


def test_words_are_those_of_the_reader_however_often_they_were_asked():
    for language, words in [("en", "Timeline"), ("nl", "Tijdlijn"), ("en", "Timeline")]:
        with translation.override(language):
            assert ui._said(language, "Timeline") == drawn('{{ _("Timeline") }}') == words


def test_a_choice_is_put_into_words():
    with translation.override("en"):
        call = Appointment(kind=Appointment.Kind.PHONE)
        assert drawn('{{ of | shown("kind") }}', of=call) == call.get_kind_display()


def test_what_is_no_choice_any_more_is_shown_as_it_is():
    assert drawn('{{ of | shown("kind") }}', of=Appointment(kind="by_pigeon")) == "by_pigeon"


@pytest.mark.parametrize("at", [date(2026, 3, 2), datetime(2026, 3, 1, 23, 30, tzinfo=UTC)])
def test_a_day_is_that_of_the_readers_clock(at):
    with translation.override("en"), timezone.override("Europe/Amsterdam"):
        assert drawn('{{ at | date("j F Y") }}', at=at) == "2 March 2026"


def test_a_part_of_django_stands_in_a_fragment_and_words_are_escaped_once():
    shown = drawn('{{ included("components/empty.html", title=title) }}', title="Lot & Bo")
    assert "<b>Lot &amp; Bo</b>" in shown


def test_what_nobody_gave_is_refused():
    with pytest.raises(UndefinedError):
        drawn("{{ nobody }}")
