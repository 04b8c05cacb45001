"""Questionnaires beside the weekly check-in: the BAM and the PHQ-9 of Noor, a PHQ-9 of a few others."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from random import Random

from django.utils import timezone

from aftercare.audit import actions as audit
from trajectories.checkins import actions as checkins
from trajectories.checkins import library
from trajectories.checkins.questionnaire import Answer
from trajectories.demo.stories import DAY, HOME, WEEK, wall
from trajectories.demo.words import read
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.models import TeamTask

TOLD = read("instruments.toml")
NOOR, OTHERS = TOLD["noor"], TOLD["others"]
ONE_IN = 9
ASKED_AT = time(19)
ANSWERED_AFTER = timedelta(minutes=40)
Event = tuple[datetime, partial]


def events(teller) -> Iterator[Event]:
    """What the teller has to tell, and when."""
    today = timezone.localdate(teller.now)
    if teller.is_noor:
        first = teller.story.starts_on + DAY * (14 + (7 - teller.story.starts_on.weekday()) % 7)
        for number, values in enumerate(NOOR["bam"]):
            note = NOOR["notes"].get(str(number), "")
            yield from _asked(teller, "bam30", first + 4 * WEEK * number, values, every_weeks=4, note=note)
        for told in NOOR["phq"]:
            yield from _asked(teller, "phq9", today - WEEK * told["weeks"], told["values"])
    elif teller.story.kind == "client" and not teller.story.closed_at:
        chance = Random(f"phq {teller.story.person.name}")
        if chance.randrange(ONE_IN) == 0:
            yield from _asked(teller, "phq9", today - DAY * chance.randint(2, 6), chance.choice(OTHERS["phq"]))


def _asked(teller, instrument: str, day, values: list[int], *, every_weeks: int = 1, note: str = "") -> Iterator[Event]:
    """On that day, where it lies within the story."""
    at = wall(day, ASKED_AT.hour, ASKED_AT.minute) + ANSWERED_AFTER
    if teller.story.starts_on < day and at < teller.now:
        yield at, partial(_answer, teller, instrument, day, values, every_weeks=every_weeks, note=note, at=at)


def _answer(teller, instrument: str, day, values: list[int], *, every_weeks: int, note: str, at: datetime) -> None:
    due_at = at - ANSWERED_AFTER
    is_running = teller.of_counsellor.check_in_schedules.waiting().filter(instrument=instrument).exists()
    with audit.dated(due_at - DAY):
        if not is_running:
            checkins.schedule(
                trajectory=teller.of_counsellor,
                by=teller.counsellor,
                instrument=instrument,
                weekday=day.weekday(),
                wall_time=ASKED_AT,
                zone=HOME,
                starts_on=day,
                every_weeks=every_weeks,
                until=day if every_weeks == 1 else None,
                at=due_at - DAY,
            )
    with audit.dated(due_at):
        checkins.open_due(at=due_at, remind=False)
    occurrence = teller.of_client.occurrences.select_related("schedule").get(
        schedule__instrument=instrument, due_at=due_at
    )
    checkins.hand_in(
        trajectory=teller.of_client,
        by=teller.client,
        occurrence=occurrence,
        answers=_answers(instrument, values),
        note=note,
        started_at=at - timedelta(minutes=4),
        at=at,
    )
    _called(teller, at)


def _answers(instrument: str, values: list[int]) -> dict[str, Answer]:
    """`values` for the questions that are asked, in their order."""
    answers: dict[str, Answer] = {}
    told = iter(values)
    for item in library.load(instrument).items:
        if item in library.load(instrument).asked(answers):
            answers[item.id] = next(told)
    return answers


def _called(teller, at: datetime) -> None:
    """Where an answer asked for contact the same day, somebody called."""
    task = teller.of_counsellor.team_tasks.open().filter(kind=TeamTask.Kind.CONTACT_TODAY).first()
    if task:
        with audit.dated(at + timedelta(minutes=50)):
            teamtasks.finish(task=task, by=teller.counsellor, outcome=OTHERS["called"], at=at + timedelta(minutes=50))
