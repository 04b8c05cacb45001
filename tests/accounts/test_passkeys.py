"""A passkey in the place of a password: made with the invitation, used, lost, and made anew."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from aftercare.accounts import invitations
from aftercare.accounts.access import has_account
from aftercare.accounts.models import Invitation, User
from aftercare.core import links
from tests.device import Device
from tests.personas import person

PASSWORD = "stille-haven-aan-zee"
FILLED_IN = {"called": "Wout", "language": "en"}
CODES = Authenticator.Type.RECOVERY_CODES


@pytest.fixture
def browser_of(browser_of):
    def in_english(user):
        browser = browser_of(user)
        browser.cookies["django_language"] = "en"
        return browser

    return in_english


@pytest.fixture
def newcomer(organisation):
    return person("Wout Brinkman", "wout@test.example", kept_by=organisation)


@pytest.fixture
def invitation(newcomer, organisation, administrator) -> Invitation:
    return invitations.invite(person=newcomer, organisation=organisation, by=administrator)


@pytest.fixture
def owner(browser_of, invitation, newcomer) -> tuple[User, Device]:
    """Somebody who accepted with a passkey, and the device that it is on."""
    device = Device()
    assert accept(browser_of(None), invitation, device).status_code == 302
    newcomer.refresh_from_db()
    return newcomer, device


def path_of(invitation) -> str:
    token = links.sign(purpose="invitation", ids={"invitation": str(invitation.pk)})
    return reverse("accounts:invitation", args=[token])


def accept(browser, invitation, device: Device):
    asked = browser.get(path_of(invitation)).context["js_data"]
    return browser.post(path_of(invitation), FILLED_IN | {"passkey": device.make(asked), "password": ""})


def sign_in(browser, device: Device):
    asked = browser.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()
    return browser.post(reverse("mfa_login_webauthn"), {"credential": device.sign(asked)})


def codes_of(user: User) -> list[str]:
    return user.authenticator_set.get(type=CODES).wrap().get_unused_codes()


def test_a_passkey_makes_the_account_without_a_password_and_signs_in(browser_of, invitation, newcomer):
    browser = browser_of(None)
    response = accept(browser, invitation, Device())
    assert response.url == reverse("accounts:welcome")
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()
    assert has_account(newcomer)
    assert len(codes_of(newcomer)) == 10
    assert browser.session["_auth_user_id"] == str(newcomer.pk)
    assert browser.get(path_of(invitation)).status_code == 410


def test_it_is_enough_to_sign_in_with(browser_of, owner):
    browser = browser_of(None)
    assert sign_in(browser, owner[1]).url == reverse("home")
    assert browser.session["_auth_user_id"] == str(owner[0].pk)


def test_a_device_of_somebody_else_does_not_sign_in(browser_of, owner):
    stranger = Device(name=owner[1].name, owner=owner[1].owner)
    browser = browser_of(None)
    assert sign_in(browser, stranger).url == reverse("account_login")
    assert "_auth_user_id" not in browser.session


def broken(answer: str) -> str:
    told = json.loads(answer)
    told["response"]["clientDataJSON"] = told["response"]["clientDataJSON"][:-4] + "AAAA"
    return json.dumps(told)


@pytest.mark.parametrize(
    "odd", ["{}x", '{"id": 1}', "[1]", '"x"', ""], ids=["no json", "half", "list", "word", "broken"]
)
def test_an_answer_that_is_none_makes_no_account(browser_of, invitation, newcomer, odd):
    browser = browser_of(None)
    asked = browser.get(path_of(invitation)).context["js_data"]
    response = browser.post(path_of(invitation), FILLED_IN | {"passkey": odd or broken(Device().make(asked))})
    assert response.status_code == 200
    assert "passkey" in response.context["form"].errors
    newcomer.refresh_from_db()
    assert not has_account(newcomer)


@pytest.mark.parametrize("nothing", ["null", '""', "{}", ""])
def test_neither_passkey_nor_password_is_told_at_the_password(browser_of, invitation, nothing):
    response = browser_of(None).post(path_of(invitation), FILLED_IN | {"passkey": nothing})
    assert list(response.context["form"].errors) == ["password"]


def test_a_device_that_does_not_know_its_owner_is_not_enough(browser_of, invitation, newcomer):
    response = accept(browser_of(None), invitation, Device(knows_owner=False))
    assert "passkey" in response.context["form"].errors
    assert not has_account(newcomer)


def test_an_answer_counts_once(browser_of, invitation, newcomer):
    browser = browser_of(None)
    asked = browser.get(path_of(invitation)).context["js_data"]
    sent = FILLED_IN | {"passkey": Device().make(asked)}
    browser.post(path_of(invitation), sent | {"called": ""})
    assert "passkey" in browser.post(path_of(invitation), sent).context["form"].errors


def test_being_really_you_is_shown_with_the_finger_first(browser_of, owner):
    browser = browser_of(None)
    sign_in(browser, owner[1])
    asked = browser.get(reverse("mfa_view_recovery_codes"), follow=True)
    assert asked.request["PATH_INFO"] == reverse("mfa_reauthenticate_webauthn")
    shown = browser.post(
        f"{asked.request['PATH_INFO']}?next={reverse('mfa_view_recovery_codes')}",
        {"credential": owner[1].sign(asked.context["js_data"])},
        follow=True,
    )
    assert codes_of(owner[0])[0] in shown.text


def test_the_only_passkey_stays_until_there_is_another_way_in(browser_of, owner):
    user, device = owner
    browser = browser_of(None)
    sign_in(browser, device)
    asked = browser.get(reverse("mfa_index")) and browser.get(reverse("mfa_reauthenticate_webauthn"))
    browser.post(reverse("mfa_reauthenticate_webauthn"), {"credential": device.sign(asked.context["js_data"])})
    passkeys = user.authenticator_set.filter(type=Authenticator.Type.WEBAUTHN)
    remove = reverse("mfa_remove_webauthn", args=[passkeys.get().pk])
    response = browser.post(remove, follow=True)
    assert "only way you sign in" in response.text
    assert passkeys.count() == 1
    user.set_password(PASSWORD)
    User.objects.filter(pk=user.pk).update(password=user.password)
    again = browser_of(user)
    again.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    again.post(remove)
    assert not passkeys.exists()


def test_with_the_device_lost_a_mail_and_a_recovery_code_are_a_way_in(browser_of, owner, monkeypatch):
    user = owner[0]
    browser = browser_of(None)
    browser.post(reverse("account_reset_password"), {"email": user.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    page = browser.get(link, follow=True)
    browser.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    response = browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert response.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in browser.session
    browser.post(reverse("mfa_authenticate"), {"code": codes_of(user)[0]})
    assert browser.session["_auth_user_id"] == str(user.pk)


def test_who_never_accepted_gets_no_link_for_a_password(browser_of, newcomer):
    browser_of(None).post(reverse("account_reset_password"), {"email": newcomer.email})
    assert not any("/password/reset/key/" in letter.body for letter in mail.outbox)


def test_a_renewing_invitation_takes_the_place_of_every_old_way_in(browser_of, owner, organisation, administrator):
    user, old = owner
    elsewhere = browser_of(None)
    sign_in(elsewhere, old)
    codes = codes_of(user)
    renewal = invitations.invite(person=user, organisation=organisation, by=administrator, renews=True)
    new = Device()
    assert "What you used before stops working." in browser_of(None).get(path_of(renewal)).text
    assert accept(browser_of(None), renewal, new).url == reverse("accounts:welcome")
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302
    assert sign_in(browser_of(None), old).url == reverse("account_login")
    assert sign_in(browser_of(None), new).url == reverse("home")
    assert codes_of(user) != codes


def test_a_renewing_invitation_may_be_answered_with_a_password(browser_of, owner, organisation, administrator):
    renewal = invitations.invite(person=owner[0], organisation=organisation, by=administrator, renews=True)
    browser_of(None).post(path_of(renewal), FILLED_IN | {"password": PASSWORD})
    owner[0].refresh_from_db()
    assert owner[0].check_password(PASSWORD)
    assert not owner[0].authenticator_set.exists()


def test_a_second_invitation_without_that_only_asks_for_a_yes(browser_of, owner, other_organisation, outsider):
    second = invitations.invite(person=owner[0], organisation=other_organisation, by=outsider)
    assert "js_data" not in browser_of(None).get(path_of(second)).context
    browser_of(None).post(path_of(second), FILLED_IN | {"password": PASSWORD})
    owner[0].refresh_from_db()
    assert not owner[0].has_usable_password()


def test_who_can_still_get_in_signs_out_before_choosing_anew(browser_of, owner, organisation, administrator):
    renewal = invitations.invite(person=owner[0], organisation=organisation, by=administrator, renews=True)
    browser = browser_of(None)
    sign_in(browser, owner[1])
    assert "You can still get in here." in browser.get(path_of(renewal)).text


def test_the_administrator_sends_a_colleague_a_link_to_choose_anew(browser_of, administrator, counsellor):
    counsellor.set_password(PASSWORD)
    counsellor.save()
    membership = counsellor.memberships.get()
    browser = browser_of(administrator)
    assert "cannot get in any more" in browser.get(reverse("accounts:person", args=[membership.pk])).text
    browser.post(reverse("accounts:resend", args=[membership.pk]))
    assert Invitation.objects.get(user=counsellor).renews
    assert "A link to choose anew" in browser.get(reverse("accounts:person", args=[membership.pk])).text


def test_the_counsellor_sends_a_client_one(browser_of, counsellor, trajectory, client_user, organisation):
    first = invitations.invite(person=client_user, organisation=organisation, by=counsellor)
    invitations.accept(invitation_id=first.pk, password=PASSWORD)
    browser = browser_of(counsellor)
    page = reverse("dossier:invite", args=[trajectory.pk])
    assert "cannot get in any more" in browser.get(page).text
    assert "A link to choose anew" in browser.post(page, follow=True).text
    renewal = Invitation.objects.pending().get()
    assert renewal.renews
    invitations.accept(invitation_id=renewal.pk, password="nog-een-haven-aan-zee")
    assert "Chose anew how to sign in" in browser.get(page).text
