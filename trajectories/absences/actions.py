"""Announce an absence and who stands in; be back earlier than was said."""

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.access import role_in
from aftercare.accounts.models import Organisation, User
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications import actions as notifications
from trajectories.absences.access import carried_by, stand_ins
from trajectories.absences.models import Absence
from trajectories.dossier import actions as dossier
from trajectories.dossier.access import Permission
from trajectories.dossier.models import CareTeamSeat, TeamRole

DAY = timedelta(days=1)


@transaction.atomic
def announce(
    *,
    organisation: Organisation,
    by: User,
    since: date,
    back_on: date,
    stand_in: User | None = None,
    tell: bool = True,
) -> Absence:
    """`by` is away. `stand_in` gets a seat on each care team that has nobody for the whole period; all are told.

    Without `tell` nobody gets a notice: for history that is brought in.
    """
    if back_on <= max(since, timezone.localdate()):
        raise Refused(_("You are back after the first day away, and not in the past."))
    if stand_in and Absence.objects.filter(user=stand_in, organisation=organisation).within(since, back_on).exists():
        raise Refused(_("%(name)s is away on some of these days too.") % {"name": stand_in.name})
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                organisation=organisation, user=by, since=since, back_on=back_on, stand_in=stand_in
            )
    except IntegrityError as error:
        raise Refused(_("You said already that you are away on some of these days.")) from error
    if stand_in:
        _seat(absence)
    if tell:
        _tell(absence)
    _record(absence, by)
    return absence


@transaction.atomic
def end(*, absence: Absence, by: User) -> None:
    """Back from today, or not away at all when it had not begun. The seats that it gave end with it."""
    today = timezone.localdate()
    if absence.back_on <= today:
        raise TransitionRefused(_("This absence is over."))
    for seat in _given(absence):
        dossier.end_seat(seat=seat, by=by)
    notifications.withdraw(key_prefix=f"absence:{absence.pk}:")
    _record(absence, by)
    if absence.since >= today:
        absence.delete()
    else:
        Absence.objects.filter(pk=absence.pk).update(back_on=today)


def _seat(absence: Absence) -> None:
    since, until = absence.since, absence.back_on - DAY
    mine = carried_by(absence.user, absence.organisation, since=since, until=until)
    covering = stand_ins(mine, since=since, until=until)
    seated = CareTeamSeat.objects.filter(trajectory__in=mine.order_by(), user=absence.stand_in, since__lte=until)
    seated = seated.exclude(until__lt=since)
    whole = covering.filter(Q(until=None) | Q(until__gte=until), since__lte=since)
    without = mine.exclude(pk__in=whole.order_by().values("trajectory"))
    for trajectory in without.exclude(pk__in=seated.order_by().values("trajectory")):
        dossier.seat(
            trajectory=trajectory,
            user=absence.stand_in,
            role=TeamRole.STAND_IN,
            since=since,
            until=until,
            by=absence.user,
        )


def _given(absence: Absence) -> list[CareTeamSeat]:
    """The seats that this absence gave, where they were not changed since."""
    until = absence.back_on - DAY
    mine = carried_by(absence.user, absence.organisation, since=absence.since, until=until)
    given = stand_ins(mine, since=absence.since, until=until).filter(since=absence.since, until=until)
    return list(given.filter(user=absence.stand_in).select_related("trajectory__client"))


def _tell(absence: Absence) -> None:
    """One neutral message for each who stands in."""
    until = absence.back_on - DAY
    mine = carried_by(absence.user, absence.organisation, since=absence.since, until=until)
    people = stand_ins(mine, since=absence.since, until=until).order_by().values("user")
    notifications.queue_all(
        messages=[
            notifications.compose(
                key=f"absence:{absence.pk}:{person.pk}",
                recipient=person,
                kind="stand_in",
                expires_at=timezone.make_aware(datetime.combine(absence.back_on, time())),
                link_view="messages:inbox",
            )
            for person in User.objects.filter(pk__in=people, email__isnull=False)
        ]
    )


def _record(absence: Absence, by: User) -> None:
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=role_in(by, absence.organisation_id),
        organisation=absence.organisation_id,
        obj=absence,
        segment=Permission.TEAM_EDIT,
        purpose="care",
    )
