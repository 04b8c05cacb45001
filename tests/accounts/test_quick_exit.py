"""Quick exit: one tap from every client page, signed out, and nothing of the portal left on the screen."""

import pytest
from django.test import Client
from django.urls import reverse

LEAVE = reverse("accounts:leave")


@pytest.mark.parametrize("page", ["overview:me", "plans:mine", "help_now", "messages:mine", "overview:mine"])
def test_it_is_on_every_client_page(browser_of, client_user, page):
    assert f'action="{LEAVE}"' in browser_of(client_user).get(reverse(page)).content.decode()


@pytest.mark.django_db
def test_it_is_there_for_who_opened_a_page_without_signing_in():
    assert f'action="{LEAVE}"' in Client().get(reverse("help_now")).content.decode()


def test_it_ends_the_session_and_wipes_what_the_browser_kept(browser_of, client_user):
    browser = browser_of(client_user)
    response = browser.post(LEAVE)
    assert response.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert "no-store" in response.headers["Cache-Control"]
    assert browser.get(reverse("overview:me")).status_code == 302


def test_what_it_leaves_does_not_name_the_portal(browser_of, client_user, settings):
    settings.QUICK_EXIT_URL = "https://weather.example/"
    response = browser_of(client_user).post(LEAVE)
    html = response.content.decode()
    assert response.headers["Refresh"] == "0; url=https://weather.example/"
    assert 'href="https://weather.example/"' in html
    for telling in (settings.PRODUCT_NAME, "icon.svg", "css", client_user.short_name):
        assert telling not in html


@pytest.mark.django_db
def test_it_works_from_a_page_whose_token_is_old():
    assert Client(enforce_csrf_checks=True).post(LEAVE).status_code == 200


def test_looking_at_its_address_signs_nobody_out(browser_of, client_user):
    browser = browser_of(client_user)
    assert browser.get(LEAVE).status_code == 405
    assert browser.get(reverse("overview:me")).status_code == 200
