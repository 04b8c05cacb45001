"""Begin a climb when a check-in is asked, take the steps that are due, stop at once; set the hours."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.access import role_in
from aftercare.accounts.models import Organisation, User
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core.clocks import local_date
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.notifications import actions as notifications
from trajectories.checkins.access import LINK_PURPOSE, LINK_VIEW, link_ids
from trajectories.checkins.check_ups import is_check_up
from trajectories.checkins.models import Occurrence
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Status, Trajectory
from trajectories.silence.access import HOURS, coordinators_at, hours_for, hours_of, on_duty
from trajectories.silence.models import FOLLOWING, Climb, ClimbStep, LadderHours, Step
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.deadlines import end_of_working_day
from trajectories.teamtasks.models import TeamTask

BATCH = 200
TOLD_WITHIN = timedelta(days=3)
"""So long a letter to the care team says something."""


@transaction.atomic
def begin(*, occurrences: Iterable[Occurrence], at: datetime) -> None:
    """The reminder is on its way. Where a climb runs already, the next check-in does not begin another."""
    asked = [one for one in occurrences if one.state == Occurrence.State.OPEN and not is_check_up(one.schedule)]
    hours = hours_for({one.trajectory for one in asked})
    climbs = [
        Climb(
            organisation_id=one.organisation_id,
            trajectory=one.trajectory,
            occurrence=one,
            asked_at=one.due_at,
            next_step=Step.SECOND,
            next_at=hours[one.trajectory_id].at(Step.SECOND, one.due_at),
        )
        for one in asked
    ]
    Climb.objects.bulk_create(climbs, ignore_conflicts=True)
    begun = set(Climb.objects.filter(pk__in=[one.pk for one in climbs]).order_by().values_list("pk", flat=True))
    ClimbStep.objects.bulk_create(
        [
            _step(one, Step.REMINDER, at=one.asked_at, message_key=f"{_of_check_in(one)}email")
            for one in climbs
            if one.pk in begun
        ]
    )


def _of_check_in(climb: Climb) -> str:
    """As the check-in's own letters begin, so that whatever calls those off calls off the second one too."""
    return f"trajectory:{climb.trajectory_id}:check-in:{climb.occurrence_id}:"


def _step(climb: Climb, step: Step, *, at: datetime, message_key: str = "") -> ClimbStep:
    return ClimbStep(
        organisation_id=climb.organisation_id,
        trajectory_id=climb.trajectory_id,
        climb=climb,
        step=step,
        at=at,
        message_key=message_key,
    )


@transaction.atomic
def go_on(*, at: datetime, limit: int = BATCH) -> int:
    """Take the next step of each climb that is due; returns how many were. Twice is once."""
    locked = Climb.objects.due(at=at).select_for_update(skip_locked=True, of=("self",))
    due = list(locked.select_related("trajectory__client__user", "trajectory__organisation", "occurrence")[:limit])
    for climb in due:
        if _is_called_off(climb):
            _stop(climb, Climb.Stopped.CALLED_OFF, at=at)
        else:
            _take(climb, at=at)
    return len(due)


def _is_called_off(climb: Climb) -> bool:
    """Not today, paused, or the aftercare has ended."""
    put_off = climb.occurrence.put_off_at or climb.occurrence.state == Occurrence.State.CANCELLED
    return bool(put_off) or climb.trajectory.status != Status.RUNNING


def _take(climb: Climb, *, at: datetime) -> None:
    step = Step(climb.next_step)
    taken = TAKING[step](climb, at)
    following = FOLLOWING.get(step)
    climb.next_step = following or ""
    climb.next_at = max(at, hours_of(climb.trajectory).at(following, climb.asked_at)) if following else None
    climb.save(update_fields=["next_step", "next_at"])
    if taken:
        taken.save(force_insert=True)
        record_change(by=None, trajectory=climb.trajectory, obj=taken, segment=Permission.CHECK_IN_SCHEDULE)


def _remind_again(climb: Climb, at: datetime) -> ClimbStep | None:
    """While the check-in can still be answered, outside quiet hours."""
    letter = notifications.compose(
        key=f"{_of_check_in(climb)}second",
        recipient=climb.trajectory.client.user,
        kind=LINK_PURPOSE,
        due_at=at,
        expires_at=climb.occurrence.closes_at,
        link_view=LINK_VIEW,
        link_ids=link_ids(climb.occurrence),
    )
    if letter.due_at >= letter.expires_at:
        return None
    notifications.queue_all(messages=[letter])
    return _step(climb, Step.SECOND, at=letter.due_at, message_key=letter.key)


def _ask_counsellor(climb: Climb, at: datetime) -> ClimbStep:
    """Or whoever stands in, when the counsellor is away. A call that somebody was asked for already is asked once."""
    duty = on_duty(climb.trajectory, on=_today(climb, at))
    teamtasks.ask(
        trajectory=climb.trajectory,
        kind=TeamTask.Kind.SILENCE,
        key=climb.task_key,
        due_at=end_of_working_day(at, zone=climb.trajectory.organisation.time_zone),
        by=None,
        at=at,
    )
    if duty.covered:
        return _tell(climb, Step.STAND_IN, duty.stand_ins, at=at)
    return _tell(climb, Step.COUNSELLOR, duty.counsellors, at=at)


def _ask_stand_in(climb: Climb, at: datetime) -> ClimbStep | None:
    """Who became absent since, or has a stand-in only now."""
    duty = on_duty(climb.trajectory, on=_today(climb, at))
    if not duty.covered or climb.steps.filter(step=Step.STAND_IN).exists():
        return None
    return _tell(climb, Step.STAND_IN, duty.stand_ins, at=at)


def _tell_coordinator(climb: Climb, at: datetime) -> ClimbStep:
    people = list(coordinators_at(climb.organisation_id))
    return _tell(climb, Step.COORDINATOR, people, at=at, page="silence:unreached")


TAKING = {
    Step.SECOND: _remind_again,
    Step.COUNSELLOR: _ask_counsellor,
    Step.STAND_IN: _ask_stand_in,
    Step.COORDINATOR: _tell_coordinator,
}


def _today(climb: Climb, at: datetime) -> date:
    return local_date(at, climb.trajectory.organisation.time_zone)


def _tell(climb: Climb, step: Step, people: list[User], *, at: datetime, page: str = "caseload:today") -> ClimbStep:
    """A neutral letter for each. The step is taken when the portal shows it, whether or not somebody wants letters."""
    letters = [
        notifications.compose(
            key=f"{climb.key}{step}:{person.pk}",
            recipient=person,
            kind="silence",
            due_at=at,
            expires_at=at + TOLD_WITHIN,
            link_view=page,
        )
        for person in people
        if person.email
    ]
    notifications.queue_all(messages=letters)
    return _step(climb, step, at=at)


@transaction.atomic
def stop(*, trajectory: Trajectory, because: Climb.Stopped, at: datetime) -> None:
    """At once: what waits is not sent, what was asked of the care team is not needed any more."""
    climb = trajectory.climbs.running().select_for_update(of=("self",)).first()
    if climb and at >= climb.asked_at:
        climb.trajectory = trajectory
        _stop(climb, because, at=at)


def _stop(climb: Climb, because: Climb.Stopped, *, at: datetime) -> None:
    climb.stopped_at, climb.stopped_because, climb.next_step, climb.next_at = at, because, "", None
    climb.save(update_fields=["stopped_at", "stopped_because", "next_step", "next_at"])
    climb.steps.filter(at__gt=at).update(called_off_at=at)
    notifications.withdraw(key_prefix=climb.key)
    notifications.withdraw(key_prefix=f"{_of_check_in(climb)}second")
    teamtasks.withdraw(trajectory=climb.trajectory, key=climb.task_key, by=None, at=at)
    record_change(by=None, trajectory=climb.trajectory, obj=climb, segment=Permission.CHECK_IN_SCHEDULE)


@transaction.atomic
def arrange(*, climb: Climb, by: User, arranged: str, at: datetime | None = None) -> None:
    """The coordinator says who calls. The ladder itself stops when the client is reached."""
    stored = Climb.objects.select_for_update(of=("self",)).select_related("trajectory__client").get(pk=climb.pk)
    if stored.arranged_at or stored.stopped_at:
        raise TransitionRefused(_("This was arranged already, or there was contact."))
    stored.arranged_at, stored.arranged_by, stored.arranged = at or timezone.now(), by, arranged
    stored.save(update_fields=["arranged_at", "arranged_by", "arranged"])
    record_change(by=by, trajectory=stored.trajectory, obj=stored, segment=Permission.CHECK_IN_SCHEDULE)


@transaction.atomic
def set_hours(
    *,
    organisation: Organisation,
    by: User,
    revision: int,
    trajectory: Trajectory | None = None,
    at: datetime | None = None,
    **hours: int,
) -> LadderHours:
    """`hours` by step, from now on; steps that wait already keep their moment. `revision` is what the page showed."""
    Organisation.objects.select_for_update().values_list("pk").get(pk=organisation.pk)
    found = LadderHours.objects.filter(organisation=organisation, trajectory=trajectory).first()
    if revision != (found.revision if found else 0):
        raise Stale(_("Somebody changed this while you were writing."))
    found = found or LadderHours(organisation=organisation, trajectory=trajectory)
    for step, value in hours.items():
        setattr(found, step, value)
    if not found.second < found.counsellor <= found.stand_in <= found.coordinator:
        raise Refused(_("Each step comes after the one before it."))
    found.revision, found.changed_at, found.changed_by = found.revision + 1, at or timezone.now(), by
    found.save()
    _record(found, organisation, trajectory, by)
    return found


@transaction.atomic
def use_usual(*, trajectory: Trajectory, by: User) -> None:
    """Again those of the organisation."""
    own = LadderHours.objects.filter(trajectory=trajectory).first()
    if own:
        _record(own, trajectory.organisation, trajectory, by)
        own.delete()


def _record(hours: LadderHours, organisation: Organisation, trajectory: Trajectory | None, by: User) -> None:
    if trajectory:
        record_change(by=by, trajectory=trajectory, obj=hours, segment=Permission.CHECK_IN_SCHEDULE)
        return
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=role_in(by, organisation.pk),
        organisation=organisation.pk,
        obj=hours,
        segment=HOURS,
        purpose="management",
    )
