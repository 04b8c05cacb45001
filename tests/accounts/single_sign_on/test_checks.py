"""What is configured wrongly is said before the portal serves."""

import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from aftercare.accounts.single_sign_on.checks import faults_of_providers, refuse_faulty_providers, single_sign_on

RIGHT = {
    "key": "kade",
    "organisation": "De Kade",
    "issuer": "https://login.kade.example/realms/staff",
    "client_id": "portal",
    "secret": "a-secret-of-two",
}


@pytest.fixture
def configured(settings):
    settings.PRODUCTION = True

    def set_to(*providers) -> list[str]:
        settings.OIDC_PROVIDERS = list(providers)
        return faults_of_providers()

    return set_to


def test_nothing_and_what_is_right_pass(configured):
    assert configured() == []
    assert configured(RIGHT, RIGHT | {"key": "veer", "two_factors": True}) == []
    refuse_faulty_providers()
    assert single_sign_on(None) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"issuer": "http://login.kade.example"}, "kade: the issuer must be an https:// address"),
        ({"issuer": ""}, "kade: the issuer is no address"),
        ({"secret": ""}, "kade: it needs a secret"),
        ({"client_id": ""}, "kade: it needs an organisation and a client_id"),
        ({"organisation": ""}, "kade: it needs an organisation and a client_id"),
        ({"key": "de kade"}, "de kade: the key may hold letters, digits, - and _ only"),
        ({"clientid": "portal"}, "it is no list of providers"),
    ],
)
def test_each_fault_is_named_and_nothing_serves(configured, change, fault):
    found = configured(RIGHT | change)
    assert any(one.startswith(fault) for one in found)
    assert [message.id for message in single_sign_on(None)] == ["aftercare.E001"] * len(found)
    with pytest.raises(ImproperlyConfigured, match=r"OIDC_PROVIDERS: "):
        refuse_faulty_providers()


def test_a_key_is_used_once(configured):
    assert configured(RIGHT, RIGHT) == ["the key kade is used twice"]


def test_for_trying_it_out_loopback_without_a_secret_is_enough(configured, settings):
    settings.PRODUCTION = False
    assert configured(RIGHT | {"issuer": "http://127.0.0.1:8080", "secret": ""}) == []


def test_the_check_is_part_of_check():
    assert single_sign_on in checks.registry.registry.get_checks()
