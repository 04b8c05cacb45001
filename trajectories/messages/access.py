"""Who takes part in a conversation, which conversations somebody has, and what is new to them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import ngettext

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Membership, User
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from trajectories.absences.models import Absence
from trajectories.dossier.access import GRANTS, Permission
from trajectories.dossier.models import MEMBERSHIP_FOR, CareTeamSeat, TeamRole, Trajectory, TrajectoryQuerySet
from trajectories.messages.models import Attachment, Message

PARTS = {part for part in TeamRole if Permission.MESSAGE_VIEW in GRANTS[part]}
"""The parts in a care team that read and write with the client."""
ROLES = {MEMBERSHIP_FOR[part] for part in PARTS}
SOON = timedelta(days=7)
"""So long before it begins an absence is told."""


@dataclass(frozen=True)
class News:
    """What somebody has not read yet."""

    count: int = 0
    author: str = ""
    last_at: datetime | None = None


def open_inbox(request: HttpRequest) -> TrajectoryQuerySet:
    """The door of the list of conversations: 403 without one of the roles that answer; logged, once."""
    membership = next((one for one in active_memberships(request.user) if one.role in ROLES), None)
    audit.record(
        by=request.user,
        event=Event.READ,
        outcome=Outcome.ALLOWED if membership else Outcome.DENIED,
        role=membership.role if membership else "",
        organisation=membership.organisation_id if membership else None,
        segment=Permission.MESSAGE_VIEW,
        purpose="care",
    )
    if membership is None:
        raise PermissionDenied
    return conversations_of(request.user)


def conversations_of(user: User) -> TrajectoryQuerySet:
    """The running trajectories in whose care team `user` reads and writes with the client."""
    return Trajectory.objects.visible_to(user).running().filter(part__in=PARTS)


def seats_that_read(trajectory: Trajectory, *, on: date) -> QuerySet[CareTeamSeat]:
    """Who of the team reads along on a day: the counsellor first, then stand-ins."""
    member = Membership.objects.active().filter(
        user=OuterRef("user"), organisation=OuterRef("organisation"), role=OuterRef("needs")
    )
    seats = CareTeamSeat.objects.on(on).needing_membership().filter(trajectory=trajectory, role__in=PARTS)
    return seats.filter(Exists(member)).select_related("user").order_by("role", "since", "id")


@dataclass(frozen=True)
class Watch:
    """Who reads along on a day: those who are here, and when the counsellor is away, now or soon."""

    here: list[User]
    away: Absence | None
    soon: Absence | None


def watch_of(trajectory: Trajectory, *, on: date) -> Watch:
    seats = list(seats_that_read(trajectory, on=on))
    coming = Absence.objects.not_over(on=on).filter(organisation=trajectory.organisation_id, since__lte=on + SOON)
    absences = coming.filter(user__in=[seat.user_id for seat in seats]).select_related("user", "stand_in")
    away, soon = {}, {}
    for absence in absences:
        (away if absence.since <= on else soon).setdefault(absence.user_id, absence)
    counsellor = next((seat.user_id for seat in seats if seat.role == TeamRole.COUNSELLOR), None)
    here = [seat.user for seat in seats if seat.user_id not in away]
    return Watch(here, away.get(counsellor), soon.get(counsellor))


def team_to_tell(trajectory: Trajectory, *, on: date) -> list[User]:
    """The counsellor; while they are away whoever stands in; and the counsellor all the same when nobody does."""
    watch, seats = watch_of(trajectory, on=on), seats_that_read(trajectory, on=on)
    if watch.away and watch.here:
        return sorted(watch.here, key=lambda user: user.pk)
    return [seat.user for seat in seats if seat.role == TeamRole.COUNSELLOR]


def record_opened(*, by: User, trajectory: Trajectory, file: Attachment) -> None:
    """A file leaves the portal: that is more than the read which the door wrote down."""
    audit.record(
        by=by,
        event=Event.EXPORT,
        role=trajectory.part,
        about=trajectory.client.user_id,
        organisation=trajectory.organisation_id,
        obj=file,
        segment=Permission.MESSAGE_VIEW,
        purpose="self" if trajectory.part in Trajectory.Kind else "care",
    )


def news_for(user: User) -> News:
    """What the team wrote to this client or relative that they have not read. Asked once per request."""
    if not hasattr(user, "news"):
        running = Trajectory.objects.running().filter(client__user=user)
        mine = Message.objects.filter(trajectory__in=running.order_by()).from_team()
        found = list(mine.unread_by(user).values_list("author__called", "author__name", "sent_at"))
        called, name, at = found[0] if found else ("", "", None)
        user.news = News(len(found), called or name.split(" ")[0], at)
    return user.news


def news_in_words(user: User) -> str:
    """For the menu of a client or relative."""
    count = news_for(user).count
    return ngettext("%(count)d new", "%(count)d new", count) % {"count": count} if count else ""


def unread_by_client(trajectory: Trajectory) -> QuerySet[Message]:
    return trajectory.messages.from_team().unread_by(trajectory.client.user)


def unread_by_staff(user: User) -> QuerySet[Message]:
    """What clients wrote to this member of the team, not answered by anybody and not read by them."""
    mine = conversations_of(user).order_by().values("pk")
    return Message.objects.filter(trajectory__in=mine).from_client().unanswered().unread_by(user)
