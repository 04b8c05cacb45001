"""Write or skip the summary, close, ask to come back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Membership, User
from aftercare.accounts.roles import Role
from aftercare.core.errors import Refused, Stale, TransitionRefused
from trajectories.agreements import actions as agreements
from trajectories.appointments import actions as appointments
from trajectories.checkins import actions as checkins
from trajectories.checkins import check_ups
from trajectories.closing.access import Side, return_asked, rounding
from trajectories.closing.models import ClosingWords
from trajectories.dossier import actions as dossier
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import CareTeamSeat, Status, TeamRole, Trajectory
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.deadlines import end_of_working_day
from trajectories.teamtasks.models import TeamTask

TIME_TO_ACT = timedelta(hours=2)
"""With less of the day left, the next working day is promised."""
NOTHING = {"summary": "", "helped": "", "watch_for": "", "skipped_because": ""}


@transaction.atomic
def write(
    *,
    trajectory: Trajectory,
    by: User,
    side: Side,
    summary: str = "",
    helped: str = "",
    watch_for: str = "",
    revision: int = 0,
    at: datetime | None = None,
) -> None:
    """What one of the two takes along. `revision` is that of the words the writer saw; 0 when there were none."""
    if not (summary or helped or watch_for):
        raise Refused(_("Write something in one of the fields, or say why you write nothing."))
    _put(trajectory, by=by, side=side, revision=revision, at=at, summary=summary, helped=helped, watch_for=watch_for)


@transaction.atomic
def skip(
    *, trajectory: Trajectory, by: User, side: Side, because: str, revision: int = 0, at: datetime | None = None
) -> None:
    """This side writes nothing, and says why."""
    _put(trajectory, by=by, side=side, revision=revision, at=at, skipped_because=because)


def _put(trajectory: Trajectory, *, by: User, side: Side, revision: int, at: datetime | None, **words) -> None:
    stored = Trajectory.objects.select_for_update(of=["self"]).get(pk=trajectory.pk)
    found = stored.closing_words.filter(side=side).first()
    if stored.status == Status.CLOSED and not (side == Side.CLIENT and (found is None or found.skipped_because)):
        raise TransitionRefused(_("This aftercare is closed. What was written stays as it is."))
    if (found.revision if found else 0) != revision:
        raise Stale(_("Somebody changed this while you were writing."))
    found = found or ClosingWords(organisation_id=stored.organisation_id, trajectory=trajectory, side=side, revision=0)
    for name, value in (NOTHING | words).items():
        setattr(found, name, value)
    found.written_at, found.written_by, found.revision = at or timezone.now(), by, revision + 1
    found.save()
    record_change(by=by, trajectory=trajectory, obj=found, segment=Permission.CLOSING)


@transaction.atomic
def close(*, trajectory: Trajectory, by: User, because: str = "", at: datetime | None = None) -> None:
    """Both have written or skipped, and agreed; otherwise `because` says why it closes all the same."""
    at = at or timezone.now()
    if Trajectory.objects.select_for_update(of=["self"]).get(pk=trajectory.pk).status == Status.CLOSED:
        raise TransitionRefused(_("This aftercare is closed. What was written stays as it is."))
    stand = rounding(trajectory, on=timezone.localdate(at))
    if not stand.is_complete:
        raise TransitionRefused(_("First both write their summary, or it is said why one of them does not."))
    if not (stand.agreed or because):
        raise Refused(_("You did not agree on this end together. Say why it closes now."))
    check_ups_due = check_ups.first_day(at, zone=trajectory.client.user.time_zone)
    for schedule in trajectory.check_in_schedules.current():
        checkins.end(schedule=schedule, by=by, at=at)
    checkins.schedule(trajectory=trajectory, by=by, at=at, **check_ups.rhythm(trajectory, first_on=check_ups_due))
    dossier.close(trajectory=trajectory, by=by, because=because, at=at)
    appointments.call_off_all(trajectory=trajectory, by=by, at=at)
    agreements.end_all(trajectory=trajectory, by=by, at=at)


@transaction.atomic
def ask_to_return(*, trajectory: Trajectory, by: User, words: str = "", at: datetime | None = None) -> TeamTask:
    """The open door: a task for the care team, the same day or the next working day. Once at a time."""
    at = at or timezone.now()
    stored = Trajectory.objects.select_for_update(of=["self"]).get(pk=trajectory.pk)
    if stored.status != Status.CLOSED:
        raise TransitionRefused(_("Your aftercare is running. You can write to your team or call them."))
    if waiting := return_asked(stored):
        return waiting
    see_that_somebody_carries(stored, at=at)
    return teamtasks.ask(
        trajectory=trajectory,
        kind=TeamTask.Kind.RETURN_REQUEST,
        key=f"return:{at.isoformat()}",
        text=words,
        due_at=end_of_working_day(at + TIME_TO_ACT, zone=stored.organisation.time_zone),
        by=by,
        at=at,
    )


@transaction.atomic
def take_back_return(*, trajectory: Trajectory, by: User, at: datetime | None = None) -> None:
    """They do not need it after all."""
    if waiting := return_asked(trajectory):
        teamtasks.withdraw(trajectory=trajectory, key=waiting.key, by=by, at=at)


def see_that_somebody_carries(trajectory: Trajectory, *, at: datetime) -> None:
    """Everybody who carried it has left: the counsellor with the fewest clients sees what is asked, may hand over."""
    if not _somebody_carries(trajectory, at=at):
        _find_somebody(trajectory, at=at)


def _somebody_carries(trajectory: Trajectory, *, at: datetime) -> bool:
    seats = CareTeamSeat.objects.on(timezone.localdate(at)).filter(trajectory=trajectory)
    counsellors = _counsellors(trajectory).order_by().values("user")
    return seats.filter(role__in=[TeamRole.COUNSELLOR, TeamRole.STAND_IN], user__in=counsellors).exists()


def _find_somebody(trajectory: Trajectory, *, at: datetime) -> None:
    day = timezone.localdate(at)
    carried = CareTeamSeat.objects.on(day).filter(role=TeamRole.COUNSELLOR, user=OuterRef("user"))
    count = carried.order_by().values("user").annotate(count=Count("pk")).values("count")
    found = _counsellors(trajectory).annotate(carries=Coalesce(Subquery(count), 0)).order_by("carries", "started_at")
    if member := found.select_related("user").first():
        dossier.take_over(trajectory=trajectory, to=member.user, on=day)


def _counsellors(trajectory: Trajectory) -> QuerySet[Membership]:
    here = Membership.objects.active().filter(organisation=trajectory.organisation_id, role=Role.COUNSELLOR)
    return here.filter(user__is_active=True)
