"""The words of a message: neutral, in the recipient's language, rendered once and kept."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import select_template
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from aftercare.core import links
from aftercare.notifications.models import Message

PLACE_OF_LINK = "https://link.invalid/"
GENERAL = "something_ready"


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str


@cache
def words(kind: str, language: str) -> Words:
    """A kind without texts of its own says that something is ready, and no more."""
    context = {"product_name": settings.PRODUCT_NAME, "link": PLACE_OF_LINK, "home": settings.BASE_URL}
    with translation.override(language):
        text, html = (
            select_template([f"emails/{kind}.{form}", f"emails/{GENERAL}.{form}"]).render(context)
            for form in ("txt", "html")
        )
        return Words(_("Something is ready for you"), text, html)


def write(message: Message) -> EmailMultiAlternatives:
    recipient = message.recipient
    found = words(message.kind, recipient.language)
    link = address(message)
    letter = EmailMultiAlternatives(
        subject=found.subject,
        body=found.text.replace(PLACE_OF_LINK, link),
        to=[recipient.email],
        headers={
            "Message-ID": f"<{message.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    letter.attach_alternative(found.html.replace(PLACE_OF_LINK, escape(link)), "text/html")
    return letter


def address(message: Message) -> str:
    """The page that the message brings to; with ids it is signed, and its time starts now."""
    if not message.link_view:
        return f"{settings.BASE_URL}/"
    token = [links.sign(purpose=message.kind, ids=message.link_ids)] if message.link_ids else []
    return settings.BASE_URL + reverse(message.link_view, args=token)
