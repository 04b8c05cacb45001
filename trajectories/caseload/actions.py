"""Put a row off until later today; keep a view; do one thing for several clients at once, and take it back."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Membership, User
from aftercare.core.clocks import instant
from aftercare.core.errors import Refused, TransitionRefused
from trajectories.caseload.models import KeptView, Later
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import CareTeamSeat, TeamRole, Trajectory
from trajectories.messages import actions as messages
from trajectories.messages.models import Message
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.models import TeamTask

LATER = timedelta(hours=2)
MOST_VIEWS = 12


def put_off(*, trajectory: Trajectory, by: User, at: datetime | None = None) -> datetime:
    """`by` sees it again in two hours, today still. Returns when."""
    at = at or timezone.now()
    until = min(at + LATER, _midnight(at))
    Later.objects.bulk_create(
        [Later(organisation_id=trajectory.organisation_id, trajectory=trajectory, user=by, at=at, until=until)],
        update_conflicts=True,
        unique_fields=["trajectory", "user"],
        update_fields=["at", "until"],
    )
    return until


def take_up(*, trajectory: Trajectory, by: User) -> None:
    """Now after all."""
    Later.objects.filter(trajectory=trajectory, user=by).delete()


def _midnight(at: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(at) + timedelta(days=1), time()))


@transaction.atomic
def keep(*, membership: Membership, name: str, query: str) -> KeptView:
    """A view under a name; the same name again stands for the new one."""
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=membership.user_id)
    others = KeptView.objects.filter(user=membership.user_id).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise Refused(_("You keep %(count)d views already. Let one go first.") % {"count": MOST_VIEWS})
    view, _is_new = KeptView.objects.update_or_create(
        user_id=membership.user_id, name=name, defaults={"query": query, "organisation_id": membership.organisation_id}
    )
    return view


def let_go(*, view: KeptView) -> None:
    view.delete()


@transaction.atomic
def write_all(
    *, trajectories: Iterable[Trajectory], by: User, text: str, key: UUID, at: datetime | None = None
) -> list[Message]:
    """The same message in each conversation: all of them or none. Sent twice with one key is sent once."""
    return [messages.send(trajectory=one, by=by, text=text, key=key, at=at) for one in trajectories]


@transaction.atomic
def unwrite_all(*, sent: Iterable[Message], by: User) -> int:
    """Those that nobody read yet. Returns how many."""
    return sum(_goes(messages.take_back, message=one, by=by) for one in sent)


@transaction.atomic
def plan_contact(
    *, trajectories: Iterable[Trajectory], by: User, text: str, day: date, time: time, key: UUID
) -> list[TeamTask]:
    """A call with each before a moment on their organisation's clock."""
    return [
        teamtasks.ask(
            trajectory=one,
            kind=TeamTask.Kind.CALL,
            key=f"together:{key}",
            due_at=instant(day, time, one.organisation.time_zone),
            by=by,
            text=text,
        )
        for one in trajectories
    ]


@transaction.atomic
def unplan_contact(*, asked: Iterable[TeamTask], by: User) -> int:
    """Those that are still to be done. Returns how many."""
    open_ones = [task for task in asked if task.is_open]
    for task in open_ones:
        teamtasks.withdraw(trajectory=task.trajectory, key=task.key, by=by)
    return len(open_ones)


@transaction.atomic
def assign(
    *, trajectories: Sequence[Trajectory], by: User, colleague: User, until: date, on: date | None = None
) -> list[CareTeamSeat]:
    """`colleague` stands in from today. Where they have a place on the team already, they keep that one."""
    since = on or timezone.localdate()
    seated = CareTeamSeat.objects.filter(user=colleague, trajectory__in=trajectories, since__lte=until)
    there = set(seated.exclude(until__lt=since).order_by().values_list("trajectory", flat=True))
    return [
        dossier.seat(trajectory=one, user=colleague, role=TeamRole.STAND_IN, since=since, until=until, by=by)
        for one in trajectories
        if one.pk not in there
    ]


@transaction.atomic
def unassign(*, seats: Iterable[CareTeamSeat], by: User) -> int:
    """Returns how many places ended with it."""
    return sum(_goes(dossier.end_seat, seat=one, by=by) for one in seats)


def _goes(act: Callable[..., None], **what) -> bool:
    try:
        act(**what)
    except TransitionRefused:
        return False
    return True
