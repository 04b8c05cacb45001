"""Who may do what with groups: one table, one policy for lists and objects, one door that logs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Membership, Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from supportgroups import notices, roll
from supportgroups.candidates import candidates
from supportgroups.models import (
    Enrolment,
    Facilitation,
    Material,
    Room,
    Scope,
    Series,
    Session,
    SupportGroup,
    Tip,
    TipQuerySet,
    Wait,
)


class Permission(TextChoices):
    VIEW = "groups", _("Groups")
    EDIT = "group_edit", _("Groups")
    PARTICIPANTS = "participants", _("Who takes part in a group")
    ENROL = "enrolment", _("Taking part in a group")
    ATTENDANCE = "attendance", _("Attendance")


class Reach(Enum):
    """How far a grant goes."""

    ORGANISATION = auto()
    FACILITATED = auto()


P = Permission
GRANTS: dict[str, dict[Permission, Reach]] = {
    Role.COORDINATOR: dict.fromkeys(P, Reach.ORGANISATION),
    Role.COUNSELLOR: {
        P.VIEW: Reach.ORGANISATION,
        P.ENROL: Reach.ORGANISATION,
        P.PARTICIPANTS: Reach.FACILITATED,
        P.ATTENDANCE: Reach.FACILITATED,
    },
    Role.PEER_WORKER: dict.fromkeys([P.VIEW, P.PARTICIPANTS, P.ATTENDANCE], Reach.FACILITATED),
}
"""What a role may do in its organisation. Participants have no grant here; `read_own_places` is theirs."""

FACILITATORS = {Role.COUNSELLOR, Role.PEER_WORKER}
"""Roles that may be asked to facilitate a session."""

LOOKING_BACK = timedelta(days=60)
"""So long after its last session a group stays open to those who facilitated it."""


IN_GROUP, IN_SESSION = "session__group", "session"


def groups_visible_to(user: User, *, needs: Permission = P.VIEW) -> QuerySet[SupportGroup]:
    return SupportGroup.objects.filter(_granted(user, needs, facilitated=IN_GROUP))


def sessions_visible_to(user: User, *, needs: Permission = P.VIEW) -> QuerySet[Session]:
    return Session.objects.filter(_granted(user, needs, facilitated=IN_SESSION))


def facilitators_of(organisation: Organisation) -> QuerySet[User]:
    members = Membership.objects.active().filter(organisation=organisation, role__in=FACILITATORS)
    return User.objects.filter(pk__in=members.values("user"), is_active=True)


def may(user: User, permission: Permission) -> bool:
    """Whether this person may do this in the whole of some organisation."""
    return bool(_organisations(user, permission, Reach.ORGANISATION))


def open_groups(request: HttpRequest) -> QuerySet[SupportGroup]:
    """The groups that this person may see; 403 for whoever has nothing to do with groups."""
    if not any(one.role in GRANTS for one in active_memberships(request.user)):
        raise PermissionDenied
    return groups_visible_to(request.user)


def open_organisation(request: HttpRequest, *, needs: Permission) -> Organisation:
    """The organisation in which this person may do this; 403 where there is none."""
    organisations = Organisation.objects.filter(pk__in=_organisations(request.user, needs, Reach.ORGANISATION))
    if not (organisation := organisations.first()):
        raise PermissionDenied
    return organisation


def sessions_of(user: User, group: SupportGroup) -> QuerySet[Session]:
    """All dates of a group that was opened, each with what the user may do there."""
    sessions = Session.objects.filter(group=group)
    if not group.may_edit:
        sessions = sessions.published()
    return _with_rights(sessions, user, facilitated=IN_SESSION)


def open_room(request: HttpRequest, pk: UUID) -> Room:
    rooms = Room.objects.filter(organisation__in=_organisations(request.user, P.EDIT, Reach.ORGANISATION))
    return get_object_or_404(rooms.select_related("organisation"), pk=pk)


def open_group(request: HttpRequest, pk: UUID, *, needs: Permission) -> SupportGroup:
    """The door to a group: 404 outside the scope, 403 inside it without the right."""
    groups = groups_visible_to(request.user).with_places().select_related("organisation")
    return _open(request, groups, pk, needs=needs, facilitated=IN_GROUP)


def open_session(request: HttpRequest, pk: UUID, *, needs: Permission) -> Session:
    """The door to one session: 404 outside the scope, 403 inside it without the right."""
    sessions = sessions_visible_to(request.user).with_people().select_related("organisation")
    return _open(request, sessions, pk, needs=needs, facilitated=IN_SESSION)


def open_series(request: HttpRequest, pk: UUID) -> Series:
    """The door to a series, for whoever plans its group."""
    visible = Series.objects.filter(group__in=groups_visible_to(request.user))
    series = get_object_or_404(visible.select_related("room"), pk=pk)
    series.group = open_group(request, series.group_id, needs=P.EDIT)
    return series


def open_enrolment(request: HttpRequest, pk: UUID) -> Enrolment:
    """A place that this person may end: any for whoever plans the group, else those of the own clients."""
    groups = groups_visible_to(request.user, needs=P.ENROL)
    places = Enrolment.objects.filter(group__in=groups).select_related("group__organisation", "participant")
    place = get_object_or_404(places, pk=pk)
    if not (_plans(request.user, place.group_id) or _is_own(request.user, place)):
        raise Http404
    return place


def read_participants(request: HttpRequest, group: SupportGroup) -> list[Enrolment]:
    """Who has a place now: everybody for whoever may know, else the own clients. Reading the list is logged."""
    own = candidates(by=request.user, organisation=group.organisation) if group.may_enrol else User.objects.none()
    places = Enrolment.objects.current().filter(group=group).select_related("participant")
    places = places.annotate(is_own=_flag(Q(participant__in=own.order_by().values("pk"))))
    if not group.may_participants:
        places = places.filter(is_own=True)
    _log(request, Event.READ, group, P.PARTICIPANTS)
    return list(places)


def read_roll(request: HttpRequest, session: Session) -> list[roll.Line]:
    """Everyone with a place at the session, and how it went. A line in the log of each of them."""
    lines = roll.call(session)
    _log(request, Event.READ, session, P.ATTENDANCE, about=[line.person.pk for line in lines])
    return lines


def read_concerned(
    request: HttpRequest, opened: SupportGroup | Session, *, group: SupportGroup, sessions: Iterable[Session]
) -> list[User]:
    """Who will hear that these sessions change. Reading the list is logged."""
    _log(request, Event.READ, opened, P.PARTICIPANTS)
    return notices.concerned(group, sessions)


def open_wait(request: HttpRequest, pk: UUID) -> Wait:
    """Somebody in line whom this person may pair or take out, by the same rule as for a place."""
    groups = groups_visible_to(request.user, needs=P.ENROL)
    waits = Wait.objects.open().filter(group__in=groups).select_related("group__organisation", "participant")
    wait = get_object_or_404(waits, pk=pk)
    if not (_plans(request.user, wait.group_id) or _is_own(request.user, wait)):
        raise Http404
    return wait


def open_tip(group: SupportGroup, pk: UUID) -> Tip:
    return get_object_or_404(Tip.objects.filter(group=group), pk=pk)


def open_material(group: SupportGroup, pk: UUID) -> Material:
    return get_object_or_404(Material.objects.filter(group=group), pk=pk)


def read_tips(request: HttpRequest, group: SupportGroup) -> TipQuerySet:
    """What members wrote, with their names. Reading it is a line in the log of each of them."""
    tips = Tip.objects.filter(group=group).select_related("author")
    _log(request, Event.READ, group, P.PARTICIPANTS, about=set(tips.waiting().values_list("author", flat=True)))
    return tips


def read_waiting(request: HttpRequest, group: SupportGroup) -> list[tuple[int, Wait]]:
    """Who waits, with their number in line: everybody for whoever may know, else the own clients."""
    waits = Wait.objects.open().filter(group=group).select_related("participant")
    own = candidates(by=request.user, organisation=group.organisation) if group.may_enrol else User.objects.none()
    waits = waits.annotate(is_own=_flag(Q(participant__in=own.order_by().values("pk"))))
    line = list(enumerate(waits.order_by(F("offered_at").asc(nulls_last=True), "asked_at", "id"), start=1))
    return [(number, wait) for number, wait in line if group.may_participants or wait.is_own]


def _plans(user: User, group_id: UUID) -> bool:
    return groups_visible_to(user, needs=P.EDIT).filter(pk=group_id).exists()


def _is_own(user: User, row: Enrolment | Wait) -> bool:
    return candidates(by=user, organisation=row.group.organisation).filter(pk=row.participant_id).exists()


@dataclass(frozen=True)
class Touched:
    """How many dates a change touches, and who hears of it."""

    scope: str
    dates: int
    told: list[User]

    @property
    def choice(self) -> tuple[str, str]:
        people = ngettext("%(number)d person gets a message", "%(number)d people get a message", len(self.told))
        dates = ngettext("%(number)d date", "%(number)d dates", self.dates)
        words = [dates % {"number": self.dates}, people % {"number": len(self.told)}]
        return self.scope, f"{Scope(self.scope).label} ({', '.join(words)})"


def read_touched(request: HttpRequest, session: Session) -> list[Touched]:
    """Each scope that goes further than the one before, and who hears it. Reading the names is logged."""
    _log(request, Event.READ, session, P.PARTICIPANTS)
    reaches: list[Touched] = []
    for reach in Scope.values:
        touched = list(Session.objects.touched_by(session, reach, at=timezone.now()))
        if not reaches or len(touched) > reaches[-1].dates:
            told = [] if session.series.draft else notices.concerned(session.group, touched)
            reaches.append(Touched(reach, len(touched), told))
    return reaches


def log_search(request: HttpRequest, group: SupportGroup) -> None:
    _log(request, Event.SEARCH, group, P.ENROL)


def unfinished(user: User) -> QuerySet[Session]:
    """Sessions whose attendance this person could finish, and that nobody finished within a day."""
    return sessions_visible_to(user, needs=P.ATTENDANCE).unfinished(at=timezone.now()).with_people()


def record_change(*, by: User | None, obj: Model, segment: Permission, about: Iterable[UUID | None] = (None,)) -> None:
    """The lines of an action. `obj` has an organisation; `about` names the participants it concerns."""
    about = list(about)
    self_ = by is not None and by.pk in about
    mine = active_memberships(by) if by else []
    roles = [
        one.role for one in mine if one.organisation_id == obj.organisation_id and segment in GRANTS.get(one.role, ())
    ]
    audit.record_each(
        about=about,
        by=by,
        event=Event.CHANGE,
        role=min(roles, default=Role.CLIENT if self_ else ""),
        organisation=obj.organisation_id,
        obj=obj,
        segment=segment,
        purpose="self" if self_ else "care",
    )


def _open(request: HttpRequest, visible: QuerySet, pk: UUID, *, needs: Permission, facilitated: str) -> Model:
    obj = get_object_or_404(_with_rights(visible, request.user, facilitated=facilitated), pk=pk)
    if not getattr(obj, f"may_{needs.name.lower()}"):
        _log(request, Event.READ, obj, needs, outcome=Outcome.DENIED)
        raise PermissionDenied
    return obj


def _log(
    request: HttpRequest,
    event: Event,
    obj: SupportGroup | Session,
    segment: Permission,
    *,
    about: Iterable[UUID | None] = (None,),
    outcome: Outcome = Outcome.ALLOWED,
) -> None:
    audit.record_each(
        about=about,
        by=request.user,
        event=event,
        role=obj.part,
        organisation=obj.organisation_id,
        obj=obj,
        segment=segment,
        purpose="care",
        outcome=outcome,
    )


def log_own(request: HttpRequest) -> None:
    audit.record(
        by=request.user,
        event=Event.READ,
        role=Role.CLIENT,
        about=request.user.pk,
        segment=P.PARTICIPANTS,
        purpose="self",
    )


def _with_rights(visible: QuerySet, user: User, *, facilitated: str) -> QuerySet:
    """Adds `may_…` for each permission, and `part`: the role by which the user is here."""
    part = Membership.objects.active().filter(user=user, organisation=OuterRef("organisation"), role__in=GRANTS)
    rights = {
        f"may_{permission.name.lower()}": Case(
            When(_granted(user, permission, facilitated=facilitated), then=Value(value=True)),
            default=Value(value=False),
        )
        for permission in P
    }
    return visible.annotate(part=Subquery(part.order_by("role").values("role")[:1]), **rights)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False))


def _granted(user: User, needs: Permission, *, facilitated: str) -> Q:
    """The policy itself, as a condition on groups or sessions; `facilitated` is the way from a facilitation to them."""
    granted = Q(organisation__in=_organisations(user, needs, Reach.ORGANISATION))
    if near := _organisations(user, needs, Reach.FACILITATED):
        recently = Facilitation.objects.filter(user=user, period__endswith__gt=timezone.now() - LOOKING_BACK)
        granted |= Q(organisation__in=near) & Q(Exists(recently.filter(**{facilitated: OuterRef("pk")})))
    return granted


def _organisations(user: User, needs: Permission, reach: Reach) -> list[UUID]:
    mine = active_memberships(user)
    return [one.organisation_id for one in mine if GRANTS.get(one.role, {}).get(needs) is reach]
