"""Who had aftercare in the years before, in bulk, and where clients live: so that outcomes have something to tell.

Nobody carries these people any more, so no list shows them. Figures count them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from aftercare.accounts.models import Organisation, User
from aftercare.network.models import Municipality
from trajectories.appointments.models import Appointment
from trajectories.checkins.models import CheckIn, CheckInSchedule, Occurrence
from trajectories.demo.people import People
from trajectories.demo.stories import DAY, WEEK, wall
from trajectories.dossier.models import Client, Status, Summary, Trajectory
from trajectories.lapses.models import Lapse
from trajectories.plans.models import LifeArea
from trajectories.referrals.models import Referral, State
from trajectories.relatives.models import RelativeLink
from trajectories.selfcare.models import AreaScore

LIVES_IN = [44, 23, 12, 7, 3, 2]
"""Of a hundred clients, in the town that the region is named for, and the next ones. Of the rest it is not known."""
LONGEST_AGO, LATEST = timedelta(days=660), timedelta(days=230)
CHECK_INS, OPEN_FOR = 16, timedelta(days=2)
AREAS = [LifeArea.BODY, LifeArea.MONEY]
HOUR = 14


def settle(organisations: Iterable[Organisation]) -> None:
    """Everybody gets a municipality, or none."""
    clients = list(Client.objects.filter(organisation__in=organisations, municipality=None).order_by("number", "id"))
    towns: dict = {one.pk: [] for one in organisations}
    for town in sorted(Municipality.objects.select_related("region"), key=lambda town: town.name != town.region.name):
        for one in organisations:
            if one.region_id == town.region_id:
                towns[one.pk].append(town)
    chance = Random("where clients live")
    for client in clients:
        choices = [*towns[client.organisation_id][: len(LIVES_IN)], None]
        weights = [*LIVES_IN, 100 - sum(LIVES_IN)][: len(choices)]
        (client.municipality,) = chance.choices(choices, weights)
    Client.objects.bulk_update(clients, ["municipality"], batch_size=1000)


@dataclass(frozen=True)
class Past:
    """One of them: how long they stayed in contact, and whether it went better."""

    trajectory: Trajectory
    stayed: int
    rng: Random

    @property
    def here(self) -> dict:
        return {"organisation": self.trajectory.organisation, "trajectory": self.trajectory}

    def at(self, day: int) -> date:
        return self.trajectory.starts_on + DAY * day

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def meetings(self, by: User) -> Iterator[Appointment]:
        day = self.rng.choice([0, 1, 2, 3, 4, 9, 12])
        while day < self.stayed:
            state = "held" if self.chance(0.88) else "missed"
            at = wall(self.at(day), HOUR)
            told = {"state": state, "recorded_at": at + timedelta(hours=1), "recorded_by": by}
            yield Appointment(**self.here, starts_at=at, with_user=by, planned_by=by, planned_at=at - WEEK, **told)
            day += 7 if day < 56 else 14

    def asked(self, schedule: CheckInSchedule) -> Iterator[Occurrence]:
        for week in range(CHECK_INS):
            due_at = wall(self.at(7 * week + 1), HOUR)
            answers = self.chance(0.95 - 0.01 * week - (0.5 if 7 * week > self.stayed else 0))
            state = Occurrence.State.ANSWERED if answers else Occurrence.State.MISSED
            yield Occurrence(**self.here, schedule=schedule, due_at=due_at, closes_at=due_at + OPEN_FOR, state=state)

    def said(self, by: User) -> Iterator[CheckIn]:
        for day, better in ((2, 0.0), (178, 0.62)):
            at = wall(self.at(day), HOUR)
            low = {name: 5 + 2 * self.chance(better) for name in ("mood", "sleep", "confidence")}
            low |= {name: 6 - 3 * self.chance(better) for name in ("craving", "risk")}
            scores = low | {"use": 0, "support": 1 + self.chance(better)}
            given = {"answered_by": by, "started_at": at, "submitted_at": at}
            yield CheckIn(**self.here, instrument="weekly_seven", version=1, scores=scores, **given)

    def scored(self, by: User) -> Iterator[AreaScore]:
        for day, better in ((3, 0.0), (180, 0.45)):
            for area in AREAS:
                score = 5 + 2 * self.chance(better)
                given = {"scored_at": wall(self.at(day), HOUR), "scored_by": by}
                yield AreaScore(**self.here, area=area, day=self.at(day), score=score, **given)

    def told_at(self) -> dict:
        """When use was told, and whether in a conversation."""
        return {"told_at": wall(self.at(40), 20), "in_conversation": self.chance(0.45)}

    def handed_over(self, by: User, to: User) -> Referral:
        at, arrived = wall(self.at(60), HOUR), self.chance(0.65)
        told = {"agreed_at": at, "until": self.at(120), "proposed_at": at, "proposed_by": by}
        if arrived:
            told |= {"state": State.ARRIVED, "accepted_at": at + DAY, "first_contact_on": self.at(66)}
            told |= {"asked_at": at + WEEK * 3, "goes_well": True, "ended_in": State.ASKED}
        else:
            told |= {"state": State.EXPIRED, "ended_in": State.AGREED}
        reason = "Hulp met geld en post, dichtbij huis."
        return Referral(**self.here, to_user=to, to_name=to.name, reason=reason, ended_at=at + WEEK * 4, **told)


def remember(organisation: Organisation, *, by: User, partner: User, count: int, today: date) -> None:
    """`count` people who began in the two years before, and relatives of some of them."""
    rng = Random("who had aftercare before")
    names = People(rng, today=today)
    days = [LATEST + (LONGEST_AGO - LATEST) * number / max(count, 1) for number in range(count)]
    starts = [today - ago for ago in days]
    trajectories = _register(organisation, [(names.invent().name, start, "client") for start in starts], by=by)
    pasts = [Past(one, _stayed(one, rng, today=today), rng) for one in trajectories]
    Appointment.objects.bulk_create([met for past in pasts for met in past.meetings(by)])
    schedules = CheckInSchedule.objects.bulk_create(_schedule(past) for past in pasts)
    pairs = zip(pasts, schedules, strict=True)
    Occurrence.objects.bulk_create([asked for past, schedule in pairs for asked in past.asked(schedule)])
    staying = [past for past in pasts if past.stayed > 175]
    CheckIn.objects.bulk_create([said for past in staying for said in past.said(past.trajectory.client.user)])
    AreaScore.objects.bulk_create([said for past in staying for said in past.scored(past.trajectory.client.user)])
    lapses = [Lapse(**past.here, **past.told_at(), told_by=by) for past in pasts if past.chance(0.4)]
    Lapse.objects.bulk_create(lapses)
    Referral.objects.bulk_create(past.handed_over(by, partner) for past in pasts if past.chance(0.6))
    close = [past for past in pasts if past.chance(0.4)]
    relatives = _register(organisation, [(names.invent().name, past.at(20), "relative") for past in close], by=by)
    RelativeLink.objects.bulk_create(
        RelativeLink(organisation=organisation, trajectory=one, of=past.trajectory, linked_by=by)
        for one, past in zip(relatives, close, strict=True)
    )


def _stayed(trajectory: Trajectory, rng: Random, *, today: date) -> int:
    """Days. More people than before stay in contact for half a year, as things go now."""
    lately = trajectory.starts_on.year == today.year
    return rng.randint(182, 200) if rng.random() < (0.71 if lately else 0.58) else rng.randint(20, 175)


def _schedule(past: Past) -> CheckInSchedule:
    first = past.at(1)
    when = {"weekday": first.weekday(), "wall_time": time(HOUR), "starts_on": first, "until": past.at(7 * CHECK_INS)}
    ended = {"ended_at": past.trajectory.closed_at}
    return CheckInSchedule(**past.here, instrument="weekly_seven", **when, **ended)


def _register(organisation: Organisation, people: list[tuple[str, date, str]], *, by: User) -> list[Trajectory]:
    """All closed, half a year after the start."""
    users = User.objects.bulk_create(User(name=name, kept_by=organisation) for name, _on, _kind in people)
    clients = Client.objects.bulk_create(
        Client(organisation=organisation, user=user, registered_at=wall(on, 10))
        for user, (_name, on, _kind) in zip(users, people, strict=True)
    )
    found = [
        Trajectory(
            organisation=organisation,
            client=client,
            kind=kind,
            status=Status.CLOSED,
            treatment=Trajectory.Treatment.CLINIC if kind == "client" else "",
            treatment_ended_on=on - DAY * 2 if kind == "client" else None,
            starts_on=on,
            ends_on=on + DAY * 200,
            opened_at=wall(on, 10),
            closed_at=wall(on + DAY * 201, HOUR),
            closed_by=by,
        )
        for client, (_name, on, kind) in zip(clients, people, strict=True)
    ]
    Trajectory.objects.bulk_create(found)
    Summary.objects.bulk_create(Summary(trajectory=one, organisation=organisation) for one in found)
    return found
