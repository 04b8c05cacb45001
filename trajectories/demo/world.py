"""The places of the demo: regions, organisations, who works there, rooms and groups with their series."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from aftercare.accounts import actions as accounts
from aftercare.accounts import invitations
from aftercare.accounts.models import Organisation, Region, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from supportgroups import actions as supportgroups
from supportgroups.models import Attendance, Enrolment, Room, Series, SupportGroup
from trajectories.demo.cast import Group, Place, Worker
from trajectories.demo.inventing import workday
from trajectories.demo.people import People
from trajectories.demo.stories import DAY, WEEK, wall
from trajectories.demo.words import WORDS

BEFORE = timedelta(weeks=30)
EVENINGS = 12
"""Sessions of a closed group's series; an open group goes on for a year."""


class World:
    """What was there before the clients came."""

    def __init__(self, rng: Random, people: People, *, now: datetime, encoded: str) -> None:
        self.rng, self.people, self.now, self.encoded = rng, people, now, encoded
        self.began = wall(workday((now - BEFORE).date()), 9)
        self.organisations: dict[str, Organisation] = {}
        self.users: dict[str, User] = {}
        self.groups: dict[str, dict[str, SupportGroup]] = {}

    def found(self, place: Place) -> None:
        """An organisation in its region, with an administrator who invites the others."""
        region, _ = Region.objects.get_or_create(name=place.region)
        kind = Organisation.Kind.PARTNER if place.partner else Organisation.Kind.CARE
        organisation = Organisation.objects.create(name=place.name, kind=kind, region=region)
        self.organisations[place.name] = organisation
        at = self.began
        with audit.dated(at):
            for worker in place.workers:
                self.employ(worker, organisation, by=self.users.get(place.workers[0].name), at=at)

    def employ(self, worker: Worker, organisation: Organisation, *, by: User | None, at: datetime) -> User:
        """The first administrator of an organisation comes from nobody and invites themselves."""
        person = self.people.named(worker.name, she=worker.she, email=worker.email)
        user = accounts.find_or_add_person(
            name=person.name, email=person.email, phone=person.phone, organisation=organisation, by=by, joined_at=at
        )
        accounts.add_member(user=user, role=worker.role, organisation=organisation, by=by, at=at)
        invitation = invitations.invite(person=user, organisation=organisation, by=by or user, at=at)
        self.users[worker.name] = invitations.accept(invitation_id=invitation.pk, encoded=self.encoded, at=at)
        return self.users[worker.name]

    def coordinator(self, place: Place) -> User:
        return next(self.users[worker.name] for worker in place.workers if worker.role == Role.COORDINATOR)

    def plan_groups(self, place: Place) -> None:
        organisation = self.organisations[place.name]
        by = self.coordinator(place)
        at = self.began + DAY
        with audit.dated(at):
            rooms = {
                name: supportgroups.add_room(
                    organisation=organisation, by=by, name=name, seats=seats, address=place.address
                )
                for name, seats in place.rooms.items()
            }
            self.groups[place.name] = {
                group.name: self._start(group, organisation, rooms[group.room], by, at) for group in place.groups
            }

    def _start(self, group: Group, organisation: Organisation, room: Room, by: User, at: datetime) -> SupportGroup:
        started = supportgroups.create_group(
            organisation=organisation,
            by=by,
            name=group.name,
            kind=group.kind,
            theme=group.theme,
            about=group.about,
            open=group.open,
            listed=group.open,
            whom=SupportGroup.Whom.RELATIVES if group.kind == "family" else SupportGroup.Whom.ANYONE,
            capacity=group.capacity,
        )
        today = self.now.date()
        this_week = today - DAY * ((today.weekday() - group.weekday) % 7)
        weeks_ago, count = (5, EVENINGS) if not group.open else (24, 52)
        rows = [(weeks_ago, count)] if group.open else [(5 + EVENINGS, EVENINGS), (weeks_ago, count)]
        for ago, times in rows:
            supportgroups.plan_series(
                group=started,
                by=by,
                first_on=this_week - WEEK * ago,
                count=times,
                starts=group.starts,
                ends=group.ends,
                room=room,
                facilitators=[self.users[name] for name in group.led_by],
                on_holiday=Series.OnHoliday.SKIP,
                at=at,
            )
        return started

    def take_part(self, group: str, participant: User, *, place: Place, at: datetime) -> Enrolment:
        with audit.dated(at):
            return supportgroups.enrol(
                group=self.groups[place.name][group], participant=participant, by=self.coordinator(place), at=at
            )

    def hold(self, group: SupportGroup, comes: Callable[[str, datetime], float], *, rng: Random) -> None:
        """Marks of every session that is over; `comes` says by e-mail address how surely somebody is there."""
        over = list(group.sessions.planned().over(at=self.now).with_people().order_by("period"))
        for session in over:
            at, by = session.period.upper, session.facilitations.all()[0].user
            places = Enrolment.objects.during(session).order_by("participant__email")
            people = list(places.values_list("participant", "participant__email"))
            open_still = session == over[-1] and len(people) > 1
            if open_still:
                people.pop()
            with audit.dated(at):
                marks = {person: mark(rng, comes(email, at)) for person, email in people}
                if marks:
                    supportgroups.mark_attendance(session=session, by=by, marks=marks, at=at)
                if not open_still:
                    note = rng.choice([*WORDS["sessions"]["notes"], "", "", "", "", ""])
                    supportgroups.finish_attendance(session=session, by=by, note=note, at=at)


def mark(rng: Random, comes: float) -> str:
    if rng.random() < comes:
        return Attendance.Mark.PRESENT
    return rng.choice([Attendance.Mark.EXCUSED, Attendance.Mark.EXCUSED, Attendance.Mark.ABSENT])
