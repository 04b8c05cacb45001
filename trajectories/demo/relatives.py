"""Invents the stories of relatives, who have an aftercare of their own; Lot's and Joke's are told further."""

from datetime import datetime, timedelta

from aftercare.accounts.models import User
from aftercare.audit import actions as audit
from trajectories.appointments import actions as appointments
from trajectories.appointments import notices
from trajectories.appointments.actions.planning import Guest
from trajectories.appointments.models import Appointment, AppointmentMove
from trajectories.demo import courses
from trajectories.demo.courses import Course
from trajectories.demo.inventing import DESK, Inventor, workday
from trajectories.demo.people import Person
from trajectories.demo.stories import DAY, WEEK, Asked, Item, Meeting, Schedule, Story, wall
from trajectories.demo.words import WORDS
from trajectories.dossier.models import TeamRole, Trajectory
from trajectories.exercises import actions as exercises
from trajectories.plans import actions as plans


def relative(inventor: Inventor, person: Person, *, counsellor: str, slot: int, group: str, goal: str = "") -> Story:
    rng, today = inventor.rng, inventor.today
    starts_on = workday(today - WEEK * rng.randint(6, 22))
    goal = goal or inventor.bags.draw("relative", "goals")
    schedule = Schedule(rng.randrange(7), rng.choice(DESK[-2:]), person.zone, starts_on)
    ends_on = today + WEEK * rng.randint(4, 20)
    story = Story(person, Course.STABLE, starts_on, ends_on, goal, schedule, kind="relative")
    story.asked = asked(inventor, story)
    story.meetings = meetings(inventor, story, slot)
    story.items = [
        item(inventor, story, words, counsellor) for words in WORDS["relative"]["plan"] if rng.random() < 0.8
    ]
    story.group, story.enrolled_at = group, wall(starts_on + WEEK, 12)
    story.looked_at = wall(workday(today - DAY, back=True), 15, 30)
    return story


def asked(inventor: Inventor, story: Story) -> list[Asked]:
    dues = [due for due in story.schedule.dues(inventor.today) if due <= inventor.now]
    weeks = courses.weeks(story.course, len(dues), inventor.rng)
    return [one_asked(inventor, due_at, week) for due_at, week in zip(dues, weeks, strict=True)]


def one_asked(inventor: Inventor, due_at, week) -> Asked:
    answered_at = due_at + timedelta(minutes=inventor.rng.randint(10, 400))
    if not week.answered or answered_at > inventor.now:
        return Asked(due_at, None, week)
    note = inventor.bags.draw("relative", "notes") if inventor.chance(0.4) else ""
    return Asked(due_at, answered_at, week, note)


def meetings(inventor: Inventor, story: Story, slot: int) -> list[Meeting]:
    """Once in four weeks, and the next one planned."""
    at = DESK[slot // 5 % len(DESK)]
    day = story.starts_on + DAY * ((slot % 5 - story.starts_on.weekday()) % 7)
    told, planned_at = [], wall(story.starts_on, 11, 20)
    while True:
        starts_at = wall(day, at.hour, at.minute)
        over = starts_at < wall(inventor.today, 0)
        note = inventor.bags.draw("relative", "meetings") if over else ""
        told.append(Meeting(starts_at, "individual", 45, "Kamer 1", planned_at, "held" if over else "", note))
        if not over:
            return told
        planned_at, day = starts_at, day + WEEK * 4


def item(inventor: Inventor, story: Story, words: dict, counsellor: str) -> Item:
    details = {
        "area": words.get("area", ""),
        "goal": words["goal"],
        "frequency": words["often"],
        "carrier": words["carrier"].format(counsellor=counsellor),
        "starts_on": story.starts_on + DAY * 3,
        "review_on": inventor.today + DAY * inventor.rng.randint(5, 30),
        "state": "active",
    }
    ticked = words["kind"] in ("self_care", "skill")
    days = [inventor.today - DAY * back for back in range(6, 0, -1) if ticked and inventor.chance(0.5)]
    return Item(words["kind"], words["title"], wall(story.starts_on + DAY * 2, 14), details, done_on=tuple(days))


def tell_more(*, now: datetime) -> None:
    """Once everybody is there: what only a relative's plan has, an exercise, and the family talk that Lot comes to.

    Nobody is reminded of it, as of no appointment of the demo.
    """
    for email, told in WORDS["relative"]["more"].items():
        own = Trajectory.objects.select_related("client__user").filter(client__user__email=email).first()
        if own:
            places(own, told, now=now)
    lot = User.objects.filter(email="naaste@demo.example").first()
    talks = Appointment.objects.planned().filter(trajectory__client__user__email="client@demo.example", kind="family")
    talk = talks.select_related("trajectory__client__user", "planned_by").first()
    if lot and talk:
        at = now - 2 * DAY
        with audit.dated(at):
            appointments.change(
                appointment=talk,
                revision=talk.revision,
                starts_at=talk.starts_at,
                by=talk.planned_by,
                guests=[Guest(lot.name, "partner", user=lot)],
                told=AppointmentMove.Told.TOGETHER,
                at=at,
            )
        notices.withdraw([talk])


def places(own: Trajectory, told: dict, *, now: datetime) -> None:
    counsellor = own.seats.filter(role=TeamRole.COUNSELLOR).select_related("user").latest("since").user
    at = now - 9 * DAY
    with audit.dated(at):
        for words in told["plan"]:
            plans.add(trajectory=own, by=counsellor, state="active", at=at, **words)
        exercises.assign(trajectory=own, by=counsellor, slug=told["exercise"], note=told["note"], at=at)
    with audit.dated(at := now - 3 * DAY):
        exercises.do(trajectory=own, by=own.client.user, slug=told["exercise"], how=told["how"], at=at)
