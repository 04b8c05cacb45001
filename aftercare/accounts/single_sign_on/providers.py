"""Where staff may sign in with the account of their work: from the environment, one provider per organisation."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Provider:
    """One entry of OIDC_PROVIDERS (docs/operations.md)."""

    key: str
    organisation: str
    """Whose staff: the organisation's name in the portal."""
    issuer: str
    client_id: str
    secret: str = ""
    two_factors: bool = False
    """It asks two factors of everybody, so that it need not say so each time."""
    trusted_addresses: bool = False
    """Its addresses are right, also when it does not say that they were verified."""


def providers() -> list[Provider]:
    return [Provider(**one) for one in settings.OIDC_PROVIDERS]


def find(key: str) -> Provider | None:
    return next((provider for provider in providers() if provider.key == key), None)
