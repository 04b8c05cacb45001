"""From what happened to a signal with its evidence."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy

from supportgroups.models import Attendance, Session
from trajectories.checkins.models import CheckIn, Occurrence
from trajectories.dossier.happenings import What, follow
from trajectories.dossier.models import Summary, Trajectory
from trajectories.lapses.models import Lapse
from trajectories.medication.models import MedicineReport
from trajectories.referrals.models import Referral
from trajectories.relatives.models import Concern
from trajectories.signalplan.models import Colour, SetColour
from trajectories.signals import actions, overdue
from trajectories.signals.access import Thresholds, thresholds_at
from trajectories.signals.models import Signal
from trajectories.signals.rules import Piece, Rule, rules
from trajectories.teamtasks.models import TeamTask
from trajectories.triggers.models import TriggerEntry

DISCUSSED = gettext_lazy("Discussed.")
SPOKE = gettext_lazy("Spoke with each other.")

LOOKED_BACK = 6
"""So many earlier check-ins say whether craving rises."""
RISES = 3
"""So many times in a row higher is a rise too."""


def start() -> None:
    """From now on what happens is heard here, in the transaction in which it happens."""
    follow(What.ANSWERED, of_answers)
    follow(What.LOGGED, of_triggers)
    follow(What.USED, of_use)
    follow(What.COLOURED, of_colours)
    follow(What.MEDICINES, of_medicines)
    follow(What.MEDICINES_DISCUSSED, of_discussing)
    follow(What.MISSED, of_missing)
    follow(What.ASKS_CONTACT, of_asking_contact)
    follow(What.DONE, of_tasks)
    follow(What.TAKEN_BACK, of_taking_back)
    follow(What.CONCERN, of_concerns)
    follow(What.REFERRED, of_referring)


def piece(what: str, pk: UUID | str, at: datetime, value: int | None = None) -> Piece:
    return {"what": what, "id": str(pk), "at": at.isoformat(), "value": value}


def raise_signal(key: str, trajectory: Trajectory, evidence: list[Piece], *, at: datetime) -> None:
    """For rules that need no threshold of the organisation."""
    actions.notice(trajectory=trajectory, rule=rules()[key], evidence=evidence, at=at)


def of_answers(*, found: list[CheckIn], at: datetime) -> None:
    for sent in found:
        thresholds = thresholds_at(sent.organisation_id)
        for rule in rules().values():
            if rule.reads:
                _compare(rule, sent, thresholds, at=at)
        if sent.scores.get("craving") is not None:
            _rising(sent, thresholds, at=at)
        if sent.scores.get("use"):
            _used(sent.trajectory, piece("check_in", sent.pk, sent.submitted_at), thresholds, at=at)


def of_asking_contact(*, found: list[CheckIn], at: datetime) -> None:
    """Item 9 of the PHQ-9, and whatever else a questionnaire says it of. Its task is what settles it."""
    for check_in in found:
        raise_signal("answer-contact", check_in.trajectory, [piece("check_in", check_in.pk, at)], at=at)


def of_tasks(*, found: list[TeamTask], at: datetime) -> None:
    for task in found:
        if task.kind == TeamTask.Kind.CONTACT_TODAY:
            rule, outcome = rules()["answer-contact"], task.outcome or str(SPOKE)
            actions.settle_with(trajectory=task.trajectory, rule=rule, by=task.done_by, outcome=outcome, at=at)


def of_marking(*, session: Session, participants: list[UUID]) -> None:
    """Who did not come to a group; a correction takes back what was told of it."""
    marks = session.attendances.filter(participant__in=participants)
    came = {str(one.pk) for one in marks if one.mark != Attendance.Mark.ABSENT}
    rule = rules()["absences"]
    resting = Signal.objects.open().filter(
        rule=rule.key, organisation=session.organisation_id, trajectory__client__user__in=participants
    )
    for signal in resting.select_related("trajectory__client"):
        for told in signal.evidence:
            if told["id"] in came:
                actions.take_back(trajectory=signal.trajectory, piece=told["id"], rule=rule)
    overdue.notice_absences(at=max(one.marked_at for one in marks), people=participants)


def _compare(rule: Rule, sent: CheckIn, thresholds: Thresholds, *, at: datetime) -> None:
    value, threshold = sent.scores.get(rule.reads), thresholds.of(rule)
    if value is not None and threshold is not None and rule.holds(value, threshold):
        evidence = [piece("check_in", sent.pk, sent.submitted_at, value)]
        actions.notice(trajectory=sent.trajectory, rule=rule, evidence=evidence, threshold=threshold, at=at)


def _rising(sent: CheckIn, thresholds: Thresholds, *, at: datetime) -> None:
    rule = rules()["craving-rising"]
    threshold = thresholds.of(rule)
    if threshold is None or not sent.scores["craving"]:
        return
    asked = sent.trajectory.check_ins.submitted().filter(scores__has_key="craving", submitted_at__lte=sent.submitted_at)
    last = list(reversed(asked.order_by("-submitted_at", "-id")[:LOOKED_BACK]))
    cravings = [one.scores["craving"] for one in last]
    *before, now = cravings
    risen = len(cravings) > RISES and all(
        earlier < later for earlier, later in zip(cravings[-1 - RISES :], cravings[-RISES:], strict=False)
    )
    if before and (now >= sum(before) / len(before) + threshold or risen):
        evidence = [piece("check_in", one.pk, one.submitted_at, one.scores["craving"]) for one in last]
        actions.notice(trajectory=sent.trajectory, rule=rule, evidence=evidence, threshold=threshold, at=at)


def of_triggers(*, found: list[TriggerEntry], at: datetime) -> None:
    """A log of craving as strong as one that a check-in would be noticed for."""
    rule = rules()["craving-high"]
    for entry in found:
        threshold = thresholds_at(entry.organisation_id).of(rule)
        if threshold is not None and entry.strength >= threshold:
            evidence = [piece("trigger", entry.pk, entry.at, entry.strength)]
            actions.notice(trajectory=entry.trajectory, rule=rule, evidence=evidence, threshold=threshold, at=at)


def of_use(*, found: list[Lapse], at: datetime) -> None:
    for lapse in found:
        told = piece("lapse", lapse.pk, lapse.told_at)
        _used(lapse.trajectory, told, thresholds_at(lapse.organisation_id), at=at)


def _used(trajectory: Trajectory, told: Piece, thresholds: Thresholds, *, at: datetime) -> None:
    """Use after a time in which none was reported. While a signal of it is open, each report belongs to it."""
    rule = rules()["use"]
    threshold = thresholds.of(rule)
    if threshold is None:
        return
    days = timedelta(days=threshold)
    is_open = trajectory.signals.open().filter(rule=rule.key).exists()
    if is_open or not _reported_use(trajectory, since=at - days, but=told["id"]):
        actions.notice(trajectory=trajectory, rule=rule, evidence=[told], threshold=threshold, at=at)


def _reported_use(trajectory: Trajectory, *, since: datetime, but: str) -> bool:
    answered = trajectory.check_ins.submitted().filter(scores__use__gt=0, submitted_at__gte=since).exclude(pk=but)
    return answered.exists() or trajectory.lapses.by_client().filter(told_at__gte=since).exclude(pk=but).exists()


def of_taking_back(*, found: list[TriggerEntry | Lapse], at: datetime) -> None:
    for gone in found:
        actions.take_back(trajectory=gone.trajectory, piece=str(gone.pk))


def of_colours(*, found: list[SetColour], at: datetime) -> None:
    for one in found:
        if one.colour != Colour.GREEN:
            raise_signal(f"colour-{one.colour}", one.trajectory, [piece("colour", one.pk, one.set_at)], at=at)


def of_medicines(*, found: list[MedicineReport], at: datetime) -> None:
    for report in found:
        if report.taken in MedicineReport.NOT_AS_AGREED:
            told = piece("medicines", report.pk, report.told_at)
            raise_signal("medicine-not-taken", report.trajectory, [told], at=at)


def of_discussing(*, found: list[MedicineReport], at: datetime) -> None:
    """Once everything that was not taken as agreed has been discussed, that is what was done."""
    for report in found:
        waiting = report.trajectory.medicine_reports.to_discuss().filter(taken__in=MedicineReport.NOT_AS_AGREED)
        if not waiting.exists():
            rule, outcome = rules()["medicine-not-taken"], report.outcome or str(DISCUSSED)
            actions.settle_with(trajectory=report.trajectory, rule=rule, by=report.discussed_by, outcome=outcome, at=at)


def of_concerns(*, found: list[Concern], at: datetime) -> None:
    for concern in found:
        raise_signal("concern", concern.trajectory, [piece("concern", concern.pk, concern.told_at)], at=at)


def of_referring(*, found: list[Referral], at: datetime) -> None:
    """A step was taken: it does not stand still any more, as long as no other handover does."""
    for referral in found:
        step = referral.steps.order_by("-at", "-id").select_related("by").first()
        still = referral.trajectory.referrals.still(at=at).exists()
        if step.by and not still:
            rule, outcome = rules()["referral-stale"], str(step.get_what_display())
            actions.settle_with(trajectory=referral.trajectory, rule=rule, by=step.by, outcome=outcome, at=at)


def of_missing(*, found: Iterable[Occurrence], at: datetime) -> None:
    rule = rules()["check-ins-missed"]
    trajectories = {occurrence.trajectory_id: occurrence.trajectory for occurrence in found}
    often = Summary.objects.filter(pk__in=trajectories, check_ins_missed__gte=rule.lowest).values_list("pk", flat=True)
    for trajectory in (trajectories[pk] for pk in often):
        threshold = thresholds_at(trajectory.organisation_id).of(rule)
        missed = _missed_since_answered(trajectory)
        if threshold is not None and len(missed) >= threshold:
            evidence = [piece("check_in", one.pk, one.due_at) for one in missed]
            actions.notice(trajectory=trajectory, rule=rule, evidence=evidence, threshold=threshold, at=at)


def _missed_since_answered(trajectory: Trajectory) -> list[Occurrence]:
    missed = trajectory.occurrences.filter(state=Occurrence.State.MISSED)
    answered = trajectory.check_ins.submitted().values_list("submitted_at", flat=True).first()
    return list((missed.filter(due_at__gt=answered) if answered else missed).order_by("due_at", "id"))
