"""One table, one policy, one door. Everything that shows a client's rows comes through here, or, for somebody with
whom the client shares, through readers.py.
"""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet, TextChoices
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Invitation, Membership, Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from aftercare.core.prepared import Prepared
from trajectories.dossier.emergencies import EMERGENCY, opening_for
from trajectories.dossier.models import CareTeamSeat, Look, Status, TeamRole, Trajectory, TrajectoryQuerySet


class Permission(TextChoices):
    DOSSIER_VIEW = "dossier", _("Dossier")
    TRAJECTORY_EDIT = "trajectory_edit", _("Trajectory")
    TEAM_EDIT = "team_edit", _("Care team")
    INVITE = "invite", _("Invitation")
    INTAKE_VIEW = "intake", _("Intake")
    INTAKE_EDIT = "intake_edit", _("Intake")
    FIRST_RUN = "first_run", _("First time")
    PLAN_VIEW = "plan", _("Plan")
    PLAN_EDIT = "plan_edit", _("Plan")
    PLAN_TICK = "plan_tick", _("Plan")
    PLAN_PROPOSE = "plan_propose", _("Plan")
    GOAL_EDIT = "goal_edit", _("Goal")
    COPING_EDIT = "coping_edit", _("Own steps")
    TRIGGER_VIEW = "triggers", _("Triggers")
    TRIGGER_LOG = "trigger_log", _("Triggers")
    SIGNAL_PLAN_VIEW = "signal_plan", _("Signal plan")
    SIGNAL_PLAN_EDIT = "signal_plan_edit", _("Signal plan")
    COLOUR_SET = "colour_set", _("Signal plan")
    SIGNAL_VIEW = "signals", _("Signals")
    SIGNAL_SETTLE = "signal_settle", _("Signals")
    LAPSE_VIEW = "lapses", _("Use")
    LAPSE_TELL = "lapse_tell", _("Use")
    LAPSE_RECORD = "lapse_record", _("Use")
    ANALYSIS_VIEW = "analyses", _("Looking back")
    ANALYSIS_EDIT = "analysis_edit", _("Looking back")
    CHECK_IN_VIEW = "check_ins", _("Check-ins")
    CHECK_IN_ANSWER = "check_in_answer", _("Check-ins")
    CHECK_IN_SCHEDULE = "check_in_schedule", _("Check-ins")
    APPOINTMENT_VIEW = "appointments", _("Appointments")
    APPOINTMENT_EDIT = "appointment_edit", _("Appointments")
    EXERCISE_VIEW = "exercises", _("Exercises")
    EXERCISE_ASSIGN = "exercise_assign", _("Exercises")
    EXERCISE_DO = "exercise_do", _("Exercises")
    SELF_CARE_VIEW = "self_care", _("Self-care")
    SELF_CARE_EDIT = "self_care_edit", _("Self-care")
    MEDICATION_VIEW = "medication", _("Medicines")
    MEDICATION_TELL = "medication_tell", _("Medicines")
    MEDICATION_EDIT = "medication_edit", _("Medicines")
    SOCIAL_MAP_VIEW = "social_map", _("People around you")
    SOCIAL_MAP_EDIT = "social_map_edit", _("People around you")
    TEAM_TASK = "team_task", _("Task of the care team")
    AGREEMENT_VIEW = "agreements", _("Agreements")
    AGREE = "agree", _("Agreements")
    AGREEMENT_KEEP = "agreement_keep", _("Agreements")
    MESSAGE_VIEW = "messages", _("Messages")
    MESSAGE_WRITE = "message_write", _("Messages")
    CLOSING = "closing", _("Rounding off")
    CLOSING_KEEP = "closing_keep", _("Rounding off")
    CALL_BACK = "call_back", _("Asking for a call")
    RETURN = "return", _("Coming back")
    REOPEN = "reopen", _("Coming back")
    OWN_PHONE = "own_phone", _("Own phone")
    ACCESS_LOG_VIEW = "access_log", _("Who looked in the dossier")
    COPY = "copy", _("Everything that is kept")
    SHARE = "share", _("Sharing")
    CONCERN_TELL = "concern_tell", _("Concern of a relative")
    PANEL = "panel", _("The panel")
    REFERRAL_VIEW = "referrals", _("Handover to a partner")
    REFERRAL_EDIT = "referral_edit", _("Handover to a partner")
    REFERRAL_AGREE = "referral_agree", _("Handover to a partner")
    KEEPING = "keeping", _("How long it is kept")
    DESTRUCTION = "destruction", _("Destruction of the dossier")


P = Permission
_PROFESSIONAL = {
    P.DOSSIER_VIEW,
    P.TRAJECTORY_EDIT,
    P.TEAM_EDIT,
    P.INVITE,
    P.INTAKE_VIEW,
    P.INTAKE_EDIT,
    P.PLAN_VIEW,
    P.PLAN_EDIT,
    P.GOAL_EDIT,
    P.COPING_EDIT,
    P.TRIGGER_VIEW,
    P.SIGNAL_PLAN_VIEW,
    P.SIGNAL_PLAN_EDIT,
    P.SIGNAL_VIEW,
    P.SIGNAL_SETTLE,
    P.LAPSE_VIEW,
    P.LAPSE_RECORD,
    P.ANALYSIS_VIEW,
    P.ANALYSIS_EDIT,
    P.CHECK_IN_VIEW,
    P.CHECK_IN_SCHEDULE,
    P.APPOINTMENT_VIEW,
    P.APPOINTMENT_EDIT,
    P.EXERCISE_VIEW,
    P.EXERCISE_ASSIGN,
    P.SELF_CARE_VIEW,
    P.SELF_CARE_EDIT,
    P.MEDICATION_VIEW,
    P.MEDICATION_EDIT,
    P.SOCIAL_MAP_VIEW,
    P.SOCIAL_MAP_EDIT,
    P.TEAM_TASK,
    P.AGREEMENT_KEEP,
    P.MESSAGE_VIEW,
    P.MESSAGE_WRITE,
    P.CLOSING_KEEP,
    P.REOPEN,
    P.REFERRAL_VIEW,
    P.REFERRAL_EDIT,
    P.DESTRUCTION,
}

GRANTS: dict[str, set[Permission]] = {
    Role.CLIENT: {
        P.INTAKE_VIEW,
        P.FIRST_RUN,
        P.PLAN_VIEW,
        P.PLAN_TICK,
        P.PLAN_PROPOSE,
        P.GOAL_EDIT,
        P.COPING_EDIT,
        P.TRIGGER_VIEW,
        P.TRIGGER_LOG,
        P.SIGNAL_PLAN_VIEW,
        P.SIGNAL_PLAN_EDIT,
        P.COLOUR_SET,
        P.LAPSE_VIEW,
        P.LAPSE_TELL,
        P.ANALYSIS_VIEW,
        P.ANALYSIS_EDIT,
        P.CHECK_IN_VIEW,
        P.CHECK_IN_ANSWER,
        P.APPOINTMENT_VIEW,
        P.EXERCISE_VIEW,
        P.EXERCISE_DO,
        P.SELF_CARE_VIEW,
        P.SELF_CARE_EDIT,
        P.MEDICATION_VIEW,
        P.MEDICATION_TELL,
        P.SOCIAL_MAP_VIEW,
        P.SOCIAL_MAP_EDIT,
        P.AGREEMENT_VIEW,
        P.AGREE,
        P.MESSAGE_VIEW,
        P.MESSAGE_WRITE,
        P.CLOSING,
        P.CALL_BACK,
        P.RETURN,
        P.OWN_PHONE,
        P.ACCESS_LOG_VIEW,
        P.COPY,
        P.KEEPING,
        P.PANEL,
        P.SHARE,
        P.REFERRAL_AGREE,
    },
    Role.RELATIVE: {
        P.INTAKE_VIEW,
        P.FIRST_RUN,
        P.PLAN_VIEW,
        P.PLAN_TICK,
        P.PLAN_PROPOSE,
        P.GOAL_EDIT,
        P.COPING_EDIT,
        P.CHECK_IN_VIEW,
        P.CHECK_IN_ANSWER,
        P.APPOINTMENT_VIEW,
        P.EXERCISE_VIEW,
        P.EXERCISE_DO,
        P.SELF_CARE_VIEW,
        P.SELF_CARE_EDIT,
        P.AGREEMENT_VIEW,
        P.AGREE,
        P.MESSAGE_VIEW,
        P.MESSAGE_WRITE,
        P.CLOSING,
        P.CALL_BACK,
        P.RETURN,
        P.OWN_PHONE,
        P.ACCESS_LOG_VIEW,
        P.COPY,
        P.KEEPING,
        P.SHARE,
        P.CONCERN_TELL,
        P.PANEL,
    },
    TeamRole.COUNSELLOR: _PROFESSIONAL,
    TeamRole.STAND_IN: _PROFESSIONAL - {P.TEAM_EDIT, P.TRAJECTORY_EDIT},
    TeamRole.PEER_WORKER: {P.PLAN_VIEW, P.SIGNAL_PLAN_VIEW, P.APPOINTMENT_VIEW},
    EMERGENCY: {
        P.DOSSIER_VIEW,
        P.PLAN_VIEW,
        P.TRIGGER_VIEW,
        P.SIGNAL_PLAN_VIEW,
        P.SIGNAL_VIEW,
        P.LAPSE_VIEW,
        P.CHECK_IN_VIEW,
        P.MEDICATION_VIEW,
        P.SOCIAL_MAP_VIEW,
    },
}
"""What each part in a trajectory may do. Whoever has no part in it is not in scope at all."""

READING = {permission for permission in P if permission.name.endswith("_VIEW")}
AFTER_CLOSING = READING | {
    P.TRAJECTORY_EDIT,
    P.TEAM_EDIT,
    P.INVITE,
    P.INTAKE_EDIT,
    P.CHECK_IN_ANSWER,
    P.CHECK_IN_SCHEDULE,
    P.APPOINTMENT_EDIT,
    P.TEAM_TASK,
    P.SIGNAL_SETTLE,
    P.AGREEMENT_KEEP,
    P.CLOSING,
    P.CLOSING_KEEP,
    P.RETURN,
    P.REOPEN,
    P.OWN_PHONE,
    P.COPY,
    P.PANEL,
    P.SHARE,
    P.REFERRAL_EDIT,
    P.REFERRAL_AGREE,
    P.KEEPING,
    P.DESTRUCTION,
}
"""What is left of it once the trajectory is closed: reading, and what belongs to an end or a return."""


def granted(part: str | None, trajectory: Trajectory) -> set[Permission]:
    grants = GRANTS.get(part, set())
    return grants if trajectory.status == Status.RUNNING else grants & AFTER_CLOSING


def can(user: User, permission: Permission, trajectory: Trajectory) -> bool:
    """Whether `user` may do this here and now. Uses the part that `visible_to` gave, or looks it up."""
    return permission in granted(getattr(trajectory, "part", None) or _look_up_part(user, trajectory), trajectory)


def open_dossier(
    request: HttpRequest, pk: UUID, *, needs: Permission, purpose: str = "care", event: Event = Event.READ
) -> Trajectory:
    """The one door: 404 outside the scope, 403 inside it without the right, and the read, or print, is logged."""
    found = _dossiers(user=request.user.pk, on=timezone.localdate(), pk=pk)
    trajectory = _only(found or _in_emergency(request, pk))
    _enter(request, trajectory, needs=needs, purpose=purpose, event=event)
    return trajectory


def open_own(request: HttpRequest, *, needs: Permission, event: Event = Event.READ) -> Trajectory:
    """The signed-in client's or relative's own trajectory: the running one, else the last; 404 for whoever has none."""
    trajectory = _only(_own(user=request.user.pk, on=timezone.localdate()))
    _enter(request, trajectory, needs=needs, purpose="self", event=event)
    return trajectory


@Prepared
def _dossiers(user: UUID, on: date, pk: UUID) -> QuerySet[Trajectory]:
    return _whole(Trajectory.objects.visible_to(user, on=on).filter(pk=pk).order_by())


@Prepared
def _own(user: UUID, on: date) -> QuerySet[Trajectory]:
    return _whole(Trajectory.objects.visible_to(user, on=on).filter(client__user=user).running_first()[:1])


def _in_emergency(request: HttpRequest, pk: UUID) -> list[Trajectory]:
    """Only this door looks for it: lists, searches, calendars and messages do not know the client."""
    opening = opening_for(request.user, pk, at=timezone.now())
    if opening is None:
        return []
    request.emergency = opening
    opening.trajectory.part = EMERGENCY
    return [opening.trajectory]


def _whole(trajectories: TrajectoryQuerySet) -> TrajectoryQuerySet:
    return trajectories.select_related("client__user", "organisation")


def _only(found: list[Trajectory]) -> Trajectory:
    if not found:
        raise Http404
    return found[0]


def _enter(request: HttpRequest, trajectory: Trajectory, *, needs: Permission, purpose: str, event: Event) -> None:
    emergency = trajectory.part == EMERGENCY
    only_reads = request.method in {"GET", "HEAD"} and event == Event.READ
    allowed = can(request.user, needs, trajectory) and (only_reads or not emergency)
    audit.record(
        by=request.user,
        event=event,
        outcome=Outcome.ALLOWED if allowed else Outcome.DENIED,
        role=Role.COUNSELLOR if emergency else trajectory.part,
        about=trajectory.client.user_id,
        organisation=trajectory.organisation_id,
        obj=trajectory,
        segment=needs,
        purpose=EMERGENCY if emergency else purpose,
        emergency=emergency,
    )
    if not allowed:
        raise PermissionDenied


def may_register_at(user: User) -> QuerySet[Organisation]:
    """Care organisations where `user` is a counsellor: whoever registers a client carries the trajectory."""
    mine = Membership.objects.active().filter(
        user=user, role=Role.COUNSELLOR, organisation__kind=Organisation.Kind.CARE
    )
    return Organisation.objects.filter(pk__in=mine.order_by().values("organisation"))


def invitations_of(trajectory: Trajectory) -> list[Invitation]:
    """Newest first, of this organisation only: others do not tell here that they know the person."""
    return list(Invitation.objects.filter(user=trajectory.client.user_id, organisation=trajectory.organisation_id))


def record_denied(*, by: User, segment: Permission) -> None:
    """A refusal that concerns no client yet."""
    role = next((membership.role for membership in active_memberships(by)), "")
    audit.record(by=by, event=Event.READ, outcome=Outcome.DENIED, role=role, segment=segment, purpose="care")


def record_change(*, by: User | None, trajectory: Trajectory, obj: Model | None = None, segment: Permission) -> None:
    """The audit line of an action. `by` is None when the clock acts."""
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=part_of(by, trajectory),
        about=trajectory.client.user_id,
        organisation=trajectory.organisation_id,
        obj=obj or trajectory,
        segment=segment,
        purpose="care",
    )


def part_of(user: User | None, trajectory: Trajectory) -> str:
    """What `user` is in this trajectory; empty without a part in it."""
    if user is None:
        return Role.SYSTEM
    return getattr(trajectory, "part", None) or _look_up_part(user, trajectory) or ""


def _look_up_part(user: User, trajectory: Trajectory) -> str | None:
    if trajectory.client.user_id == user.pk:
        return trajectory.kind
    return next(iter(_seated_as(user=user.pk, on=timezone.localdate(), trajectory=trajectory.pk)), None)


@Prepared
def _seated_as(user: UUID, on: date, trajectory: UUID) -> QuerySet[str]:
    return CareTeamSeat.objects.held_by(user, on=on).filter(trajectory=trajectory).values_list("role", flat=True)[:1]


def look(*, by: User, trajectory: Trajectory, at: datetime | None = None) -> None:
    """Note that `by` looks now, or looked `at`: what comes after is new to them."""
    Look.objects.bulk_create(
        [Look(organisation_id=trajectory.organisation_id, trajectory=trajectory, user=by, at=at or timezone.now())],
        update_conflicts=True,
        unique_fields=["trajectory", "user"],
        update_fields=["at"],
    )
