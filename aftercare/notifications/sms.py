"""The text message channel: neutral words of at most 160 characters to a number that is written in one way."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from aftercare.core import links
from aftercare.notifications import sms_providers
from aftercare.notifications.models import Message
from aftercare.notifications.results import Ended, Result

LONGEST = 160
PURPOSE = "text"


def is_possible() -> bool:
    return bool(settings.SMS_PROVIDER)


def number(phone: str) -> str:
    """As providers want it: "06-1234 5678" is "+31612345678" here; empty when it cannot be a phone number."""
    digits = re.sub(r"[^\d+]", "", phone.replace("(0)", ""))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"+{settings.SMS_COUNTRY}{digits[1:]}"
    return digits if re.fullmatch(r"\+\d{8,15}", digits) else ""


def send(message: Message) -> Result:
    person = message.recipient
    to = number(person.phone)
    if not (to and person.is_active):
        return Result(Ended.REFUSED, "no number")
    provider = sms_providers.chosen()
    if provider is None:
        return Result(Ended.REFUSED, "no provider")
    return provider.send(to=to, text=words(person.language, link=link(message)), reference=str(message.pk))


def words(language: str, *, link: str) -> str:
    """What stands on the screen, also while the phone is locked."""
    with translation.override(language):
        return f"{settings.PRODUCT_NAME}: {_('Something is ready for you')}. {link}"


def link(message: Message) -> str:
    """Short, because a signed link of its own would fill the whole message."""
    if not message.link_view:
        return f"{settings.BASE_URL}/"
    return settings.BASE_URL + reverse("follow", args=[links.short(message.pk, purpose=PURPOSE)])
