"""Builds the whole demo: places, people, stories, groups. One transaction for each client or group."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection

from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.core import scope
from trajectories.absences import actions as absences
from trajectories.demo import (
    consents,
    emergencies,
    guide,
    network,
    outcomes,
    panel,
    plans,
    referrals,
    relatives,
    sharing,
)
from trajectories.demo.cast import (
    FARAH,
    HANNEKE,
    ILSE,
    JOKE,
    LOT,
    MEREL,
    NAMED,
    NOOR,
    PARTNER,
    PASSWORD,
    PLACES,
    TAMAR,
    A,
    Named,
    Place,
    Worker,
)
from trajectories.demo.courses import Course
from trajectories.demo.inventing import Inventor, week_of, workday
from trajectories.demo.noor import noor
from trajectories.demo.parallel import in_parallel
from trajectories.demo.people import People
from trajectories.demo.relatives import relative
from trajectories.demo.stories import DAY, WEEK, Story, wall
from trajectories.demo.telling import Teller, read
from trajectories.demo.world import World
from trajectories.dossier import actions as dossier
from trajectories.dossier.access import Permission
from trajectories.dossier.models import TeamRole, Trajectory

AS_USUAL = 120
FEWEST = 6
CASELOAD = 36
"""Clients of each counsellor who comes on top of the usual ones."""
SEED = 1915
NOORS_HOUR = 13
"""Thursday at half past ten is hers, so whoever would have it comes at the first hour that nobody has."""
KEEPS = {
    Course.IMPROVING: 0.88,
    Course.STABLE: 0.9,
    Course.STRUGGLING: 0.62,
    Course.DROPPING_OUT: 0.4,
    Course.RETURNING: 0.75,
}
"""How surely somebody comes to the group."""


@dataclass(frozen=True)
class Caseload:
    place: Place
    worker: Worker
    clients: int

    @property
    def relatives(self) -> int:
        """Farah and Merel see relatives as well; Lot is one of Farah's."""
        if self.worker is FARAH:
            return max(1, self.clients // 6)
        return self.clients // 3 if self.worker is MEREL else 0


@dataclass(frozen=True)
class Case:
    """A story, and on whose caseload it is."""

    caseload: Caseload
    story: Story


def usual(clients: int) -> list[Caseload]:
    """The clients of the counsellors of the cast, in proportion to a demo of 120."""
    caseloads, before = [], 0
    for place in PLACES:
        for worker in place.workers:
            after = before + worker.clients
            count = round(after * clients / AS_USUAL) - round(before * clients / AS_USUAL)
            caseloads.append(Caseload(place, worker, count))
            before = after
    return caseloads


def extra(clients: int, people: People) -> list[Caseload]:
    """More counsellors for more clients, in each organisation in turn."""
    places = [place for place in PLACES if not place.partner]
    caseloads = []
    while clients > 0:
        person = people.invent()
        worker = Worker(person.name, Role.COUNSELLOR, person.email, she=person.pronouns == "zij")
        caseloads.append(Caseload(places[len(caseloads) % len(places)], worker, min(clients, CASELOAD)))
        clients -= CASELOAD
    return caseloads


@contextmanager
def at_once() -> Iterator[None]:
    """All of a client or nothing, so that the actions inside need no savepoints of their own."""
    with scope.system():
        connection.features.uses_savepoints = False
        try:
            with audit.gathered():
                yield
        finally:
            connection.features.uses_savepoints = True


class Demo:
    """`clients` clients as of `now`, the same ones for the same `seed` and moment."""

    def __init__(self, *, clients: int = AS_USUAL, now: datetime, seed: int = SEED) -> None:
        self.now, self.seed = now, seed
        self.rng = Random(seed)
        self.inventor = Inventor(self.rng, now=now)
        self.people = People(self.rng, today=self.inventor.today)
        self.world = World(self.rng, self.people, now=now, encoded=make_password(PASSWORD))
        self.extra = extra(clients - AS_USUAL, self.people)
        self.caseloads = [*usual(min(clients, AS_USUAL)), *self.extra]
        self.places_taken: Counter[str] = Counter()
        self.cases = [Case(caseload, story) for caseload in self.caseloads for story in self.stories(caseload)]
        self.cases += [Case(caseload, self.joke(caseload)) for caseload in self.caseloads if caseload.worker is FARAH]
        self.come_back()

    def come_back(self) -> None:
        """The first who left lately asks to, the second is back already, and the third asks as well."""
        lately = wall(self.inventor.today - WEEK * 8, 0)
        left = [case.story for case in self.cases if case.story.closed_at and case.story.closed_at > lately]
        for story, how in zip(left, ("asks", "is back", "asks"), strict=False):
            story.comes_back = how

    def build(self, *, processes: int = 1, advance: Callable[[], None] = lambda: None) -> None:
        """`advance` is called after each client."""
        self.by_address = {case.story.person.email: case.story for case in self.cases}
        with at_once():
            self.found()
        share = partial(in_parallel, processes=processes)
        share(self.tell, range(len(self.cases)), advance=advance)
        with at_once():
            self.be_away()
            consents.worry(now=self.now)
            relatives.tell_more(now=self.now)
            panel.ask(self.world, now=self.now)
            guide.tell(self.world.users, now=self.now)
            self.hand_over()
            self.remember()
        groups = [(place, group) for place, groups in self.world.groups.items() for group in groups]
        share(self.hold, groups, advance=lambda: None)

    def hand_over(self) -> None:
        """What stands still with a partner, who is announced, and the night that Farah opened Noor's dossier."""
        users, kade = self.world.users, self.world.organisations[A.name]
        referrals.stand_still(kade, by=users[ILSE.name], but=NOOR, now=self.now)
        referrals.announce(kade, coordinator=self.world.coordinator(A), tamar=users[TAMAR.name], now=self.now)
        emergencies.tell(kade, users=users, now=self.now)

    def remember(self) -> None:
        """Where everybody lives; and who was here before, in a demo of so many people that figures tell something."""
        users, kade = self.world.users, self.world.organisations[A.name]
        if (count := len(self.cases)) >= AS_USUAL:
            by, partner = users[ILSE.name], users[TAMAR.name]
            outcomes.remember(kade, by=by, partner=partner, count=count * 3 // 2, today=self.inventor.today)
        outcomes.settle(self.world.organisations.values())

    def found(self) -> None:
        for place in PLACES:
            self.world.found(place)
        network.fill(self.world.users, now=self.now)
        for caseload in self.extra:
            organisation = self.world.organisations[caseload.place.name]
            administrator = self.world.users[caseload.place.workers[0].name]
            self.world.employ(caseload.worker, organisation, by=administrator, at=self.world.began)
        for place in PLACES:
            if place.groups:
                self.world.plan_groups(place)
                plans.keep_templates(self.world.organisations[place.name], by=self.world.coordinator(place))

    def stories(self, caseload: Caseload) -> Iterator[Story]:
        """The named clients first, then the invented ones, then relatives."""
        named = [one for one in NAMED if one.counsellor == caseload.worker.name]
        name = caseload.worker.name.split()[0]
        for number in range(caseload.clients):
            one = named[number] if number < len(named) else None
            slot = caseload.clients + caseload.relatives if number == NOORS_HOUR else number
            story = (
                self.named(one, slot) if one else self.inventor.story(self.people.invent(), counsellor=name, slot=slot)
            )
            self.join_group(story, caseload.place, wanted=one.group if one else "")
            yield story
        for number in range(caseload.relatives):
            lot = caseload.worker is FARAH and number == 0
            yield relative(
                self.inventor,
                self.lot() if lot else self.people.invent(),
                counsellor=name,
                slot=caseload.clients + number,
                group=next(group.name for group in caseload.place.groups if group.kind == "family"),
                goal="Weer slapen, ook als Noor laat is." if lot else "",
            )

    def named(self, one: Named, slot: int) -> Story:
        person = self.people.named(one.name, she=one.she, email=one.email, called=one.called, zone=one.zone)
        asked_at = one.asked_in and self.now.replace(second=0, microsecond=0) + timedelta(minutes=one.asked_in)
        if one.name == NOOR:
            return noor(self.inventor, person, asked_at=asked_at)
        story = self.inventor.story(
            person,
            counsellor=one.counsellor.split()[0],
            slot=slot,
            course=Course(one.course),
            weeks=one.weeks,
            asked_at=asked_at,
            tail=one.tail,
            last_note=one.last_note,
        )
        if one.call_on_days_off:
            story.meetings += self.inventor.call_on_a_day_off()
        return story

    def lot(self):
        return self.people.named(LOT, she=True, email="naaste@demo.example", called="Lot")

    def joke(self, caseload: Caseload) -> Story:
        """Last of all, so that everybody else stays as they are without her."""
        return relative(
            self.inventor,
            self.people.named(JOKE, she=True, email="naaste2@demo.example", called="Joke"),
            counsellor=FARAH.name.split()[0],
            slot=caseload.clients + caseload.relatives + 1,
            group=next(group.name for group in caseload.place.groups if group.kind == "family"),
            goal="Rust, ook als mijn broer niet belt.",
        )

    def join_group(self, story: Story, place: Place, *, wanted: str) -> None:
        """The group that is wanted, or for half of the clients one that has places left."""
        having_places = [
            group
            for group in place.groups
            if group.kind != "family"
            and self.places_taken[group.name] < group.capacity - 2
            and wanted in ("", group.name)
        ]
        if not having_places or not (wanted or story.group or self.inventor.chance(0.5)):
            return
        group = self.rng.choice(having_places)
        self.places_taken[group.name] += 1
        if story.group:
            return
        enrolled_on = min(story.starts_on + DAY * self.rng.randint(3, 45), self.inventor.today - DAY)
        enrolled_on = workday(enrolled_on, back=True)
        story.group, story.enrolled_at = group.name, wall(enrolled_on, 14)
        kind = "group" if group.kind == "therapy" else "support_group"
        led_by = " en ".join(name.split()[0] for name in group.led_by)
        item = self.inventor.item(kind, enrolled_on, led_by, group=group.name, facilitator=led_by)
        story.items.append(item)

    def tell(self, number: int) -> None:
        caseload, story = self.cases[number].caseload, self.cases[number].story
        organisation = self.world.organisations[caseload.place.name]
        teller = Teller(
            story,
            organisation=organisation,
            counsellor=self.world.users[caseload.worker.name],
            groups=self.world.groups[caseload.place.name],
            number=f"{organisation.name.split()[-1][0]}{number + 1:05d}",
            encoded=self.world.encoded,
            now=self.now,
        )
        with at_once():
            trajectory = teller.tell()
            if story.group:
                self.world.take_part(story.group, teller.client, place=caseload.place, at=story.enrolled_at)
            if story.person.name == NOOR:
                self.around(trajectory)

    def be_away(self) -> None:
        """Merel, from two days ago: Farah stands in."""
        users, today = self.world.users, self.inventor.today
        with audit.dated(wall(workday(today - DAY * 4, back=True), 16, 10)):
            absences.announce(
                organisation=self.world.organisations[A.name],
                by=users[MEREL.name],
                since=today - DAY * 2,
                back_on=workday(today + DAY * 9),
                stand_in=users[FARAH.name],
                tell=False,
            )

    def hold(self, group: tuple[str, str]) -> None:
        """The sessions that a group has had. Its chances are its own, whichever process they fall to."""
        place, name = group
        with at_once():
            held = self.world.groups[place][name]
            self.world.hold(held, self.comes, rng=Random(f"{self.seed} {name}"))
            sharing.tell(held, by=self.world.coordinator(A), now=self.world.now)

    def comes(self, email: str, at: datetime) -> float:
        """How surely somebody comes to the group. Who lets nothing be heard mostly stays away."""
        story = self.by_address[email]
        week = week_of(story.asked, at)
        return KEEPS[story.course] * (1 if week is None or week.answered else 0.25)

    def around(self, trajectory: Trajectory) -> None:
        """Noor's peer worker and her counsellor's stand-in, and when they looked in her dossier."""
        users, today = self.world.users, self.inventor.today
        for worker, role, weeks in ((HANNEKE, TeamRole.PEER_WORKER, 6), (MEREL, TeamRole.STAND_IN, 20)):
            since = workday(today - WEEK * weeks)
            with audit.dated(wall(since, 9, 40)):
                dossier.seat(
                    trajectory=trajectory, user=users[worker.name], role=role, since=since, by=users[ILSE.name]
                )
        with audit.dated(self.now - WEEK * 3):
            network.in_plan(trajectory, by=users[ILSE.name], now=self.now)
        since = wall(workday(today - DAY * 5, back=True), 16, 40)
        self.world.take_part("Wandelgroep", trajectory.client.user, place=A, at=since)
        looks: list[tuple[int, int, int, User, Permission]] = [
            (16, 9, 52, users[ILSE.name], Permission.DOSSIER_VIEW),
            (13, 18, 5, users[HANNEKE.name], Permission.PLAN_VIEW),
            (9, 10, 12, users[ILSE.name], Permission.CHECK_IN_VIEW),
            (8, 2, 36, users[MEREL.name], Permission.PLAN_VIEW),
            (6, 17, 31, users[HANNEKE.name], Permission.PLAN_VIEW),
            (2, 10, 15, users[ILSE.name], Permission.TRIGGER_VIEW),
        ]
        for days, hour, minute, user, needs in looks:
            with audit.dated(wall(today - DAY * days, hour, minute)):
                read(user, trajectory, needs=needs)
        tamar = users[TAMAR.name]
        consents.share(trajectory, tamar=tamar, partner=self.world.organisations[PARTNER.name], now=self.now)
        referrals.tell(trajectory, by=users[ILSE.name], tamar=tamar, now=self.now)
