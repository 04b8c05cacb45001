"""Help now with the person's own words and people. Never recorded: nobody sees that somebody was here."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.accounts.models import User
from aftercare.core.clocks import local_date
from aftercare.core.views import show_help
from trajectories.dossier.access import Permission, can, open_own
from trajectories.dossier.models import TeamRole, Trajectory
from trajectories.plans.models import CopingStep
from trajectories.socialmap.models import KnownPerson
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.deadlines import end_of_working_day, is_working_time
from trajectories.teamtasks.models import TeamTask

MOST_STEPS, MOST_PEOPLE = 3, 4  # 113 and 112 stay on the first screen of a small phone


@dataclass(frozen=True)
class Counsellor:
    """Who carries the trajectory, and whether this is an hour at which people work."""

    person: User
    works_now: bool


@dataclass(frozen=True)
class CallBack:
    """A call by the own team: what was asked for and still waits, or what can be asked."""

    task: TeamTask | None
    ask: str


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    return show_help(request, **own_help(request.user, at=timezone.now()))


@require_POST
@login_required
def call_back(request: HttpRequest) -> HttpResponse:
    """The helpline is closed: somebody of the own team calls when people work again."""
    trajectory = open_own(request, needs=Permission.CALL_BACK)
    if "withdraw" in request.POST:
        for task in trajectory.team_tasks.call_backs():
            teamtasks.withdraw(trajectory=trajectory, key=task.key, by=request.user)
        messages.success(request, _("Taken back. Nobody calls you for this."))
    else:
        teamtasks.ask_call_back(trajectory=trajectory, by=request.user)
        messages.success(request, _("Asked. Your team sees it now."))
    return redirect("help_now")


def own_help(user: User, *, at: datetime) -> dict:
    """The pinned coping steps of one's own trajectory, and whom one calls; nothing for who has none."""
    trajectory = _own(user)
    if trajectory is None:
        return {}
    steps = list(CopingStep.objects.pinned().filter(trajectory=trajectory).order_by("written_at", "id"))
    return {
        "strategies": [step.text for step in steps[:MOST_STEPS]],
        "people": people_of(trajectory, steps),
        "counsellor": counsellor_of(trajectory, at=at),
        "call_back": call_back_of(trajectory, user, at=at),
        "is_relative": trajectory.kind == Trajectory.Kind.RELATIVE,
    }


def _own(user: User) -> Trajectory | None:
    if not user.is_authenticated:
        return None
    return Trajectory.objects.filter(client__user=user).running_first().select_related("organisation", "client").first()


def people_of(trajectory: Trajectory, steps: list[CopingStep]) -> list[dict]:
    """Who was put here from the map of people comes first; then whom the steps name."""
    numbers = {step.call_name: step.call_url for step in steps if step.call_phone}
    known = KnownPerson.objects.at_help_now().filter(trajectory=trajectory)
    numbers = {person.name: person.call_url for person in known} | numbers
    return [{"name": name, "tel": url} for name, url in numbers.items()][:MOST_PEOPLE]


def counsellor_of(trajectory: Trajectory, *, at: datetime) -> Counsellor | None:
    zone = trajectory.organisation.time_zone
    seats = trajectory.seats.on(local_date(at, zone)).filter(role=TeamRole.COUNSELLOR).select_related("user")
    seat = seats.first()
    return Counsellor(seat.user, is_working_time(at, zone=zone)) if seat else None


def call_back_of(trajectory: Trajectory, user: User, *, at: datetime) -> CallBack | None:
    if not can(user, Permission.CALL_BACK, trajectory):
        return None
    zone = trajectory.organisation.time_zone
    due = local_date(end_of_working_day(at, zone=zone), zone)
    return CallBack(trajectory.team_tasks.call_backs().first(), _ask_for(due, today=local_date(at, zone)))


def _ask_for(due: date, *, today: date) -> str:
    near = {0: _("Call me back today"), 1: _("Call me back tomorrow")}
    return near.get((due - today).days) or _("Call me back on %(day)s") % {"day": WEEKDAYS[due.weekday()]}
