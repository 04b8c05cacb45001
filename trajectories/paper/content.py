"""What stands on each paper, as plain data in the language that is active. Templates hold no words."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aftercare.core.templatetags.ui import moment
from trajectories.dossier.models import Trajectory
from trajectories.plans import telling
from trajectories.plans.models import PlanItem
from trajectories.signalplan.models import SignalPlan, SignalStep
from trajectories.signalplan.reading import standing

Data = dict[str, Any]


def plan(trajectory: Trajectory, *, to_client: bool, with_signals: bool) -> Data:
    now = timezone.now()
    shown = standing(trajectory).shown if with_signals else None
    return {
        **_frame(trajectory, _("Plan of %(name)s"), now),
        "subtitle": _("Aftercare at %(place)s from %(start)s until %(end)s")
        % {"place": trajectory.organisation, "start": _day(trajectory.starts_on), "end": _day(trajectory.ends_on)},
        "goal": _goal(trajectory),
        "sections": _sections(trajectory, to_client=to_client),
        "steps": {"title": _steps_title(trajectory), "items": _steps(trajectory)},
        "signals-title": _("Signal plan"),
        "signals": _signals(shown),
        "appointments": {"title": _("Appointments"), "items": _appointments(trajectory, now)},
        "numbers-title": _("Whom to call"),
    }


def signal_plan(trajectory: Trajectory, shown: SignalPlan) -> Data:
    return {
        **_frame(trajectory, _("Signal plan of %(name)s"), timezone.now()),
        "subtitle": _agreed(shown),
        "signals": _signals(shown),
    }


def medicines(trajectory: Trajectory) -> Data:
    return {
        **_frame(trajectory, _("Medicines of %(name)s"), timezone.now()),
        "subtitle": _("As it is known at %(place)s. Ask your pharmacy whether it is complete.")
        % {"place": trajectory.organisation},
        "limits": _(
            "The portal never gives advice about a medicine or a dose. Do not change anything on your own:"
            " call your doctor or pharmacy first."
        ),
        "none": _("No medicines noted"),
        "medicines": [
            {"title": medicine.name, "lines": [_line(label, text, own=False) for label, text in medicine.lines]}
            for medicine in trajectory.medicines.current()
        ],
        "numbers-title": _("Whom to call"),
    }


def _frame(trajectory: Trajectory, title: str, now: datetime) -> Data:
    helpline = settings.HELPLINE
    return {
        "title": title % {"name": trajectory.client.user.name},
        "organisation": trajectory.organisation.name,
        "foot": _("Printed on %(day)s. What was agreed since is in the portal.") % {"day": _day(now)},
        "numbers": [
            _("Helpline %(phone)s, on working days from %(opens)s to %(closes)s.") % helpline,
            _("Thinking of suicide? Call 113, free and at any hour. Immediate danger, or an overdose: call 112."),
        ],
    }


def _goal(trajectory: Trajectory) -> Data | None:
    goal = trajectory.goals.current().first()
    if goal is None:
        return None
    return {"text": goal.text, "by": _("Goal, %(day)s") % {"day": _day(goal.set_at)}}


def _sections(trajectory: Trajectory, *, to_client: bool) -> list[Data]:
    titles = {
        "guidance": _("Guidance"),
        "self_care": _("Taking good care of myself"),
        "practice": _("Practice and contacts"),
        "relation": _("Between us"),
        "lived_through": _("What I lived through"),
        "problems": _("Practical problems"),
    }
    items = list(trajectory.plan_items.current().select_related("group", "service"))
    sections = [
        {"title": titles[name], "items": [_item(item, to_client) for item in items if item.kind in kinds]}
        for name, kinds in telling.SECTIONS.items()
    ]
    return [section for section in sections if section["items"]]


def _item(item: PlanItem, to_client: bool) -> Data:  # noqa: FBT001 - one of two readers
    lines = [line for line in telling.lines(item, to_client=to_client) if line.name != "title"]
    return {
        "title": item.title,
        "own": telling.is_own(item.kind, "title"),
        "lines": [_line(line.label.capitalize(), line.text, own=line.is_own) for line in lines],
    }


def _steps_title(trajectory: Trajectory) -> str:
    if trajectory.kind == Trajectory.Kind.RELATIVE:
        return _("What I do at a hard moment")
    return _("What I do when craving comes")


def _steps(trajectory: Trajectory) -> list[Data]:
    return [
        {
            "text": step.text,
            "lines": [
                *([_("Helps at: %(word)s") % {"word": step.helps_at.lower()}] if step.trigger else []),
                *([_call(step.call_name, step.call_phone)] if step.call_phone else []),
            ],
        }
        for step in trajectory.coping_steps.current()
    ]


def _signals(shown: SignalPlan | None) -> list[Data]:
    return [_signal(step) for step in shown.steps.all()] if shown else []


def _signal(step: SignalStep) -> Data:
    told = [
        _line(_("How I notice it"), step.signs),
        _line(_("What I do"), step.acts),
        _line(_("Who helps, and how"), step.helpers),
        _line(_("Whom I call"), f"{step.call_name}, {step.call_phone}" if step.call_phone else ""),
    ]
    title = f"{step.get_colour_display()}: {step.of.meaning}"
    return {"level": step.of.level, "title": title, "lines": [line for line in told if line["text"]]}


def _agreed(shown: SignalPlan) -> str:
    if shown.spoken_on:
        words = {"version": shown, "day": _day(shown.spoken_on)}
        return _("%(version)s, agreed in the conversation of %(day)s") % words
    if shown.holds_from:
        return _("%(version)s, agreed on %(day)s") % {"version": shown, "day": _day(shown.holds_from)}
    return _("%(version)s, not agreed yet") % {"version": shown}


def _appointments(trajectory: Trajectory, now: datetime) -> list[str]:
    coming = trajectory.appointments.upcoming(at=now).select_related("with_user")
    return [
        _("%(moment)s: %(kind)s with %(name)s")
        % {"moment": moment(one.starts_at, now), "kind": one.get_kind_display(), "name": one.with_user}
        + (f", {one.place}" if one.place else "")
        for one in coming
    ]


def _line(label: str, text: str, *, own: bool = True) -> Data:
    return {"label": label, "text": text, "own": own}


def _call(name: str, phone: str) -> str:
    return _("Call %(name)s, %(phone)s") % {"name": name, "phone": phone}


def _day(day) -> str:
    return date_format(timezone.localtime(day) if isinstance(day, datetime) else day, "j F Y")
