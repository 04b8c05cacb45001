"""The words of a message: neutral, in the recipient's language, laid out once and then only filled in."""

from dataclasses import dataclass
from email.utils import formatdate
from functools import cache

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.template.loader import select_template
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from aftercare.core import links
from aftercare.notifications.models import NEEDED, Message

GENERAL = "something_ready"
LINK, TO, ID, DATE = "https://link.invalid/", "to@place.invalid", "<id@place.invalid>", "date-place"
STOP = "https://stop.invalid/"
STOP_PURPOSE = "letters"


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str
    layout: bytes


@cache
def words(kind: str, language: str) -> Words:
    """A kind without texts of its own says that something is ready, and no more."""
    context = {"product_name": settings.PRODUCT_NAME, "link": LINK}
    with translation.override(language):
        text, html = (
            select_template([f"emails/{kind}.{form}", f"emails/{GENERAL}.{form}"]).render(context)
            for form in ("txt", "html")
        )
        subject = _("Something is ready for you")
    headers = {"Message-ID": ID, "Date": DATE, "Auto-Submitted": "auto-generated", "Content-Language": language}
    if kind not in NEEDED:
        headers |= {"List-Unsubscribe": f"<{STOP}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    model = EmailMultiAlternatives(subject, text, to=[TO], headers=headers)
    model.attach_alternative(html, "text/html")
    return Words(subject, text, html, model.message().as_bytes(linesep="\r\n"))


class Letter(EmailMultiAlternatives):
    """An e-mail whose bytes exist already, but for whom it is to, when, and the link."""

    def __init__(self, found: Words, *, to: str, link: str, stop: str, key: str):
        super().__init__(found.subject, found.text.replace(LINK, link), to=[to])
        self.attach_alternative(found.html.replace(LINK, link), "text/html")
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        places = {LINK: link, STOP: stop, TO: sanitize_address(to, "utf-8"), ID: f"<{key}@{domain}>"}
        places[DATE] = formatdate(usegmt=True)
        self._bytes = found.layout
        for place, value in places.items():
            self._bytes = self._bytes.replace(place.encode(), value.encode())

    def message(self) -> "Letter":
        return self

    def as_bytes(self, **_how) -> bytes:
        return self._bytes


def write(message: Message) -> Letter:
    """The same Message-ID at every attempt, so that a second copy can be recognised as one."""
    recipient = message.recipient
    found = words(message.kind, recipient.language)
    return Letter(found, to=recipient.email, link=address(message), stop=stop(message), key=str(message.pk))


def stop(message: Message) -> str:
    """Where a mail program, or its reader, says that no letters are wanted any more."""
    token = links.sign(purpose=STOP_PURPOSE, ids={"person": message.recipient_id.hex})
    return settings.BASE_URL + reverse("accounts:letters", args=[token])


def address(message: Message) -> str:
    """The page that the message brings to; with ids it is signed, and its time starts now."""
    if not message.link_view:
        return f"{settings.BASE_URL}/"
    token = [links.sign(purpose=message.kind, ids=message.link_ids)] if message.link_ids else []
    return settings.BASE_URL + reverse(message.link_view, args=token)
