"""Signed links: the token names one object for one purpose and says nothing else."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

MARK = 12
"""So many bytes of signature does a short link carry."""


class LinkInvalid(Exception):
    """The token was not made by us for this purpose."""


class LinkExpired(LinkInvalid):
    """The token was ours, but its time has passed."""


def sign(*, purpose: str, ids: dict[str, str]) -> str:
    return signing.dumps(ids, salt=f"link.{purpose}", compress=True)


def read(token: str, *, purpose: str, valid: timedelta) -> dict[str, str]:
    """The ids that were signed, or LinkExpired, or LinkInvalid."""
    try:
        return signing.loads(token, salt=f"link.{purpose}", max_age=valid)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except signing.BadSignature as error:
        raise LinkInvalid from error


def short(of: UUID, *, purpose: str) -> str:
    """As short as a signed link can be, for where every character counts. It has no time; its object must."""
    return urlsafe_b64encode(of.bytes + _mark(of, purpose)).decode().rstrip("=")


def read_short(code: str, *, purpose: str) -> UUID:
    try:
        found = urlsafe_b64decode(code + "=" * (-len(code) % 4))
        of = UUID(bytes=found[:16])
    except (binascii.Error, ValueError) as error:
        raise LinkInvalid from error
    if not constant_time_compare(found[16:], _mark(of, purpose)):
        raise LinkInvalid
    return of


def _mark(of: UUID, purpose: str) -> bytes:
    return salted_hmac(f"link.short.{purpose}", of.bytes, algorithm="sha256").digest()[:MARK]
