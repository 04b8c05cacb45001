"""Signed links: the token names one object for one purpose and says nothing else."""

from datetime import timedelta

from django.core import signing


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
