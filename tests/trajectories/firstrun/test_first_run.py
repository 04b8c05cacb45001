"""From the invitation to the own plan, step by step; whoever stops goes on where they were."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts import actions as accounts
from aftercare.accounts import invitations
from aftercare.core import links
from aftercare.notifications import actions as notifications
from aftercare.notifications.models import Message, State
from tests.device import Device
from trajectories.firstrun import actions as first_runs
from trajectories.firstrun.models import FirstRun
from trajectories.plans import actions as plans

FILLED_IN = {"called": "Noor", "language": "en", "password": "stille-haven-aan-zee"}


def step(name: str) -> str:
    return reverse(f"firstrun:{name}")


@pytest.fixture
def client_user(client_user):
    client_user.language = "en"
    client_user.save()
    return client_user


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def invitation_path(client_user, organisation, counsellor):
    invitation = invitations.invite(person=client_user, organisation=organisation, by=counsellor)
    token = links.sign(purpose="invitation", ids={"invitation": str(invitation.pk)})
    return reverse("accounts:invitation", args=[token])


def letter(recipient, **details):
    expires_at = timezone.now() + timedelta(days=1)
    notifications.queue(recipient=recipient, expires_at=expires_at, **details)


def test_after_the_invitation_a_client_comes_at_the_first_step(browser_of, invitation_path):
    browser = browser_of(None)
    response = browser.post(invitation_path, FILLED_IN, follow=True)
    assert [path for path, _status in response.redirect_chain] == [
        reverse("accounts:welcome"),
        step("go_on"),
        step("sign_in"),
    ]
    assert "Step 2 of 5" in response.content.decode()


def test_with_a_passkey_it_is_one_screen_less_and_the_codes_are_shown(browser_of, invitation_path):
    browser = browser_of(None)
    made = Device().make(browser.get(invitation_path).context["js_data"])
    response = browser.post(invitation_path, FILLED_IN | {"passkey": made}, follow=True)
    assert response.redirect_chain[-1][0] == step("codes")
    assert "Step 2 of 4" in response.text
    assert len(response.context["unused_codes"]) == 10
    assert browser.get(step("go_on")).headers["Location"] == step("codes")
    assert browser.get(step("sign_in")).headers["Location"] == step("codes")
    browser.post(step("codes"))
    assert browser.get(step("go_on")).headers["Location"] == step("reminders")
    assert "Step 3 of 4" in browser.get(step("reminders")).text
    assert "Step 4 of 4" in browser.get(step("plan")).text


def test_a_password_and_a_code_from_an_app_are_the_same_in_five(browser_of, invitation_path, client_user):
    browser = browser_of(None)
    page = browser.post(invitation_path, FILLED_IN, follow=True)
    secret = page.context["form"].secret
    assert secret in page.text
    wrong = browser.post(step("sign_in"), {"code": "000000"})
    assert "code" in wrong.context["form"].errors
    secret = wrong.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    shown = browser.post(step("sign_in"), {"code": code}, follow=True)
    assert "Step 3 of 5" in shown.text
    assert len(shown.context["unused_codes"]) == 10
    assert browser.post(step("codes"), follow=True).redirect_chain[-1][0] == step("reminders")
    assert client_user.authenticator_set.filter(type="totp").exists()


def test_a_passkey_beside_the_password_leads_to_the_codes_too(browser_of, invitation_path, client_user):
    browser = browser_of(None)
    page = browser.post(invitation_path, FILLED_IN, follow=True)
    trouble = browser.post(step("passkey"), {"credential": "{}"}, follow=True)
    assert "That did not work, or you stopped." in trouble.text
    made = Device().make(trouble.context["js_data"])
    answer = browser.post(step("passkey"), {"name": "", "passwordless": "on", "credential": made})
    assert answer.headers["Location"] == step("codes")
    assert client_user.authenticator_set.filter(type="webauthn").exists()
    assert page.context["total"] == 5


def test_codes_are_not_gone_past_without_anything_to_need_them(phone):
    assert phone.post(step("codes"), follow=True).redirect_chain[-1][0] == step("sign_in")
    assert FirstRun.objects.get().sign_in_at is None


def test_on_a_laptop_a_picture_leads_the_phone_to_the_same_place(browser_of, invitation_path):
    assert 'src="data:image/svg+xml;base64,' in browser_of(None).get(invitation_path).content.decode()


def test_each_answer_leads_to_the_next_step_and_the_last_to_the_plan(phone, trajectory):
    assert phone.get(step("go_on")).headers["Location"] == step("sign_in")
    phone.post(step("later"))
    assert phone.get(step("go_on")).headers["Location"] == step("reminders")
    phone.post(step("reminders"), {"gets_letters": "yes"})
    assert phone.get(step("go_on")).headers["Location"] == step("plan")
    response = phone.post(step("plan"), {"text": "Rust in huis."})
    assert response.headers["Location"] == reverse("plans:mine")
    assert trajectory.goals.current().get().text == "Rust in huis."
    assert phone.get(step("go_on")).headers["Location"] == reverse("plans:mine")
    assert str(FirstRun.objects.get()) == "done"


def test_who_stopped_finds_the_way_back_on_today(phone):
    home = reverse("overview:me")
    assert step("go_on") not in phone.get(home).content.decode()
    phone.get(step("go_on"))
    assert step("go_on") in phone.get(home).content.decode()
    phone.post(step("plan"), {"text": ""})
    assert step("go_on") not in phone.get(home).content.decode()


def test_a_second_factor_that_is_there_is_not_asked_again(phone, client_user):
    client_user.authenticator_set.create(type="totp", data={})
    assert phone.get(step("go_on"), follow=True).redirect_chain[-1][0] == step("reminders")


def test_the_goal_may_wait_and_the_plan_opens_all_the_same(phone, trajectory):
    assert phone.post(step("plan"), {"text": ""}).headers["Location"] == reverse("plans:mine")
    assert not trajectory.goals.exists()


def test_a_goal_that_the_counsellor_wrote_meanwhile_is_shown_beside_what_was_typed(phone, trajectory, counsellor):
    phone.get(step("plan"))
    plans.set_goal(trajectory=trajectory, by=counsellor, text="Weer aan het werk.")
    response = phone.post(step("plan"), {"text": "Rust in huis."})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Weer aan het werk." in html
    assert "Rust in huis." in html
    assert FirstRun.objects.get().plan_at is None


def test_what_stands_in_the_plan_already_is_shown(phone, trajectory, counsellor):
    plans.add(trajectory=trajectory, by=counsellor, kind="skill", title="Nee zeggen")
    assert "Nee zeggen" in phone.get(step("plan")).content.decode()


def test_a_relative_has_the_same_steps_and_a_goal_of_their_own(browser_of, relative, relative_trajectory):
    browser = browser_of(relative)
    assert 'name="text"' in browser.get(step("plan")).content.decode()
    browser.post(step("plan"), {"text": "Van mij."})
    assert relative_trajectory.goals.get().text == "Van mij."


def test_the_lock_screen_is_shown_as_it_will_be(phone, client_user):
    html = phone.get(step("reminders")).content.decode()
    assert "Something is ready for you" in html
    assert client_user.email in html
    assert "Choose one of these." in phone.post(step("reminders")).content.decode()


def test_who_wants_no_letters_gets_none_but_the_invitation(phone, client_user):
    letter(client_user, key="waits", kind="check_in")
    phone.post(step("reminders"), {"gets_letters": "no"})
    assert Message.objects.get(key="waits").state == State.WITHDRAWN
    client_user.refresh_from_db()
    letter(client_user, key="new", kind="check_in")
    letter(client_user, key="in", kind="invitation")
    assert not Message.objects.filter(key="new").exists()
    assert Message.objects.filter(key="in").exists()


def test_who_wants_text_messages_says_to_which_number(phone, client_user, settings):
    assert "text message" not in phone.get(step("reminders")).content.decode()
    settings.SMS_PROVIDER = "console"
    assert "Yes, by text message" in phone.get(step("reminders")).content.decode()
    refused = phone.post(step("reminders"), {"gets_letters": "text", "phone": "123"})
    assert "a phone number is needed" in refused.content.decode()
    phone.post(step("reminders"), {"gets_letters": "text", "phone": "06-1234 5678"})
    client_user.refresh_from_db()
    assert (client_user.phone, client_user.gets_texts, client_user.texts_first) == ("06-1234 5678", True, True)
    letter(client_user, key="waits", kind="check_in")
    assert Message.objects.get(key="waits").channel == "sms"
    accounts.update_profile(by=client_user, gets_texts=False)
    assert Message.objects.get(key="waits").state == State.WITHDRAWN


def test_letters_can_be_asked_for_again(client_user):
    accounts.choose_letters(by=client_user, gets_letters=False)
    accounts.choose_letters(by=client_user, gets_letters=True)
    letter(client_user, key="again", kind="check_in")
    assert Message.objects.filter(key="again").exists()


def test_a_step_is_answered_once(trajectory, client_user):
    first_run = first_runs.begin(trajectory=trajectory, by=client_user)
    assert first_runs.begin(trajectory=trajectory, by=client_user) == first_run
    assert str(first_run) == "sign_in"
    first_runs.answer(first_run=first_run, by=client_user, step="sign_in")
    first_run.refresh_from_db()
    before = first_run.sign_in_at
    first_runs.answer(first_run=first_run, by=client_user, step="sign_in")
    first_run.refresh_from_db()
    assert first_run.sign_in_at == before


@pytest.mark.parametrize("persona", ["counsellor", "outsider", "administrator"])
def test_it_is_for_clients_and_relatives_only(request, browser_of, persona):
    assert browser_of(request.getfixturevalue(persona)).get(step("go_on")).status_code == 404
