"""A passkey made with an invitation, before anybody is signed in. The ceremony is allauth's."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aftercare.accounts.models import User


def begin(person: User) -> dict:
    """What the browser needs to make one. The challenge stays in the session."""
    return {"creation_options": auth.begin_registration(person, passwordless=True)}


def check(credential: object) -> None:
    """Whether the browser's answer belongs to the challenge, and the device knew its owner."""
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, ValueError, LookupError, AttributeError) as error:
        raise ValidationError(_("That did not work. Try once more, or choose a password.")) from error


def add(person: User, credential: dict) -> Authenticator:
    """With recovery codes, for when the device is lost."""
    RecoveryCodes.activate(person)
    return auth.WebAuthn.add(person, _("My first key"), credential).instance
