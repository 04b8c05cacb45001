"""What must hold of OIDC_PROVIDERS before the portal serves."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.validators import slug_re

from aftercare.accounts.single_sign_on.providers import Provider, providers


def faults_of_providers() -> list[str]:
    try:
        configured = providers()
        return _faults(configured)
    except (TypeError, ValueError) as error:
        return [f"it is no list of providers, each with the settings that docs/operations.md names ({error})"]


def _faults(configured: list[Provider]) -> list[str]:
    keys = [provider.key for provider in configured]
    faults = [f"the key {key} is used twice" for key in sorted(set(keys)) if keys.count(key) > 1]
    return faults + [f"{provider.key}: {fault}" for provider in configured for fault in _faults_of(provider)]


def _faults_of(provider: Provider) -> list[str]:
    faults = []
    if not slug_re.match(provider.key):
        faults.append("the key may hold letters, digits, - and _ only")
    if not provider.organisation or not provider.client_id:
        faults.append("it needs an organisation and a client_id")
    if not urlsplit(provider.issuer).hostname:
        faults.append("the issuer is no address")
    if settings.PRODUCTION and not provider.issuer.startswith("https://"):
        faults.append("the issuer must be an https:// address")
    if settings.PRODUCTION and not provider.secret:
        faults.append("it needs a secret")
    return faults


@checks.register(checks.Tags.security)
def single_sign_on(app_configs, **kwargs) -> list[checks.CheckMessage]:
    return [checks.Error(f"OIDC_PROVIDERS: {fault}.", id="aftercare.E001") for fault in faults_of_providers()]


def refuse_faulty_providers() -> None:
    """Called where serving starts, which runs no system checks."""
    if faults := faults_of_providers():
        raise ImproperlyConfigured(f"OIDC_PROVIDERS: {'; '.join(faults)}.")
