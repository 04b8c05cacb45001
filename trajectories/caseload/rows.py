"""One row of the caseload: the facts as the database gives them, and how they are worded."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aftercare.core import charts
from aftercare.core.addresses import address
from aftercare.core.templatetags.ui import day, moment
from trajectories.caseload.steps import OPEN, STEPS, Step
from trajectories.dossier.models import Status, Trajectory
from trajectories.signals.rules import Piece
from trajectories.teamtasks.models import TeamTask

if TYPE_CHECKING:
    from trajectories.caseload.reasons import Reason


@dataclass(frozen=True)
class Stated:
    """A reason as it stands on the row, and the step it asks for: see steps.STEPS."""

    level: str
    icon: str
    text: str
    because: str
    next_step: str


@dataclass(frozen=True)
class Listed:
    """What every list says of a trajectory, and the day on which it was read.

    All that is worded follows from the fields: the same row is drawn once (docs/decisions/0039).
    """

    id: UUID
    kind: str
    status: str
    step: int
    starts_on: date
    name: str
    heard_at: datetime
    next_appointment_at: datetime | None
    appointment_comes: bool | None
    carrier: str | None
    """For whom the reader stands in, and when that counsellor is back from being away."""
    carrier_back_on: date | None
    today: date

    @property
    def dossier_url(self) -> str:
        return address("overview:dossier", self.id)

    @property
    def part(self) -> str:
        """The step, and since when: "Step 2, since August"."""
        since = date_format(self.starts_on, "F" if (self.today - self.starts_on).days < 330 else "F Y")
        words = {"step": self.step, "since": since}
        if self.kind == Trajectory.Kind.RELATIVE:
            return _("Relative, step %(step)d, since %(since)s") % words
        return _("Step %(step)d, since %(since)s") % words

    @property
    def stands_in(self) -> str:
        if not self.carrier:
            return ""
        if self.carrier_back_on:
            words = {"name": self.carrier, "day": date_format(self.carrier_back_on, "j F")}
            return _("For %(name)s, back on %(day)s") % words
        return _("You stand in for %(name)s") % {"name": self.carrier}

    @property
    def heard(self) -> str:
        """What stands there when nothing asks for attention."""
        if self.appointment_comes:
            return _("Appointment %(moment)s.") % {"moment": moment(self.next_appointment_at, self.today)}
        return _("Last heard %(day)s.") % {"day": day(self.heard_at, self.today)}

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED


@dataclass(frozen=True)
class Row(Listed):
    """Field by field a column of `facts.FACTS`, and the reasons that hold."""

    ends_on: date
    called: str
    phone: str
    craving: int | None
    check_ins_missed: int
    last_check_in_at: datetime | None
    use_reported_at: datetime | None
    last_trigger_at: datetime | None
    last_trigger_strength: int | None
    colour: str
    """Of the signal plan, as the client set it last."""
    colour_set_at: datetime | None
    last_contact_at: datetime | None
    message_waits_since: datetime | None
    unread_message_at: datetime | None
    task_id: UUID | None
    """The most pressing task of the care team, if there is one."""
    task_kind: str | None
    task_text: str | None
    task_asked_at: datetime | None
    task_due_at: datetime | None
    task_own: bool | None
    """Whether the client asked for it, in their own words."""
    more_tasks: int | None
    proposal_at: datetime | None
    problem_due_on: date | None
    medicine_not_taken_at: datetime | None
    medicine_raised_at: datetime | None
    """What was told of medicines, as long as nobody discussed it."""
    intake_since: datetime | None
    handover_id: UUID | None
    """What a colleague handed over and the reader did not acknowledge yet."""
    handover_giver: str | None
    handover_since: date | None
    proposal_kind: str | None
    proposal_ends_on: date | None
    proposal_step: int | None
    proposed_at: datetime | None
    """What the client proposed, and nobody answered yet."""
    review_due_on: date | None
    signals: str
    """What nobody settled yet, as JSON: the evidence by rule."""
    step_proposed_at: datetime | None
    """Since when a proposal for more or less contact waits to be decided."""
    is_news: bool
    """Whether something came in since the reader looked."""
    back_at: datetime | None
    """When it comes back, for what the reader put off."""
    to_record: UUID | None
    """The appointment of which the outcome is still to be recorded."""
    cravings: tuple[int, ...]
    reasons: "tuple[Reason, ...]"

    @cached_property
    def stated(self) -> list[Stated]:
        return [reason.state(self) for reason in self.reasons]

    @cached_property
    def evidence(self) -> dict[str, list[Piece]]:
        return json.loads(self.signals)

    @cached_property
    def next_step(self) -> str:
        """That of the first reason; a task that is done by speaking with the client is a call."""
        step = self.stated[0].next_step if self.stated else "open"
        return "contact" if step == "task" and self.phone and self.task_kind in TeamTask.BY_CALLING else step

    @property
    def is_to_call(self) -> bool:
        return self.next_step == "contact" and bool(self.phone)

    @cached_property
    def does(self) -> Step:
        """What the button is, where it is no call."""
        step = STEPS[self.next_step]
        return OPEN if step.about and not getattr(self, step.about) else step

    @property
    def does_url(self) -> str:
        about = [getattr(self, self.does.about)] if self.does.about else []
        return address(self.does.page, self.id, *about)

    @property
    def signals_url(self) -> str:
        return address("signals:of_client", self.id)

    @property
    def later_url(self) -> str:
        return address("caseload:later", self.id)

    @property
    def because(self) -> str:
        """The sentences, each once: two reasons may rest on the same log."""
        return " ".join(dict.fromkeys(stated.because for stated in self.stated))

    @property
    def short_name(self) -> str:
        return self.called or self.name.split(" ")[0]

    @property
    def back(self) -> str:
        return _("Back at %(time)s.") % {"time": date_format(timezone.localtime(self.back_at), "H:i")}

    @property
    def call(self) -> str:
        return _("Call %(name)s") % {"name": self.short_name}

    @cached_property
    def spark(self) -> charts.Spark:
        return charts.spark([None] * (6 - len(self.cravings)) + list(self.cravings))

    @cached_property
    def trend(self) -> str:
        """The line in words: from the first to the last of the cravings."""
        if not self.cravings:
            return ""
        words = {"first": self.cravings[0], "last": self.cravings[-1]}
        if len(self.cravings) == 1:
            return _("Craving %(last)d") % words
        if words["first"] == words["last"]:
            return _("Craving about %(last)d") % words
        return _("Craving %(first)d to %(last)d") % words

    @cached_property
    def trend_in_full(self) -> str:
        return _("Craving, the last %(count)d times: %(cravings)s") % {
            "count": len(self.cravings),
            "cravings": ", ".join(map(str, self.cravings)),
        }
