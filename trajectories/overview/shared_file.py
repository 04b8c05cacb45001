"""What a client shares as plain text: of each category what the reader's page says, under its name."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.templatetags.ui import moment
from supportgroups.models import Session
from trajectories.appointments.models import Appointment
from trajectories.dossier.models import Category, Consent
from trajectories.medication.models import Medicine
from trajectories.plans.models import PlanItem
from trajectories.signalplan.models import SignalStep
from trajectories.triggers.models import TriggerEntry

MARK = "# "


def written(
    *, client: User, terms: Consent, categories: Collection[Category], found: dict[str, object], now: datetime
) -> str:
    lines = [client.name, "", *notice(client, terms), _("Saved on %(day)s.") % {"day": date_format(now, "j F Y")}]
    for category in categories:
        of_it = list(LINES[category](found[category.value], now))
        lines += ["", f"{MARK}{category.label}", *(of_it or [_("Nothing stands here yet.")])]
    return "\n".join(lines) + "\n"


def notice(client: User, terms: Consent) -> list[str]:
    """The words that stand above the reader's page."""
    name = {"name": client.short_name}
    until = {"day": date_format(terms.until, "j F Y")} if terms.until else {}
    ends = (
        _("%(name)s shares this with you until %(day)s.")
        if until
        else _("%(name)s shares this with you until they stop it.")
    )
    return [
        ends % (name | until),
        _("What for: %(purpose)s.") % {"purpose": terms.get_purpose_display()},
        _(
            "It is for you alone. Ask %(name)s before you tell or show it to anybody else."
            " %(name)s can read when you looked."
        )
        % name,
    ]


def plan(found: dict, _now: datetime) -> Iterator[str]:
    if found["goal"]:
        yield found["goal"].text
    yield from items(found["items"], _now)


def items(found: list[PlanItem], _now: datetime) -> Iterator[str]:
    for item in found:
        day = date_format(item.due_on, "j F Y") if item.due_on else ""
        before = _("Before %(day)s") % {"day": day} if day else ""
        yield joined(item.title, item.goal, before or item.frequency)


def appointments(found: list[Appointment], now: datetime) -> Iterator[str]:
    for one in found:
        words = {"kind": one.get_kind_display(), "name": one.with_user.short_name}
        yield joined(moment(one.starts_at, now), _("%(kind)s with %(name)s") % words, one.place)


def groups(found: list[Session], now: datetime) -> Iterator[str]:
    for session in found:
        yield joined(moment(session.period.lower, now), str(session.group), str(session.room or ""))


def check_ins(found: dict, _now: datetime) -> Iterator[str]:
    yield found["sentence"]


def signal_plan(found: list[SignalStep], _now: datetime) -> Iterator[str]:
    for step in found:
        call = f"{step.call_name} {step.call_phone}" if step.call_phone else ""
        yield f"{step.get_colour_display()}: {joined(step.signs, step.acts, step.helpers, call)}"


def triggers(found: list[TriggerEntry], now: datetime) -> Iterator[str]:
    for entry in found:
        yield joined(moment(entry.at, now), _("%(strength)s of 10") % {"strength": entry.strength}, entry.word)


def medicines(found: list[Medicine], _now: datetime) -> Iterator[str]:
    for medicine in found:
        yield joined(medicine.name, medicine.in_short)


def joined(*parts: str) -> str:
    return ", ".join(" ".join(part.split()) for part in parts if part)


LINES: dict[Category, Callable[..., Iterator[str]]] = {
    Category.PLAN: plan,
    Category.PRACTICAL: items,
    Category.APPOINTMENTS: appointments,
    Category.GROUPS: groups,
    Category.CHECK_INS: check_ins,
    Category.SIGNAL_PLAN: signal_plan,
    Category.TRIGGERS: triggers,
    Category.MEDICATION: medicines,
}
