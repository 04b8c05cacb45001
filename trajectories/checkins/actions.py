"""Schedule, pause, end; open what is due and close what was missed; start, answer, submit."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.clocks import is_zone, local_date
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications import actions as notifications
from aftercare.notifications.models import Message
from trajectories.checkins import along, check_ups, contact, library, summary
from trajectories.checkins.access import LINK_PURPOSE, LINK_VIEW, link_ids
from trajectories.checkins.models import CheckIn, CheckInSchedule, Occurrence
from trajectories.checkins.questionnaire import Answer
from trajectories.checkins.timing import is_paused, next_due
from trajectories.dossier import happenings
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Status, Trajectory

BATCH = 200
REMINDED_WITHIN = timedelta(hours=24)
APART = timedelta(days=3)
"""A changed schedule does not ask again within so many days of the last time."""


@transaction.atomic
def schedule(
    *,
    trajectory: Trajectory,
    by: User,
    instrument: str,
    weekday: int,
    wall_time: time,
    zone: str,
    starts_on: date,
    every_weeks: int = 1,
    until: date | None = None,
    at: datetime | None = None,
) -> CheckInSchedule:
    """Agree when this questionnaire is asked, or change it: there is one schedule per questionnaire."""
    Trajectory.objects.select_for_update().get(pk=trajectory.pk)
    if trajectory.status != Status.RUNNING:
        raise TransitionRefused(_("This trajectory has ended. Check-ins belong to a running one."))
    if not is_zone(zone):
        raise Refused(_("This time zone is unknown."))
    if not library.is_there(instrument, organisation=trajectory.organisation_id):
        raise Refused(_("This questionnaire is not used here any more."))
    found = trajectory.check_in_schedules.current().filter(instrument=instrument).select_for_update().first()
    agreed = found or CheckInSchedule(
        organisation_id=trajectory.organisation_id, trajectory=trajectory, instrument=instrument
    )
    agreed.weekday, agreed.wall_time, agreed.zone = weekday, wall_time, zone
    agreed.starts_on, agreed.every_weeks, agreed.until = starts_on, every_weeks, until
    _pause_along(agreed)
    _save(agreed, by=by, at=at or timezone.now())
    if agreed.next_due_at is None:
        raise Refused(_("Nothing would be asked: the moment has passed, or it was asked in the last three days."))
    return agreed


@transaction.atomic
def pause_all(*, trajectory: Trajectory, by: User, at: datetime | None = None, **days) -> None:
    """Ask this client nothing on these days, whatever the questionnaire: see `pause`."""
    for agreed in trajectory.check_in_schedules.current().order_by("id"):
        pause(schedule=agreed, by=by, at=at, **days)


@transaction.atomic
def resume_all(*, trajectory: Trajectory, by: User, at: datetime | None = None) -> None:
    for agreed in trajectory.check_in_schedules.current().exclude(paused_from=None).order_by("id"):
        resume(schedule=agreed, by=by, at=at)


@transaction.atomic
def pause(
    *,
    schedule: CheckInSchedule,
    by: User,
    paused_from: date,
    paused_until: date,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Ask nothing on these days, both included. What is open when they begin is called off."""
    if paused_until < paused_from:
        raise Refused(_("The last day cannot be before the first."))
    _lock(schedule)
    schedule.paused_from, schedule.paused_until, schedule.pause_reason = paused_from, paused_until, reason
    at = at or timezone.now()
    if is_paused(schedule, local_date(at, schedule.zone)):
        _call_off(schedule)
    _save(schedule, by=by, at=at)


@transaction.atomic
def resume(*, schedule: CheckInSchedule, by: User, at: datetime | None = None) -> None:
    _lock(schedule)
    schedule.paused_from, schedule.paused_until, schedule.pause_reason = None, None, ""
    _save(schedule, by=by, at=at or timezone.now())


@transaction.atomic
def end(*, schedule: CheckInSchedule, by: User, at: datetime | None = None) -> None:
    _lock(schedule)
    schedule.ended_at, schedule.next_due_at = at or timezone.now(), None
    schedule.save(update_fields=["ended_at", "next_due_at"])
    _call_off(schedule)
    record_change(by=by, trajectory=schedule.trajectory, obj=schedule, segment=Permission.CHECK_IN_SCHEDULE)


def _pause_along(agreed: CheckInSchedule) -> None:
    """What is agreed during a pause pauses with the rest."""
    other = agreed.trajectory.check_in_schedules.current().exclude(paused_from=None).first()
    if agreed.paused_from is None and other:
        agreed.paused_from, agreed.paused_until = other.paused_from, other.paused_until
        agreed.pause_reason = other.pause_reason


def _lock(schedule: CheckInSchedule) -> None:
    """The sweep may hold it; what it wrote is read again."""
    schedule.refresh_from_db(from_queryset=CheckInSchedule.objects.select_for_update())
    if schedule.ended_at:
        raise TransitionRefused(_("These check-ins have ended."))


def _save(agreed: CheckInSchedule, *, by: User, at: datetime) -> None:
    last = Occurrence.objects.filter(schedule=agreed).values_list("due_at", flat=True).first()
    agreed.next_due_at = next_due(agreed, after=max(at, last + APART) if last else at)
    agreed.save()
    record_change(by=by, trajectory=agreed.trajectory, obj=agreed, segment=Permission.CHECK_IN_SCHEDULE)


def _call_off(schedule: CheckInSchedule) -> None:
    for occurrence in schedule.occurrences.filter(state=Occurrence.State.OPEN).select_for_update():
        occurrence.state = Occurrence.State.CANCELLED
        occurrence.save(update_fields=["state"])
        notifications.withdraw(key_prefix=_key(occurrence))


@transaction.atomic
def open_due(*, at: datetime, limit: int = BATCH, remind: bool = True) -> int:
    """An occurrence for each instant that has come, its reminder queued; returns how many schedules were due.

    `remind` is False for history that is brought in.
    """
    locked = CheckInSchedule.objects.due(at=at).select_for_update(skip_locked=True, of=("self",))
    due = list(locked.select_related("trajectory__client__user" if remind else "trajectory__client")[:limit])
    if not due:
        return 0
    fallen = [occurrence for agreed in due for occurrence in _fallen_due(agreed, at=at)]
    there = _already_there(fallen)
    fresh = [one for one in fallen if (one.schedule_id, one.due_at) not in there]
    Occurrence.objects.bulk_create(fresh)
    CheckInSchedule.objects.bulk_update(due, ["next_due_at"])
    if remind:
        asked = [one for one in fresh if one.state == Occurrence.State.OPEN]
        notifications.queue_all(messages=[_reminder(one) for one in asked])
        happenings.tell(happenings.What.ASKED, asked, at=at)
    _miss([one for one in fresh if one.state == Occurrence.State.MISSED], at=at)
    for occurrence in fresh:
        record_change(by=None, trajectory=occurrence.trajectory, obj=occurrence, segment=Permission.CHECK_IN_SCHEDULE)
    return len(due)


def _fallen_due(agreed: CheckInSchedule, *, at: datetime) -> list[Occurrence]:
    """Also those that nobody was awake for. Whose time has passed is missed from the start, and not sent late."""
    if not check_ups.is_asked(agreed):
        agreed.next_due_at = None
        return []
    fallen = []
    while agreed.next_due_at and agreed.next_due_at <= at:
        closes_at = agreed.next_due_at + check_ups.stays_open(agreed)
        fallen.append(
            Occurrence(
                organisation_id=agreed.organisation_id,
                trajectory=agreed.trajectory,
                schedule=agreed,
                due_at=agreed.next_due_at,
                closes_at=closes_at,
                state=Occurrence.State.OPEN if closes_at > at else Occurrence.State.MISSED,
            )
        )
        agreed.next_due_at = next_due(agreed, after=agreed.next_due_at)
    return fallen


def _already_there(occurrences: list[Occurrence]) -> set[tuple[UUID, datetime]]:
    found = Occurrence.objects.filter(
        schedule__in={one.schedule_id for one in occurrences}, due_at__in={one.due_at for one in occurrences}
    )
    return set(found.values_list("schedule_id", "due_at"))


def _reminder(occurrence: Occurrence) -> Message:
    return notifications.compose(
        key=f"{_key(occurrence)}email",
        recipient=occurrence.trajectory.client.user,
        kind=LINK_PURPOSE,
        due_at=occurrence.due_at,
        expires_at=min(occurrence.due_at + REMINDED_WITHIN, occurrence.closes_at),
        link_view=LINK_VIEW,
        link_ids=link_ids(occurrence),
    )


def _key(occurrence: Occurrence) -> str:
    return f"trajectory:{occurrence.trajectory_id}:check-in:{occurrence.pk}:"


@transaction.atomic
def close_overdue(*, at: datetime, limit: int = BATCH) -> int:
    """What nobody answered in time is missed, and counted; returns how many.

    Not so where the trajectory has ended, or where the client said "not today".
    """
    locked = Occurrence.objects.overdue(at=at).select_for_update(skip_locked=True, of=("self",))
    overdue = list(locked.select_related("trajectory__client", "trajectory__organisation", "schedule")[:limit])
    if not overdue:
        return 0
    for occurrence in overdue:
        asked = check_ups.is_asked(occurrence.schedule) and occurrence.put_off_at is None
        occurrence.state = Occurrence.State.MISSED if asked else Occurrence.State.CANCELLED
    Occurrence.objects.bulk_update(overdue, ["state"])
    _miss([one for one in overdue if one.state == Occurrence.State.MISSED], at=at)
    for occurrence in overdue:
        record_change(by=None, trajectory=occurrence.trajectory, obj=occurrence, segment=Permission.CHECK_IN_SCHEDULE)
    return len(overdue)


@transaction.atomic
def put_off(*, occurrence: Occurrence, by: User, at: datetime | None = None) -> None:
    """Not today: nobody reminds of it any more, and it is no check-in missed. It can still be filled in."""
    still_open = Occurrence.objects.filter(pk=occurrence.pk, state=Occurrence.State.OPEN)
    if still_open.update(put_off_at=at or timezone.now()):
        notifications.withdraw(key_prefix=_key(occurrence))
        record_change(by=by, trajectory=occurrence.trajectory, obj=occurrence, segment=Permission.CHECK_IN_ANSWER)


def _miss(missed: list[Occurrence], *, at: datetime) -> None:
    summary.count_missed(missed)
    for occurrence in missed:
        check_ups.after_missing(occurrence, at=at)
    happenings.tell(happenings.What.MISSED, missed, at=at)


@transaction.atomic
def start(
    *, trajectory: Trajectory, by: User, occurrence: Occurrence | None = None, at: datetime | None = None
) -> CheckIn:
    """The draft for what is asked now, or of one's own accord. A fresh draft of one's own joins what falls due."""
    at = at or timezone.now()
    occurrence, found = _under_way(trajectory, occurrence, at=at)
    if found:
        return found
    draft = _draft(trajectory, by=by, occurrence=occurrence, at=at)
    draft.save()
    record_change(by=by, trajectory=trajectory, obj=draft, segment=Permission.CHECK_IN_ANSWER)
    return draft


def _under_way(
    trajectory: Trajectory, occurrence: Occurrence | None, *, at: datetime
) -> tuple[Occurrence | None, CheckIn | None]:
    """What is asked, and the draft that is there for it. Of two that begin at once, one waits here."""
    Trajectory.objects.select_for_update(no_key=True).values_list("pk").get(pk=trajectory.pk)
    occurrence = occurrence or trajectory.occurrences.open(at=at).select_related("schedule").first()
    found = trajectory.check_ins.draft_for(occurrence, at=at)
    if found and occurrence and not found.occurrence_id:
        found.occurrence = occurrence
        found.save(update_fields=["occurrence"])
    if not found and not occurrence:
        trajectory.check_ins.drafts().filter(occurrence=None).delete()
    return occurrence, found


def _draft(trajectory: Trajectory, *, by: User, occurrence: Occurrence | None, at: datetime) -> CheckIn:
    """A new one, not stored yet."""
    instrument = occurrence.schedule.instrument if occurrence else library.usual(trajectory.kind).id
    return CheckIn(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        occurrence=occurrence,
        instrument=instrument,
        version=library.load(instrument).version,
        along={part.id: part.version for part in along.parts_for(trajectory, instrument, at=at)},
        started_at=at,
        answered_by=by,
    )


@transaction.atomic
def answer(*, check_in: CheckIn, item: str, value: Answer, by: User, at: datetime | None = None) -> CheckIn:
    """Keep one answer in the draft; None says that the question was passed over."""
    draft = _locked(check_in)
    if draft.submitted_at:
        raise TransitionRefused(_("This check-in has been sent already."))
    _take(draft, {item: value}, by=by)
    draft.save(update_fields=["answers", "answered_by"])
    contact.after_answering(draft, at=at or timezone.now())
    return draft


@transaction.atomic
def submit(
    *,
    check_in: CheckIn,
    by: User,
    answers: dict[str, Answer] | None = None,
    note: str = "",
    at: datetime | None = None,
) -> CheckIn:
    """Send the draft with its last answers: scores, summary, occurrence, reminders. A second time changes nothing."""
    draft = _locked(check_in)
    if not draft.submitted_at:
        _send(draft, answers or {}, by=by, note=note, at=at or timezone.now())
    return draft


@transaction.atomic
def hand_in(
    *,
    trajectory: Trajectory,
    by: User,
    answers: dict[str, Answer],
    occurrence: Occurrence | None = None,
    questions: tuple[str, int] | None = None,
    note: str = "",
    started_at: datetime | None = None,
    at: datetime | None = None,
) -> CheckIn:
    """Start and submit in one, for a check-in that arrives whole.

    `questions` is the instrument and the version that it answers; refused when others are asked by now.
    """
    at = at or timezone.now()
    occurrence, found = _under_way(trajectory, occurrence, at=started_at or at)
    draft = found or _draft(trajectory, by=by, occurrence=occurrence, at=started_at or at)
    if questions and questions != (draft.instrument, draft.version):
        raise Refused(_("This check-in has other questions by now. Open it again."))
    _send(draft, answers, by=by, note=note, at=at)
    return draft


def _send(sent: CheckIn, answers: dict[str, Answer], *, by: User, note: str, at: datetime) -> None:
    _take(sent, answers, by=by)
    sent.scores = library.of(sent).score(sent.answers)
    sent.submitted_at, sent.note = at, note
    sent.save()
    if sent.occurrence_id:
        Occurrence.objects.filter(pk=sent.occurrence_id).update(state=Occurrence.State.ANSWERED)
        notifications.withdraw(key_prefix=_key(sent.occurrence))
    summary.answered(sent)
    check_ups.after_answering(sent, at=sent.submitted_at)
    along.after_answering(sent, at=sent.submitted_at)
    contact.after_answering(sent, at=sent.submitted_at)
    happenings.tell(happenings.What.ANSWERED, [sent], at=sent.submitted_at)
    record_change(by=by, trajectory=sent.trajectory, obj=sent, segment=Permission.CHECK_IN_ANSWER)


def _locked(check_in: CheckIn) -> CheckIn:
    locked = CheckIn.objects.select_for_update(of=("self",)).select_related(
        "trajectory__client", "trajectory__organisation", "occurrence__schedule"
    )
    return locked.get(pk=check_in.pk)


def _take(draft: CheckIn, answers: dict[str, Answer], *, by: User) -> None:
    questionnaire = library.of(draft)
    if not all(questionnaire.item(item).accepts(value) for item, value in answers.items()):
        raise Refused(_("This answer does not belong to this question."))
    draft.answers |= answers
    draft.answered_by = by
