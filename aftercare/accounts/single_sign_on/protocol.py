"""OpenID Connect with a provider: where to send somebody, and what it tells of them when they come back.

State, PKCE and the exchange of the code are allauth's. What a provider says counts only when its ID token is signed by
it, meant for the portal, still valid, and the answer to this very question (nonce). No token is kept.
"""

import logging
from dataclasses import dataclass
from secrets import token_urlsafe
from urllib.parse import urlsplit

import jwt
import requests
from allauth.socialaccount.internal.statekit import stash_state, unstash_state
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from aftercare.accounts.single_sign_on.providers import Provider

logger = logging.getLogger(__name__)

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
REQUIRED = ["iss", "sub", "aud", "exp", "iat"]
SECONDS_TO_ANSWER = 5
SECONDS_APART = 30
"""So much may the clocks of the two differ."""
SECONDS_REMEMBERED = 300
LONGEST_SUBJECT = 255
MULTI_FACTOR = {
    "https://refeds.org/profile/mfa",
    "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
    "phr",
    "phrh",
}
"""Values of `acr` that stand for two factors: REFEDS, PAPE, and OpenID's phishing-resistant ones."""

WRONG = (OAuth2Error, requests.RequestException, jwt.PyJWTError, ValueError, LookupError, TypeError, AttributeError)
"""Whatever a provider can get wrong, down to an answer of another shape."""


class SignInFailed(Exception):
    """The provider did not answer, or not in a way that counts. Nobody is signed in by it."""


@dataclass(frozen=True)
class Told:
    """What a provider said of somebody who signed in there."""

    subject: str
    address: str
    """Empty unless the provider answers for it."""
    two_factors: bool
    back_to: str | None
    """The page that they wanted when they were sent there."""


def address_at(provider: Provider, request: HttpRequest, back_to: str | None) -> str:
    """Where somebody signs in; what comes back must fit what the session remembers of it."""
    pkce, nonce = generate_code_challenge(), token_urlsafe(32)
    remembered = {"nonce": nonce, "verifier": pkce.pop("code_verifier"), "back_to": back_to}
    try:
        configuration = _configuration(provider)
        client = _client(provider, request, configuration)
        client.state = stash_state(request, provider_id=provider.key, state=remembered)
        extra = {"nonce": nonce, "code_challenge_method": pkce["code_challenge_method"]}
        extra["code_challenge"] = pkce["code_challenge"].decode()
        return client.get_redirect_url(configuration["authorization_endpoint"], ["openid", "email"], extra)
    except WRONG as error:
        raise _failed(provider, error) from error


def told_by(provider: Provider, request: HttpRequest) -> Told:
    """Somebody came back from there. What the session remembers is used once."""
    remembered = unstash_state(request, provider_id=provider.key, state_id=request.GET.get("state", ""))
    if remembered is None or "code" not in request.GET:
        raise SignInFailed
    try:
        configuration = _configuration(provider)
        client = _client(provider, request, configuration)
        answer = client.get_access_token(request.GET["code"], pkce_code_verifier=remembered["verifier"])
        claims = _claims(answer["id_token"], provider, configuration, remembered["nonce"])
        return _told(_with_address(claims, answer, configuration), provider, remembered["back_to"])
    except WRONG as error:
        raise _failed(provider, error) from error


def _failed(provider: Provider, error: Exception) -> SignInFailed:
    """For who keeps the server: what went wrong, without what the provider said of anybody."""
    what = "no token" if isinstance(error, OAuth2Error) else str(error)
    logger.warning("Single sign-on via %s failed: %s (%s)", provider.key, type(error).__name__, what)
    return SignInFailed()


def _configuration(provider: Provider) -> dict:
    address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    found = cache.get_or_set(f"single_sign_on:{address}", lambda: _fetched(address), SECONDS_REMEMBERED)
    if found["issuer"].rstrip("/") != provider.issuer.rstrip("/"):
        raise ValueError("issuer")
    for endpoint in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if provider.issuer.startswith("https://") and urlsplit(found[endpoint]).scheme != "https":
            raise ValueError(endpoint)
    return found


def _fetched(address: str, **headers: str) -> dict:
    response = requests.get(address, headers=headers, timeout=SECONDS_TO_ANSWER)
    response.raise_for_status()
    return response.json()


def _client(provider: Provider, request: HttpRequest, configuration: dict) -> OAuth2Client:
    accepted = configuration.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return OAuth2Client(
        request,
        provider.client_id,
        provider.secret,
        "POST",
        configuration["token_endpoint"],
        request.build_absolute_uri(reverse("accounts:back_from_work", args=[provider.key])),
        basic_auth="client_secret_post" not in accepted,
    )


def _claims(token: str, provider: Provider, configuration: dict, nonce: str) -> dict:
    claims = jwt.decode(
        token,
        _key_of(token, jwt.PyJWKSet.from_dict(_fetched(configuration["jwks_uri"]))),
        algorithms=ALGORITHMS,
        audience=provider.client_id,
        issuer=configuration["issuer"],
        leeway=SECONDS_APART,
        options={"require": REQUIRED},
    )
    if claims.get("nonce") != nonce or claims.get("azp", provider.client_id) != provider.client_id:
        raise ValueError("nonce")
    return claims


def _key_of(token: str, known: jwt.PyJWKSet) -> jwt.PyJWK:
    named = jwt.get_unverified_header(token).get("kid")
    (key,) = [key for key in known.keys if named in {None, key.key_id}]
    return key


def _with_address(claims: dict, answer: dict, configuration: dict) -> dict:
    """Some providers tell the address only when asked once more."""
    if "email" in claims or "userinfo_endpoint" not in configuration:
        return claims
    more = _fetched(configuration["userinfo_endpoint"], Authorization=f"Bearer {answer['access_token']}")
    if more["sub"] != claims["sub"]:
        raise ValueError("sub")
    return more | claims


def _told(claims: dict, provider: Provider, back_to: str | None) -> Told:
    subject, methods = claims["sub"], claims.get("amr")
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ValueError("sub")
    verified = provider.trusted_addresses or claims.get("email_verified") is True
    by_two = (isinstance(methods, list) and "mfa" in methods) or claims.get("acr") in MULTI_FACTOR
    return Told(
        subject=subject,
        address=(str(claims.get("email") or "") if verified else ""),
        two_factors=provider.two_factors or by_two,
        back_to=back_to,
    )
