"""Make, revoke and follow the secret link of a calendar. Whoever has it reads the calendar without signing in."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.utils import timezone

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import CalendarLink, User
from aftercare.audit import actions as audit
from aftercare.audit.models import Event

SEGMENT = "calendar"


@transaction.atomic
def make(*, by: User, at: datetime | None = None) -> str:
    """The secret part of a new link, told here and never again. An earlier link stops working."""
    User.objects.select_for_update().get(pk=by.pk)
    at = at or timezone.now()
    by.calendar_links.working().update(revoked_at=at)
    token = token_urlsafe(32)
    _record(by, CalendarLink.objects.create(user=by, digest=_digest(token), made_at=at))
    return token


@transaction.atomic
def revoke(*, by: User, at: datetime | None = None) -> None:
    link = by.calendar_links.working().select_for_update().first()
    if link:
        link.revoked_at = at or timezone.now()
        link.save(update_fields=["revoked_at"])
        _record(by, link)


def follow(token: str) -> CalendarLink | None:
    """The link with this secret, as long as it works and its person has an account."""
    links = CalendarLink.objects.working().filter(digest=_digest(token), user__is_active=True)
    return links.select_related("user").first()


def note_read(*, link: CalendarLink, at: datetime) -> None:
    """So that people see on their page whether the link is used."""
    CalendarLink.objects.filter(pk=link.pk).update(read_at=at)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _record(by: User, link: CalendarLink) -> None:
    role = next((membership.role for membership in active_memberships(by)), "")
    audit.record(by=by, event=Event.CHANGE, role=role, about=by.pk, obj=link, segment=SEGMENT, purpose="self")
