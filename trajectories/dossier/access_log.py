"""Who looked in my dossier: the client's own view of the access log, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry, Event, Outcome
from supportgroups.access import Permission as GroupPermission
from trajectories.dossier.access import Permission, can, open_own
from trajectories.dossier.emergencies import EMERGENCY, EmergencyOpening, Step
from trajectories.dossier.models import CareTeamSeat, Category, TeamRole

PAGE = 50
RECENT = timedelta(days=30)
TOGETHER = timedelta(minutes=30)

WHO = {"": _("Everybody"), "team": _("My team"), "others": _("Others"), "me": _("Myself")}
SEEN = (Event.READ, Event.SEARCH, Event.PRINT, Event.EXPORT)
SEGMENTS = dict(Category.choices) | dict(GroupPermission.choices) | dict(Permission.choices) | dict(Step.choices)
ROLES = dict(Role.choices) | dict(TeamRole.choices)
REASONS = {
    "care": _("care for you"),
    "accounts": _("your account"),
    "self": _("you yourself"),
    "invited": _("you invited them"),
    "shared": _("you share it with them"),
    EMERGENCY: _("an emergency"),
}
DEEDS = {
    Event.READ: _("Looked at"),
    Event.SEARCH: _("Found you in a search"),
    Event.CHANGE: _("Made changes in"),
    Event.PRINT: _("Printed"),
    Event.EXPORT: _("Saved a copy of"),
    Event.SIGN_IN: _("Signed in"),
    Event.EMERGENCY: _("Your dossier in an emergency"),
}


@dataclass
class Visit:
    """What one person did in one go: several lines of the log, told as one."""

    at: datetime
    who: str
    role: str
    reason: str
    in_team: bool
    own: bool
    denied: bool
    opening: EmergencyOpening | None = None
    """By which they looked, in an emergency."""
    deeds: dict[str, list[str]] = field(default_factory=dict)

    def covers(self, entry: AccessEntry, opening: EmergencyOpening | None) -> bool:
        same = (
            opening,
            entry.user.name,
            ROLES.get(entry.role, ""),
            entry.outcome == Outcome.DENIED,
            REASONS.get(entry.purpose, ""),
        )
        return same == (self.opening, self.who, self.role, self.denied, self.reason) and self.at - entry.at < TOGETHER

    def add(self, entry: AccessEntry) -> None:
        segments = self.deeds.setdefault(DEEDS[entry.event], [])
        label = SEGMENTS.get(entry.segment, "")
        if label and label not in segments:
            segments.append(label)


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.ACCESS_LOG_VIEW)
    who = request.GET.get("who", "")
    who = who if who in WHO else ""
    entries = entries_about(request.user)
    page = Paginator(filtered(entries, who, request.user), PAGE).get_page(request.GET.get("page"))
    recent = entries.exclude(user=request.user).filter(event__in=SEEN, at__gt=timezone.now() - RECENT)
    context = {
        "trajectory": trajectory,
        "days": by_day(list(page), reader=request.user),
        "page": page,
        "chips": [(name, label, name == who) for name, label in WHO.items()],
        "people": recent.order_by().values("user").distinct().count(),
        "outside": recent.filter(in_team=False).count(),
        "shares": can(request.user, Permission.SHARE, trajectory),
        "now": timezone.now(),
    }
    return render(request, "trajectories/dossier/access_log.html", context)


def entries_about(user: User) -> QuerySet[AccessEntry]:
    """Every line about this person that somebody caused, with whether that was one of the team on that day."""
    seats = CareTeamSeat.objects.filter(
        Q(until=None) | Q(until__gte=OuterRef("on")),
        trajectory__client__user=user,
        user=OuterRef("user"),
        since__lte=OuterRef("on"),
    )
    entries = AccessEntry.objects.filter(client=user).exclude(user=None).select_related("user")
    return entries.annotate(on=TruncDate("at")).annotate(in_team=Exists(seats))


def filtered(entries: QuerySet[AccessEntry], who: str, user: User) -> QuerySet[AccessEntry]:
    if who == "me":
        return entries.filter(user=user)
    entries = entries.exclude(user=user)
    return entries.filter(in_team=who == "team") if who else entries


def openings_about(user: User) -> list[EmergencyOpening]:
    return list(EmergencyOpening.objects.filter(trajectory__client__user=user))


def opening_of(entry: AccessEntry, openings: list[EmergencyOpening]) -> EmergencyOpening | None:
    """Which one a line tells of, or by which somebody looked."""
    if not entry.emergency:
        return None
    told = (one for one in openings if one.pk == entry.object_id)
    then = (one for one in openings if one.by_id == entry.user_id and one.opened_at <= entry.at <= one.over_at)
    return next(told, None) or next(then, None)


def by_day(entries: list[AccessEntry], *, reader: User) -> list[tuple[date, list[Visit]]]:
    openings = openings_about(reader) if any(entry.emergency for entry in entries) else []
    days = groupby(entries, key=lambda entry: timezone.localtime(entry.at).date())
    return [(day, visits(found, reader=reader, openings=openings)) for day, found in days]


def visits(entries: Iterable[AccessEntry], *, reader: User, openings: list[EmergencyOpening]) -> list[Visit]:
    """Lines of the same person within half an hour, newest first, told as one."""
    told: list[Visit] = []
    for entry in entries:
        opening = opening_of(entry, openings)
        if not told or not told[-1].covers(entry, opening):
            told.append(
                Visit(
                    at=entry.at,
                    who=entry.user.name,
                    role=ROLES.get(entry.role, ""),
                    reason=REASONS.get(entry.purpose, ""),
                    in_team=entry.in_team,
                    own=entry.user_id == reader.pk,
                    denied=entry.outcome == Outcome.DENIED,
                    opening=opening,
                )
            )
        told[-1].add(entry)
    return told
