"""Answer what was asked: start, answer, submit, or hand in whole."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, TransitionRefused
from trajectories.checkins import along, check_ups, contact, library, summary
from trajectories.checkins.actions.asking import withdraw_reminder
from trajectories.checkins.models import CheckIn, Occurrence
from trajectories.checkins.questionnaire import Answer
from trajectories.dossier import happenings
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory


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
        withdraw_reminder(sent.occurrence)
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
