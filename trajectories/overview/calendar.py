"""The personal calendar as a feed for calendar programs: times and nothing else, for whoever has the secret link."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import chain
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from aftercare.accounts import calendar_links
from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import User
from aftercare.audit import actions as audit
from aftercare.audit.models import Event as Deed
from aftercare.core import scope
from aftercare.core.clocks import is_zone
from supportgroups.models import Enrolment, Session
from trajectories.appointments.access import of_clients, own
from trajectories.appointments.models import Appointment
from trajectories.dossier.access import Permission
from trajectories.dossier.models import Category, Trajectory
from trajectories.dossier.readers import record_look, shared_trajectories

BACK, AHEAD = timedelta(days=60), timedelta(days=400)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Signed out, by its link alone. A link that was stopped, or whose person is not here any more, is no page."""
    link = calendar_links.follow(token)
    if link is None:
        raise Http404
    scope.enter(user=link.user.pk)
    role, at = _role(link.user), timezone.now()
    if not role:
        raise Http404
    content = written(link.user, at=at)
    calendar_links.note_read(link=link, at=at)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = quote_etag(sha256(content).hexdigest())
    response.headers["Content-Disposition"] = 'inline; filename="agenda.ics"'
    patch_cache_control(response, private=True, no_cache=True)
    response = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    if response.status_code == 200:
        _log(link.user, role)
        for category in (Category.APPOINTMENTS, Category.GROUPS):
            sharing = shared_trajectories(link.user, category, at=at)
            record_look(by=link.user, trajectories=sharing, segment=category)
    return response


def _role(user: User) -> str:
    """As what somebody reads their calendar; empty when they are nothing here any more."""
    membership = next(iter(active_memberships(user)), None)
    own_trajectory = Trajectory.objects.filter(client__user=user).values_list("kind", flat=True).first()
    return membership.role if membership else own_trajectory or ""


def _log(user: User, role: str) -> None:
    audit.record(
        by=user,
        event=Deed.READ,
        role=role,
        about=user.pk,
        segment=Permission.APPOINTMENT_VIEW,
        purpose="self",
    )


def written(user: User, *, at: datetime) -> bytes:
    """In the person's own language and zone. Written the same way twice as long as nothing changed."""
    zone = ZoneInfo(user.time_zone if is_zone(user.time_zone) else settings.TIME_ZONE)
    calendar = Calendar()
    calendar.add("prodid", "-//aftercare//calendar//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", settings.PRODUCT_NAME)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("x-published-ttl", "PT1H")
    with translation.override(user.language):
        for event in chain(_appointments(user, at, zone), _sessions(user, at, zone)):
            calendar.add_component(event)
    year = at.astimezone(zone).year
    calendar.add_missing_timezones(first_date=date(year - 1, 1, 1), last_date=date(year + 2, 12, 31))
    return calendar.to_ical()


def _appointments(user: User, at: datetime, zone: ZoneInfo) -> Iterator[Event]:
    """One's own as a client, as a professional those with oneself, and those that somebody shares."""
    mine = Q(pk__in=own(user).order_by().values("pk")) | Q(
        pk__in=of_clients(user).filter(with_user=user).order_by().values("pk")
    )
    mine |= Q(trajectory__in=shared_trajectories(user, Category.APPOINTMENTS, at=at))
    within = Appointment.objects.filter(mine, starts_at__gt=at - BACK, starts_at__lt=at + AHEAD)
    for one in within.order_by("starts_at", "id"):
        yield _event(
            one.pk,
            start=one.starts_at.astimezone(zone),
            end=one.ends.astimezone(zone),
            cancelled=one.state == Appointment.State.CANCELLED,
            sequence=one.revision - 1,
            changed_at=one.recorded_at or one.planned_at,
        )


def _sessions(user: User, at: datetime, zone: ZoneInfo) -> Iterator[Event]:
    """Of the groups in which one has a place, of those whose members share that, and those that one facilitates."""
    sharing = [one.client.user_id for one in shared_trajectories(user, Category.GROUPS, at=at)]
    places = Enrolment.objects.current().filter(participant__in=[user.pk, *sharing]).order_by().values("group")
    mine = Q(group__in=places) | Q(facilitations__user=user)
    within = Session.objects.published().filter(mine).within(at - BACK, at + AHEAD).distinct()
    for one in within.select_related("series").order_by("period", "id"):
        yield _event(
            one.pk,
            start=one.period.lower.astimezone(zone),
            end=one.period.upper.astimezone(zone),
            cancelled=one.is_cancelled,
            sequence=one.revision,
            changed_at=one.changed_at or one.series.planned_at,
        )


def _event(pk: UUID, *, start: datetime, end: datetime, cancelled: bool, sequence: int, changed_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{pk}@aftercare")
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _("Appointment"))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("url", settings.BASE_URL + reverse("home"))
    return event
