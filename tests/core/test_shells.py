"""The frames around every page: places, help, theme, language, signing out, messages."""

from types import SimpleNamespace

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from aftercare.accounts.context_processors import Place

PLACES = (
    Place(url="/me/", label="Today", icon="house", current=True, is_help=False, news=""),
    Place(url="/help-now/", label="Help now", icon="life-buoy", current=False, is_help=True, news=""),
)


def framed(base: str, **context) -> str:
    shell = SimpleNamespace(kind="staff", nav=PLACES, person="Ilse Doornbosch", role_label="Counsellor", base=base)
    with translation.override("en"):
        return render_to_string(base, {"shell": shell, "product_name": "Houvast", "csrf_token": "t", **context})


@pytest.mark.parametrize("base", ["base_client.html", "base_staff.html", "base_visitor.html"])
def test_every_frame_has_landmarks_a_skip_link_and_help(base):
    html = framed(base)
    assert html.count("<main ") == 1
    assert '<a class="nz-skip" href="#content">' in html
    assert 'id="content"' in html
    assert 'href="/help-now/"' in html
    assert 'role="status"' in html


@pytest.mark.parametrize("base", ["base_client.html", "base_staff.html", "base_visitor.html"])
def test_no_frame_carries_script_of_its_own(base):
    html = framed(base)
    assert "<script>" not in html
    assert " onclick=" not in html
    assert html.count("<script src=") >= 1


def test_a_client_s_places_stand_at_the_bottom_with_help_among_them():
    html = framed("base_client.html")
    assert '<a href="/me/" aria-current="page">' in html
    assert '<a class="nz-nav-help" href="/help-now/">' in html


def test_staff_see_who_they_are_and_sign_out_from_any_page():
    html = framed("base_staff.html")
    assert "<b>Ilse Doornbosch</b>" in html
    assert "Counsellor" in html
    assert '<form method="post" action="/accounts/logout/">' in html


def test_messages_are_shown_with_their_own_icon():
    kinds = [constants.SUCCESS, constants.WARNING, constants.ERROR, constants.INFO]
    html = framed("base_client.html", messages=[Message(kind, f"Message {kind}") for kind in kinds])
    drawings = [line.split("</svg>")[0] for line in html.split('<p class="nz-note nz-row-flex">')[1:]]
    assert len(drawings) == 4
    assert len(set(drawings)) == 3
    assert all(f"Message {kind}" in html for kind in kinds)


def test_the_settings_of_a_device_are_rows():
    with translation.override("nl"):
        html = render_to_string("components/shell_settings.html", {"csrf_token": "t"})
    assert html.count("<li>") == 3
    assert 'name="language" value="en" lang="en"' in html


def test_the_other_language_is_one_press_away_and_stays(db):
    browser = Client(headers={"Accept-Language": "nl"})
    assert '<html lang="nl"' in browser.get("/help-now/").content.decode()
    browser.post("/i18n/setlang/", {"language": "en", "next": "/help-now/"})
    page = browser.get("/help-now/").content.decode()
    assert '<html lang="en"' in page
    assert 'name="language" value="nl" lang="nl"' in page


def test_the_language_switch_comes_back_to_the_same_page(db):
    page = Client().get("/help-now/?from=home").content.decode()
    assert '<input type="hidden" name="next" value="/help-now/?from=home">' in page
