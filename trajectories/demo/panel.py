"""The panel of De Kade: who said yes, one poll that is closed and told about, one that Noor can answer today."""

from datetime import datetime

from aftercare.accounts.models import User
from aftercare.audit import actions as audit
from trajectories.demo.cast import LOT, NOOR, A
from trajectories.demo.stories import DAY, wall
from trajectories.demo.words import read
from trajectories.dossier.models import Trajectory
from trajectories.panel import actions
from trajectories.panel.models import ENOUGH, Poll, PollWords

POLLS = read("panel.toml")["polls"]
MANAGER = "Marit Zandvoort"
SEATS = 10


def ask(world, *, now: datetime) -> None:
    """Noor said yes last week; the others before there was anything to ask."""
    organisation, by = world.organisations[A.name], world.users[MANAGER]
    people = Trajectory.objects.filter(organisation=organisation).order_by("opened_at", "id")
    people = list(people.exclude(client__user__name=LOT).select_related("client__user"))
    noor = next(one for one in people if one.client.user.name == NOOR)
    others = list({one.client: one for one in people if one != noor}.values())[:SEATS]
    join(others, at=wall(now.date() - DAY * 50, 20))
    for told in POLLS if len(others) >= ENOUGH else POLLS[1:]:
        poll = write(told, place=organisation, by=by, now=now)
        if "followup" in told:
            answer(poll, told, others, now=now)
            close(poll, told, by=by, now=now)
    join([noor], at=wall(now.date() - DAY * 7, 20))
    actions.announce(at=now, remind=False)


def join(members: list[Trajectory], *, at: datetime) -> None:
    with audit.dated(at):
        for one in members:
            actions.join(trajectory=one, by=one.client.user, at=at)


def write(told: dict, *, place, by: User, now: datetime) -> Poll:
    at = wall(now.date() - DAY * (told["from_days"] + 1), 11)
    questions = [actions.Asked(one["kind"], one["text"], one.get("choices", [])) for one in told["questions"]]
    with audit.dated(at):
        poll = actions.write(
            by=by,
            place=place,
            title=told["title"],
            from_on=now.date() - DAY * told["from_days"],
            until_on=now.date() - DAY * told["until_days"],
            questions=questions,
            at=at,
        )
        actions.publish(poll=poll, by=by, at=at)
    return poll


def answer(poll: Poll, told: dict, members: list[Trajectory], *, now: datetime) -> None:
    at = wall(now.date() - DAY * (told["from_days"] - 1), 19)
    actions.announce(at=at, remind=False)
    said = [one["answers"] for one in told["questions"]]
    questions = list(poll.questions.values_list("pk", flat=True))
    with audit.dated(at):
        for number, one in enumerate(members):
            answers = {pk: answered[number] for pk, answered in zip(questions, said, strict=True)}
            actions.answer(poll=poll, trajectory=one, by=one.client.user, answers=answers, at=at)


def close(poll: Poll, told: dict, *, by: User, now: datetime) -> None:
    actions.close(at=wall(now.date() - DAY * (told["until_days"] - 1), 1))
    at = wall(now.date() - DAY * told["told_days"], 15)
    with audit.dated(at):
        words = dict(PollWords.objects.of_closed(poll).values_list("pk", "text"))
        actions.look_through(poll=poll, by=by, shown=words)
        actions.tell_followup(poll=poll, by=by, text=told["followup"].strip(), revision=poll.revision, at=at)
    actions.tell(at=at, remind=False)
