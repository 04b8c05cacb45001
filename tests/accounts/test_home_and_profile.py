"""Everybody comes home to their own page, and keeps their own details."""

from datetime import time

import pytest
from django.urls import reverse

DETAILS = {
    "name": "Jelle Terpstra",
    "called": "Jel",
    "phone": "06 00000000",
    "language": "en",
    "time_zone": "Europe/London",
}


@pytest.mark.parametrize(
    ("persona", "page"),
    [
        ("counsellor", "caseload:today"),
        ("colleague", "caseload:today"),
        ("coordinator", "supportgroups:list"),
        ("peer_worker", "supportgroups:list"),
        ("administrator", "accounts:people"),
        ("client_user", "overview:me"),
        ("relative", "overview:me"),
        ("outsider", "caseload:today"),
    ],
)
def test_home_is_the_page_somebody_came_for(request, browser_of, persona, page):
    assert browser_of(request.getfixturevalue(persona)).get(reverse("home")).url == reverse(page)


@pytest.mark.parametrize(
    ("persona", "place"), [("manager", "De Kade"), ("policy_maker", "Waterrade"), ("partner", "Wijkteam Oever")]
)
def test_roles_without_pages_yet_are_told_so_without_figures(request, browser_of, persona, place):
    user = request.getfixturevalue(persona)
    page = browser_of(user).get(reverse("home")).text
    assert place in page
    assert user.short_name in page
    assert reverse("accounts:profile") in page


def test_visitors_sign_in_to_come_home(browser_of, seen_by_system):
    assert browser_of(None).get(reverse("home")).url.startswith(reverse("account_login"))
    assert browser_of(None).get(reverse("accounts:profile")).url.startswith(reverse("account_login"))
    assert browser_of(None).get(reverse("accounts:welcome")).url.startswith(reverse("account_login"))


def test_own_details_are_changed_and_the_page_follows_the_new_language(browser_of, administrator):
    browser = browser_of(administrator)
    response = browser.post(reverse("accounts:profile"), DETAILS, follow=True)
    administrator.refresh_from_db()
    assert {name: getattr(administrator, name) for name in DETAILS} == DETAILS
    assert response.headers["Content-Language"] == "en"


def test_the_profile_shows_roles_and_where_to_change_how_one_signs_in(browser_of, administrator):
    page = browser_of(administrator).get(reverse("accounts:profile")).text
    assert "De Kade" in page
    for name in ("account_email", "account_change_password", "mfa_index", "usersessions_list"):
        assert reverse(name) in page


@pytest.mark.parametrize("change", [{"name": ""}, {"time_zone": "Mars/Olympus"}, {"language": "tlh"}])
def test_what_cannot_be_saved_is_said_at_the_field_and_the_rest_is_kept(browser_of, administrator, change):
    response = browser_of(administrator).post(reverse("accounts:profile"), DETAILS | change)
    assert list(response.context["form"].errors) == list(change)
    assert 'value="06 00000000"' in response.text
    administrator.refresh_from_db()
    assert administrator.phone == ""


def test_own_quiet_hours_are_both_times_or_neither(browser_of, client_user, trajectory):
    browser = browser_of(client_user)
    wrong = browser.post(reverse("accounts:profile"), DETAILS | {"quiet_from": "21:00"})
    assert list(wrong.context["form"].errors) == ["quiet_until"]
    browser.post(reverse("accounts:profile"), DETAILS | {"quiet_from": "21:00", "quiet_until": "09:30"})
    client_user.refresh_from_db()
    assert client_user.quiet_hours == (time(21), time(9, 30))
    browser.post(reverse("accounts:profile"), DETAILS)
    client_user.refresh_from_db()
    assert client_user.quiet_hours is None


def test_nobody_makes_themselves_somebody_else(browser_of, administrator, counsellor):
    sent = DETAILS | {"email": "x@test.example", "is_active": "", "id": str(counsellor.pk), "kept_by": ""}
    browser_of(administrator).post(reverse("accounts:profile"), sent)
    administrator.refresh_from_db()
    counsellor.refresh_from_db()
    assert (administrator.email, administrator.is_active) == ("jelle@test.example", True)
    assert counsellor.name == "Ilse Doornbosch"


def test_text_messages_are_offered_where_they_are_possible_and_need_a_number(browser_of, administrator, settings):
    browser, page = browser_of(administrator), reverse("accounts:profile")
    assert "gets_texts" not in browser.get(page).text
    settings.SMS_PROVIDER = "console"
    assert "gets_texts" in browser.get(page).text
    chosen = {"gets_texts": "on", "texts_first": "on"}
    assert "06 1234 5678" in browser.post(page, DETAILS | chosen | {"phone": ""}).text
    browser.post(page, DETAILS | chosen | {"phone": "06-1234 5678"})
    administrator.refresh_from_db()
    assert (administrator.gets_texts, administrator.texts_first) == (True, True)
