"""How long a session lasts, and what staff need before they go on."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts import actions
from aftercare.accounts.roles import Role

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def page() -> str:
    return reverse("account_set_password")


def is_open_after(browser, page, *waits) -> bool:
    """Whether the page still opens when each request comes `wait` after the one before."""
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        browser.get(page)
        for wait in waits:
            clock.shift(wait)
            response = browser.get(page)
    return response.status_code == 200


def test_staff_are_signed_out_after_half_an_hour_of_quiet(browser_of, administrator, page):
    assert is_open_after(browser_of(administrator), page, 29 * MINUTE, 29 * MINUTE)
    assert not is_open_after(browser_of(administrator), page, 31 * MINUTE)


def test_staff_are_signed_out_after_twelve_hours_whatever_they_do(browser_of, administrator, page):
    twelve_hours = [20 * MINUTE] * 36
    assert is_open_after(browser_of(administrator), page, *twelve_hours)
    assert not is_open_after(browser_of(administrator), page, *twelve_hours, 20 * MINUTE)


def test_clients_stay_signed_in_for_two_weeks(browser_of, client_user, page):
    assert is_open_after(browser_of(client_user), page, 13 * DAY, 13 * DAY)
    assert not is_open_after(browser_of(client_user), page, 15 * DAY)


def test_clients_keep_their_cookie_when_the_browser_closes_and_staff_do_not(
    browser_of, client_user, administrator, page
):
    assert browser_of(client_user).get(page).cookies["session"]["max-age"] > 13 * 24 * 60 * 60
    assert browser_of(administrator).get(page).cookies["session"]["max-age"] == ""


def test_signing_in_again_brings_back_to_the_page(browser_of, administrator):
    browser = browser_of(administrator)
    where = reverse("accounts:invite")
    browser.get(where)
    with time_machine.travel(timezone.now() + HOUR, tick=False):
        assert browser.get(where + "?x=1").url == f"{reverse('account_login')}?next={where}%3Fx%3D1"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/people/invite/", "http%3A//testserver/people/invite/"),
        ("https://evil.example/", "/"),
        ("", "/"),
    ],
)
def test_after_a_form_the_way_back_is_the_page_it_was_on(browser_of, administrator, referer, back):
    browser = browser_of(administrator)
    browser.get(reverse("accounts:invite"))
    with time_machine.travel(timezone.now() + HOUR, tick=False):
        response = browser.post(reverse("accounts:invite"), headers={"referer": referer})
    assert response.url.endswith(f"?next={back}")


@pytest.mark.parametrize("quiet", [HOUR, 15 * DAY])
def test_what_is_open_to_everybody_stays_open_when_a_session_ends(browser_of, client_user, administrator, quiet):
    user = administrator if quiet == HOUR else client_user
    for path in (reverse("help_now"), reverse("account_login"), reverse("supportgroups:open_groups")):
        browser = browser_of(user)
        browser.get(reverse("accounts:profile"))
        with time_machine.travel(timezone.now() + quiet, tick=False):
            response = browser.get(path)
            assert response.status_code == 200
            assert user.short_name not in response.content.decode()
            assert browser.get(reverse("accounts:profile")).status_code == 302


def test_quick_exit_leaves_also_when_the_session_just_ended(browser_of, client_user):
    browser = browser_of(client_user)
    browser.get(reverse("accounts:profile"))
    with time_machine.travel(timezone.now() + 15 * DAY, tick=False):
        assert browser.post(reverse("accounts:leave")).status_code == 200


def test_a_part_of_a_page_is_not_replaced_by_the_sign_in_page(browser_of, administrator):
    browser = browser_of(administrator)
    browser.get(reverse("accounts:people"))
    with time_machine.travel(timezone.now() + HOUR, tick=False):
        response = browser.get(reverse("accounts:people"), headers={"hx-request": "true"})
    assert reverse("account_login") in response.headers["HX-Redirect"]


def test_being_active_writes_the_session_at_most_once_a_minute(browser_of, administrator, page):
    browser = browser_of(administrator)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser.get(page)
        began = browser.session["session_seen"]
        clock.shift(50 * timedelta(seconds=1))
        browser.get(page)
        assert browser.session["session_seen"] == began
        clock.shift(20 * timedelta(seconds=1))
        browser.get(page)
        assert browser.session["session_seen"] > began


def test_a_new_role_starts_a_new_session(browser_of, manager, administrator, organisation, page):
    browser = browser_of(manager)
    assert browser.get(page).status_code == 200
    actions.add_member(user=manager, role=Role.COORDINATOR, organisation=organisation, by=administrator)
    assert browser.get(page).status_code == 302


def test_a_closed_account_is_out_at_the_next_request(browser_of, manager, page):
    browser = browser_of(manager)
    assert browser.get(page).status_code == 200
    manager.is_active = False
    manager.save()
    assert browser.get(page).status_code == 302


@pytest.fixture
def required(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True


def test_staff_without_a_second_factor_are_brought_to_its_set_up(required, browser_of, administrator):
    browser = browser_of(administrator)
    for path in (reverse("accounts:people"), reverse("account_email"), "/no-such-page/"):
        assert browser.get(path).url == reverse("mfa_index")


@pytest.mark.parametrize("page", ["mfa_index", "mfa_activate_totp", "help_now", "account_reauthenticate"])
def test_what_is_needed_to_set_it_up_stays_open(required, browser_of, administrator, page):
    administrator.set_password("stille-haven-aan-zee")
    administrator.save()
    response = browser_of(administrator).get(reverse(page))
    assert response.status_code == 200 or response.url != reverse("mfa_index")


@pytest.mark.parametrize(("factor", "enough"), [("totp", True), ("webauthn", True), ("recovery_codes", False)])
def test_a_passkey_or_an_app_is_enough(required, browser_of, administrator, factor, enough):
    administrator.authenticator_set.create(type=factor, data={})
    assert (browser_of(administrator).get(reverse("accounts:people")).status_code == 200) == enough


def test_taking_the_second_factor_away_closes_the_portal_again(required, browser_of, administrator):
    factor = administrator.authenticator_set.create(type="totp", data={})
    browser = browser_of(administrator)
    assert browser.get(reverse("accounts:people")).status_code == 200
    factor.delete()
    browser.get(reverse("mfa_index"))
    assert browser.get(reverse("accounts:people")).url == reverse("mfa_index")


def test_clients_and_visitors_are_not_asked_for_one(required, browser_of, client_user, page):
    assert browser_of(client_user).get(page).status_code == 200
    assert browser_of(None).get(reverse("account_login")).status_code == 200


def test_where_it_is_not_required_staff_go_on(browser_of, administrator):
    assert browser_of(administrator).get(reverse("accounts:people")).status_code == 200
