"""Help now: for everyone, right at every hour, recorded nowhere."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client

from aftercare.core.helpline import helpline

OPEN = datetime(2027, 3, 15, 12, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
CLOSED = datetime(2027, 3, 20, 12, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def page(at: datetime) -> str:
    with time_machine.travel(at, tick=False):
        return Client(headers={"Accept-Language": "en"}).get("/help-now/").content.decode()


@pytest.mark.django_db
def test_the_helpline_can_be_called_while_it_is_open(settings):
    settings.HELPLINE = settings.HELPLINE | {"phone": "020 123 45 67"}
    html = page(OPEN)
    assert 'href="tel:0201234567"' in html
    assert "Open until 22:00" in html


@pytest.mark.django_db
def test_a_closed_helpline_says_when_it_opens_and_offers_no_call(settings):
    settings.HELPLINE = settings.HELPLINE | {"phone": "020 123 45 67"}
    html = page(CLOSED)
    assert "tel:0201234567" not in html
    assert "Closed now" in html
    assert "Opens Monday at 07:00" in html


@pytest.mark.django_db
@pytest.mark.parametrize("at", [OPEN, CLOSED])
def test_113_and_112_stand_before_anything_that_depends_on_the_hour(at):
    html = page(at)
    assert html.index("tel:113") < html.index("tel:112") < html.index("Mon-Fri")


@pytest.mark.django_db
def test_it_says_plainly_that_nobody_is_watching():
    html = page(OPEN)
    assert "Nobody watches this portal day and night." in html
    assert "Nobody sees that you were here." in html


@pytest.mark.django_db
def test_the_timer_reads_as_advice_without_javascript():
    assert "Set the timer of your phone to ten minutes." in page(OPEN)


@pytest.mark.django_db
def test_opening_it_writes_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(3) as asked:
        page(OPEN)
    assert [query["sql"] for query in asked.captured_queries if query["sql"].startswith(("INSERT", "UPDATE"))] == []


def test_the_client_s_own_words_take_the_place_of_ours_and_people_can_be_called():
    context = {
        "shell": {"base": "base_visitor.html"},
        "product_name": "Houvast",
        "helpline": helpline(at=OPEN),
        "strategies": ["Jas aan en naar de brug lopen."],
        "people": [{"name": "Hanneke", "tel": "tel:0600000012"}],
    }
    html = render_to_string("core/help_now.html", context)
    assert '<span class="nz-own nz-grow">Jas aan en naar de brug lopen.</span>' in html
    assert 'href="tel:0600000012"' in html
    assert html.count('<ol class="nz-rows">') == 1
