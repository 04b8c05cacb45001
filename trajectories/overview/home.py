"""The client's and the relative's own pages: Today, About me."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aftercare.accounts.models import User
from supportgroups.models import Session
from trajectories.agreements.access import standing
from trajectories.agreements.models import NEAR, Agreement, Review
from trajectories.appointments.models import Appointment
from trajectories.checkins import along
from trajectories.closing.access import is_near, return_asked, rounding
from trajectories.closing.forms import ReturnForm
from trajectories.dossier.access import Permission, can, open_own
from trajectories.dossier.models import Status, Trajectory
from trajectories.exercises.models import AssignedExercise
from trajectories.firstrun.models import FirstRun
from trajectories.messages.access import news_for
from trajectories.panel import access as panel
from trajectories.plans.models import Kind, PlanItem
from trajectories.referrals.models import Referral
from trajectories.signalplan.models import Colour, SignalPlan
from trajectories.signalplan.reading import today_of


@dataclass(frozen=True)
class Thing:
    """The one thing of today, and what was said of it, if anything."""

    item: PlanItem
    said: bool | None


@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_VIEW)
    now = timezone.now()
    if trajectory.status == Status.CLOSED:
        return render(request, "trajectories/overview/home_closed.html", closed_home(trajectory, at=now))
    today = timezone.localdate(now)
    there = what_is_there(trajectory, on=today)
    asking = list(trajectory.plan_items.asking_on(today))
    context = {
        "trajectory": trajectory,
        "now": now,
        "greeting": greeting(timezone.localtime(now).hour) % {"name": request.user.short_name},
        "thing": thing_of([item for item in asking if item.kind != Kind.PRACTICAL], on=today),
        **check_in_waiting(trajectory, at=now),
        "today": today,
        "due": [item for item in asking if item.kind == Kind.PRACTICAL],
        "coming": coming_up(trajectory, request.user, at=now)[:1],
        "exercises": exercises_of(trajectory, on=today) if there["has_exercises"] else [],
        "news": news_for(request.user),
        "logs_triggers": can(request.user, Permission.TRIGGER_LOG, trajectory),
        "rounds_off": is_near(trajectory, on=today),
        "to_agree": to_agree(trajectory, on=today) if there["proposal"] or there["review"] else None,
        "signals": today_of(trajectory) if there["has_signals"] else None,
        "begins": there["begins"],
        "handover_asks": there["handover_asks"],
        "panel_asks": there["panel"],
        "colours": Colour,
    }
    context["more"] = how_many_wait(context)
    return render(request, "trajectories/overview/home.html", context)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_VIEW)
    context = {
        "trajectory": trajectory,
        "standing": standing(trajectory),
        "team": trajectory.seats.on(timezone.localdate()).select_related("user"),
        "logs_triggers": can(request.user, Permission.TRIGGER_LOG, trajectory),
        "shares": can(request.user, Permission.SHARE, trajectory),
        "is_handed_over": can(request.user, Permission.REFERRAL_AGREE, trajectory),
        "tells_concerns": can(request.user, Permission.CONCERN_TELL, trajectory),
        "sees_medicines": can(request.user, Permission.MEDICATION_VIEW, trajectory),
    }
    return render(request, "trajectories/overview/home_mine.html", context)


def closed_home(trajectory: Trajectory, *, at: datetime) -> dict:
    """What somebody keeps after closing: the door back, what was written, the check-up when it is asked."""
    return {
        "trajectory": trajectory,
        "now": at,
        "greeting": greeting(timezone.localtime(at).hour) % {"name": trajectory.client.user.short_name},
        "asked": return_asked(trajectory),
        "rounding": rounding(trajectory, on=timezone.localdate(at)),
        **check_in_waiting(trajectory, at=at),
        "coming": coming_up(trajectory, trajectory.client.user, at=at),
        "form": ReturnForm(),
    }


def greeting(hour: int) -> str:
    if hour < 6:
        return _("Hello, %(name)s")
    if hour < 12:
        return _("Good morning, %(name)s")
    if hour < 18:
        return _("Good afternoon, %(name)s")
    return _("Good evening, %(name)s")


def what_is_there(trajectory: Trajectory, *, on: date) -> dict[str, bool]:
    """What there is to show at all, in one row: on most days most of it is not there."""
    asked = {
        "begins": FirstRun.objects.filter(plan_at=None),
        "proposal": Agreement.objects.open().filter(side=Agreement.Side.TEAM),
        "review": Review.objects.open().filter(due_on__lte=on + NEAR),
        "has_exercises": AssignedExercise.objects.not_done_on(on),
        "has_signals": SignalPlan.objects.standing(),
        "handover_asks": Referral.objects.asking_client(),
    }
    of_it = {name: Exists(found.filter(trajectory=OuterRef("pk"))) for name, found in asked.items()}
    of_it["panel"] = panel.asks(trajectory.client.user, on=on)
    return Trajectory.objects.filter(pk=trajectory.pk).values(**of_it).get()


def how_many_wait(home: dict) -> int:
    """So many rows are folded away: a page for a bad moment shows one thing, the check-in, what is next, a message."""
    rows = [home[name] for name in ("rounds_off", "to_agree", "handover_asks", "exercises", "due", "panel_asks")]
    return sum(map(bool, [*rows, home["signals"] and home["signals"].asks_agreement]))


def thing_of(items: Collection[PlanItem], *, on: date) -> Thing | None:
    """One running self-care item or skill, another each day; the same one all day."""
    if not items:
        return None
    item = sorted(items, key=attrgetter("pk"))[on.toordinal() % len(items)]
    return Thing(item, item.said)


def check_in_waiting(trajectory: Trajectory, *, at: datetime) -> dict:
    """How many questions the open check-in asks, none without one; and whether "not today" was said of it today."""
    occurrence = trajectory.occurrences.open(at=at).select_related("schedule").first()
    if occurrence is None:
        return {"questions": 0, "put_off": False}
    said = occurrence.put_off_at
    return {
        "questions": len(along.asked_of(trajectory, occurrence.schedule.instrument, at=at).items),
        "put_off": said is not None and timezone.localdate(said) == timezone.localdate(at),
    }


def to_agree(trajectory: Trajectory, *, on: date) -> Agreement | Review | None:
    """What the care team proposed and waits for an answer; else the review that is near."""
    proposal = trajectory.agreements.open().filter(side=Agreement.Side.TEAM).select_related("proposed_by").first()
    return proposal or trajectory.reviews.open().filter(due_on__lte=on + NEAR).first()


def coming_up(trajectory: Trajectory, user: User, *, at: datetime) -> list[Appointment | Session]:
    """The next appointment and the next group session, the first one first."""
    appointment = trajectory.appointments.upcoming(at=at).select_related("with_user").first()
    session = next_session_of(user, at=at)
    moments = {appointment: appointment and appointment.starts_at, session: session and session.period.lower}
    return sorted(filter(None, moments), key=moments.get)


def exercises_of(trajectory: Trajectory, *, on: date) -> list[AssignedExercise]:
    """What is asked and was not done yet on that day, what ends first before the rest."""
    asked = trajectory.assigned_exercises.not_done_on(on).select_related("assigned_by")
    return list(asked.order_by(F("until").asc(nulls_last=True), "assigned_at", "id"))


def next_session_of(user: User, *, at: datetime) -> Session | None:
    groups = Session.objects.planned().published().coming(at=at)
    mine = groups.filter(group__enrolments__participant=user, group__enrolments__left_at=None)
    return mine.select_related("group", "room").order_by("period").first()
