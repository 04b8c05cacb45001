"""The web push channel: a knock without words. The browser shows its own neutral line; nobody else learns more."""

import base64
import http.client
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import timezone
from py_vapid import Vapid02

from aftercare.notifications.models import Message, Subscription
from aftercare.notifications.results import Ended, Result

TIMEOUT = 10
GONE = {404, 410}
BUSY = 429


def is_possible() -> bool:
    return bool(settings.VAPID_PRIVATE_KEY)


@cache
def _signer(private_key: str) -> Vapid02:
    return Vapid02.from_raw(private_key.encode())


def public_key() -> str:
    """What a browser asks for when it subscribes."""
    point = _signer(settings.VAPID_PRIVATE_KEY).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def is_known_service(endpoint: str) -> bool:
    """Only the push services of browsers: a subscription's address comes from outside, and we send to it."""
    address = urlsplit(endpoint)
    host = address.hostname or ""
    ours = any(host == known or (known.startswith(".") and host.endswith(known)) for known in settings.PUSH_SERVICES)
    return address.scheme == "https" and address.port is None and ours


def knock(message: Message) -> Result:
    """At every browser of the recipient. Sent when one of them took it; a subscription that is gone is forgotten."""
    subscriptions = list(Subscription.objects.filter(user=message.recipient_id)) if is_possible() else []
    statuses = {subscription: _post(subscription.endpoint, message) for subscription in subscriptions}
    gone = [subscription.pk for subscription, status in statuses.items() if status in GONE]
    Subscription.objects.filter(pk__in=gone).delete()
    found = set(statuses.values()) - GONE
    if any(status < 300 for status in found):
        return Result(Ended.SENT)
    if not found:
        return Result(Ended.REFUSED, "no subscription")
    later = any(status == BUSY or status >= 500 for status in found)
    return Result(Ended.LATER if later else Ended.REFUSED, f"push {max(found)}")


def _post(endpoint: str, message: Message) -> int:
    """The status that the push service answered; 503 when it could not be reached."""
    address = urlsplit(endpoint)
    claims = {"sub": f"mailto:{settings.PUSH_CONTACT}", "aud": f"https://{address.netloc}"}
    left = max(0, int((message.expires_at - timezone.now()).total_seconds()))
    headers = {"TTL": str(left), "Urgency": "normal", "Content-Length": "0"}
    headers |= _signer(settings.VAPID_PRIVATE_KEY).sign(claims)
    connection = http.client.HTTPSConnection(address.netloc, timeout=TIMEOUT)
    try:
        connection.request("POST", f"{address.path}?{address.query}".rstrip("?"), headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 503
    finally:
        connection.close()
