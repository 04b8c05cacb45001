"""Tells a story to the portal, in the order in which it happened, through the actions that people use."""

from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime, timedelta
from functools import partial

from django.http import HttpRequest

from aftercare.accounts import invitations
from aftercare.accounts.models import Organisation, User
from aftercare.audit import actions as audit
from supportgroups.models import SupportGroup
from trajectories.appointments import actions as appointments
from trajectories.checkins import actions as checkins
from trajectories.demo import (
    agreements,
    analyses,
    between,
    closings,
    delivery,
    instruments,
    intake,
    lapses,
    medication,
    messages,
    signalplan,
    signals,
    silence,
)
from trajectories.demo import plans as proposed
from trajectories.demo.cast import NOOR
from trajectories.demo.stories import Asked, Item, Meeting, Step, Story, Trigger, wall
from trajectories.dossier import access
from trajectories.dossier import actions as dossier
from trajectories.dossier.access import Permission
from trajectories.dossier.models import TeamRole, Trajectory
from trajectories.plans import actions as plans
from trajectories.triggers import actions as triggers

TAKES = timedelta(minutes=2)
INSTRUMENTS = {"client": "weekly_seven", "relative": "relative_week"}
Event = tuple[datetime, Callable[[], None]]


def read(user: User, trajectory: Trajectory, *, needs: Permission) -> None:
    """Go through the door, as a page does."""
    request = HttpRequest()
    request.user = user
    access.open_dossier(request, trajectory.pk, needs=needs)


class Teller:
    """One story, told as its client and as its counsellor."""

    def __init__(
        self,
        story: Story,
        *,
        organisation: Organisation,
        counsellor: User,
        groups: dict[str, SupportGroup],
        number: str,
        encoded: str,
        now: datetime,
    ) -> None:
        self.story, self.organisation, self.counsellor, self.groups = story, organisation, counsellor, groups
        self.number, self.encoded, self.now = number, encoded, now
        self.steps: list = []

    @property
    def is_noor(self) -> bool:
        return self.story.person.name == NOOR

    def tell(self) -> Trajectory:
        opened_at = wall(self.story.starts_on, 10, 5)
        with audit.dated(opened_at):
            self.register(opened_at)
        for at, happen in sorted(self.events(), key=lambda event: event[0]):
            with audit.dated(at):
                happen()
        self.catch_up()
        return self.of_counsellor

    def register(self, at: datetime) -> None:
        person, story = self.story.person, self.story
        self.of_counsellor = dossier.register_person(
            organisation=self.organisation,
            by=self.counsellor,
            name=person.name,
            email=person.email,
            called=person.called,
            phone=person.phone,
            time_zone=person.zone,
            kind=story.kind,
            number=self.number,
            birth_date=person.birth_date,
            pronouns=person.pronouns,
            starts_on=story.starts_on,
            ends_on=story.ends_on,
            at=at,
            **story.registered,
        )
        self.of_counsellor.part = TeamRole.COUNSELLOR
        invitation = dossier.invite(trajectory=self.of_counsellor, by=self.counsellor, at=at)
        self.client = invitations.accept(
            invitation_id=invitation.pk, encoded=self.encoded, called=person.called, at=at + timedelta(hours=7)
        )
        self.of_client = copy(self.of_counsellor)
        self.of_client.part = self.story.kind

    def events(self) -> Iterator[Event]:
        story, begins = self.story, wall(self.story.starts_on, 11, 30)
        yield begins, partial(self.set_goal, begins)
        yield begins, partial(self.agree, begins)
        for step in story.steps:
            yield step.at, partial(self.write_step, step)
        for item in story.items:
            yield max(item.at, begins), partial(self.add_item, item)
        for asked in story.asked:
            if asked.answered_at:
                yield asked.answered_at, partial(self.answer, asked)
        for trigger in story.triggers:
            yield trigger.at, partial(self.log, trigger)
        for meeting in story.meetings:
            yield meeting.starts_at if meeting.state else meeting.planned_at, partial(self.meet, meeting)
        yield from intake.events(self)
        yield from agreements.events(self)
        yield from lapses.events(self)
        yield from analyses.events(self)
        yield from signalplan.events(self)
        yield from between.events(self)
        yield from medication.events(self)
        yield from instruments.events(self)
        yield from proposed.events(self)
        yield from messages.events(self)
        yield from self.endings()

    def endings(self) -> Iterator[Event]:
        if self.story.looked_at:
            yield self.story.looked_at, partial(self.look, self.story.looked_at)
        yield from closings.events(self)

    def set_goal(self, at: datetime) -> None:
        plans.set_goal(trajectory=self.of_client, by=self.client, text=self.story.goal, at=at)

    def write_step(self, step: Step) -> None:
        written = plans.write_step(
            trajectory=self.of_client,
            by=self.client,
            text=step.text,
            trigger=step.trigger,
            call_name=step.call_name,
            call_phone=step.call_phone,
            at=step.at,
        )
        self.steps.append(written)

    def add_item(self, item: Item) -> None:
        added = plans.add(
            trajectory=self.of_counsellor,
            by=self.counsellor,
            kind=item.kind,
            title=item.title,
            group=self.groups.get(item.group),
            at=item.at,
            **item.details,
        )
        for day in item.done_on:
            with audit.dated(at := wall(day, 20, 40)):
                plans.tick(item=added, by=self.client, on=day, done=True, at=at)

    def log(self, trigger: Trigger) -> None:
        step = self.steps[trigger.step] if trigger.step is not None and trigger.step < len(self.steps) else None
        triggers.log(
            trajectory=self.of_client,
            by=self.client,
            strength=trigger.strength,
            kind=trigger.kind,
            own_word=trigger.own_word,
            helped=trigger.helped,
            step=step,
            strength_after=trigger.strength_after,
            note=trigger.note,
            at=trigger.at,
            logged_at=trigger.at,
        )

    def agree(self, at: datetime) -> None:
        checkins.schedule(
            trajectory=self.of_counsellor,
            by=self.counsellor,
            instrument=INSTRUMENTS[self.story.kind],
            weekday=self.story.schedule.weekday,
            wall_time=self.story.schedule.at,
            zone=self.story.schedule.zone,
            starts_on=self.story.schedule.starts_on,
            at=at,
        )

    def answer(self, asked: Asked) -> None:
        with audit.dated(asked.due_at):
            checkins.open_due(at=asked.due_at, remind=False)
        started_at = asked.answered_at - TAKES
        answers = asked.week.answers if self.story.kind == "client" else asked.week.answers_of_relative
        answers = answers | medication.answers(self, INSTRUMENTS[self.story.kind], at=started_at)
        checkins.hand_in(
            trajectory=self.of_client,
            by=self.client,
            answers=answers,
            note=asked.note,
            started_at=started_at,
            at=asked.answered_at,
        )

    def catch_up(self) -> None:
        """What was asked and not answered is missed, or still open. Nobody is reminded of it any more."""
        silence.climb(self)
        checkins.open_due(at=self.now, remind=False)
        signals.settle(self)
        signals.propose(self)
        delivery.tell(self)

    def meet(self, meeting: Meeting) -> None:
        planned = appointments.plan(
            trajectory=self.of_counsellor,
            by=self.counsellor,
            with_user=self.counsellor,
            starts_at=meeting.starts_at,
            kind=meeting.kind,
            minutes=meeting.minutes,
            place=meeting.place,
            guests=[appointments.Guest(*guest) for guest in meeting.guests],
            tell=False,
            at=meeting.planned_at,
        )
        if meeting.state:
            appointments.record(
                appointment=planned,
                by=self.counsellor,
                state=meeting.state,
                note=meeting.note,
                summary=meeting.summary,
                at=meeting.recorded_at,
            )

    def look(self, at: datetime) -> None:
        read(self.counsellor, self.of_counsellor, needs=Permission.DOSSIER_VIEW)
        access.look(by=self.counsellor, trajectory=self.of_counsellor, at=at)
