"""What can be done for several clients at once: what it needs, what it will do for each, and how it is taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aftercare.core.clocks import instant
from aftercare.core.templatetags.ui import day, moment
from trajectories.caseload import actions
from trajectories.caseload.forms import AssignForm, ContactForm, TogetherForm, WriteForm
from trajectories.dossier.access import Permission
from trajectories.dossier.models import CareTeamSeat, Trajectory
from trajectories.messages.models import Message
from trajectories.teamtasks.models import TeamTask

SESSION_KEY = "together"
UNDO_WITHIN = 15 * 60
"""So many seconds after it was done, taking it back is offered on Vandaag."""

Line = tuple[Trajectory, str]


def will_write(trajectories: list[Trajectory], data: dict[str, Any]) -> list[Line]:
    gets, unnoticed = _("Gets this message."), _("Gets this message, without a notice: there is no e-mail address.")
    return [(one, gets if one.client.user.email else unnoticed) for one in trajectories]


def will_plan(trajectories: list[Trajectory], data: dict[str, Any]) -> list[Line]:
    now = timezone.now()
    calls = TeamTask.objects.open().filter(trajectory__in=trajectories, kind__in=TeamTask.BY_CALLING)
    planned = {task.trajectory_id: task for task in calls.reverse()}

    def said(one: Trajectory) -> str:
        before = instant(data["day"], data["time"], one.organisation.time_zone)
        words = _("Call before %(moment)s.") % {"moment": moment(before, now)}
        if task := planned.get(one.pk):
            already = _("Was to be called already, before %(moment)s.") % {"moment": moment(task.due_at, now)}
            return f"{words} {already}"
        return words

    return [(one, said(one)) for one in trajectories]


def will_assign(trajectories: list[Trajectory], data: dict[str, Any]) -> list[Line]:
    today, until = timezone.localdate(), data["until"]
    seats = CareTeamSeat.objects.filter(user=data["colleague"], trajectory__in=trajectories, since__lte=until)
    there = set(seats.exclude(until__lt=today).order_by().values_list("trajectory", flat=True))
    words = {"name": data["colleague"], "day": day(until, timezone.now())}
    stands_in = _("%(name)s stands in from today, up to and including %(day)s.") % words
    stays = _("%(name)s is on the team already, and nothing changes.") % words
    return [(one, stays if one.pk in there else stands_in) for one in trajectories]


@dataclass(frozen=True)
class Job:
    title: Promise
    icon: str
    needs: Permission
    form: type[TogetherForm]
    will: Callable[[list[Trajectory], dict[str, Any]], list[Line]]
    act: Callable[..., list[Model]]
    made: type[Model]
    undo: Callable[[list[Model], Any], int]


JOBS = {
    "message": Job(
        title=gettext_lazy("Write to several clients"),
        icon="message-circle",
        needs=Permission.MESSAGE_WRITE,
        form=WriteForm,
        will=will_write,
        act=actions.write_all,
        made=Message,
        undo=lambda made, by: actions.unwrite_all(sent=made, by=by),
    ),
    "contact": Job(
        title=gettext_lazy("Plan contact with several clients"),
        icon="phone",
        needs=Permission.TEAM_TASK,
        form=ContactForm,
        will=will_plan,
        act=actions.plan_contact,
        made=TeamTask,
        undo=lambda made, by: actions.unplan_contact(asked=made, by=by),
    ),
    "colleague": Job(
        title=gettext_lazy("Have a colleague stand in"),
        icon="user-round-plus",
        needs=Permission.TEAM_EDIT,
        form=AssignForm,
        will=will_assign,
        act=actions.assign,
        made=CareTeamSeat,
        undo=lambda made, by: actions.unassign(seats=made, by=by),
    ),
}


def done_in_words(what: str, count: int) -> str:
    words = {
        "message": ngettext("Message sent to %(count)d client.", "Message sent to %(count)d clients.", count),
        "contact": ngettext("Contact planned with %(count)d client.", "Contact planned with %(count)d clients.", count),
        "colleague": ngettext(
            "A colleague stands in for %(count)d client.", "A colleague stands in for %(count)d clients.", count
        ),
    }
    return words[what] % {"count": count}


def undone_in_words(undone: int, left: int) -> str:
    said = ngettext("Taken back for %(count)d client.", "Taken back for %(count)d clients.", undone)
    if not left:
        return said % {"count": undone}
    stays = ngettext(
        "For %(left)d it stays: it was read or done meanwhile.",
        "For %(left)d it stays: they were read or done meanwhile.",
        left,
    )
    return f"{said % {'count': undone}} {stays % {'left': left}}"


def remember(request: HttpRequest, what: str, made: list[Any]) -> None:
    request.session[SESSION_KEY] = {
        "what": what,
        "made": [str(one.pk) for one in made],
        "who": [str(one.trajectory_id) for one in made],
        "at": timezone.now().isoformat(),
    }


def recent(request: HttpRequest) -> dict[str, Any] | None:
    """What was done last for several, as long as it can be taken back from Vandaag."""
    last = request.session.get(SESSION_KEY)
    if not last or (timezone.now() - parse_datetime(last["at"])).total_seconds() > UNDO_WITHIN:
        return None
    return last | {"words": done_in_words(last["what"], len(last["made"]))}
