"""Noor, whose six months are written by hand in noor.toml: a client for every screen of the design."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from trajectories.demo.courses import ODD, OFTEN, Course, Week, nearest
from trajectories.demo.inventing import OF_SOME_KINDS, PARTS, Inventor, awake, workday
from trajectories.demo.people import Person
from trajectories.demo.stories import DAY, HOME, WEEK, Asked, Item, Meeting, Schedule, Step, Story, Trigger, wall
from trajectories.demo.words import read

NOOR = read("noor.toml")
WEEKS = len(NOOR["craving"])
HEAT_WEEKS = 12
EARLIER = 0.7
"""So many logs in the twelve weeks before those of the heat table."""
THURSDAY = 3
DAILY = {"self_care", "skill"}
PAYDAYS = range(23, 27)
FAMILY = (9, 18)
MISSED = (7, 20)
"""Which meetings, in weeks back from the next one, were with the family or missed."""


def noor(inventor: Inventor, person: Person, *, asked_at: datetime) -> Story:
    today = inventor.today
    starts_on = workday(today - WEEK * WEEKS - DAY * 5)
    local = asked_at.astimezone(ZoneInfo(person.zone))
    schedule = Schedule(local.weekday(), local.time(), person.zone, local.date() - WEEK * WEEKS)
    story = Story(person, Course.IMPROVING, starts_on, today + WEEK * 10, NOOR["goal"], schedule)
    story.registered = {
        "treatment": "clinic",
        "treatment_place": "Kliniek Lindehoeve",
        "treatment_ended_on": starts_on - DAY * 5,
        "earlier_episodes": 1,
        "reasons": ["afraid", "treated_before"],
        "learned": NOOR["learned"],
        "step": 2,
    }
    story.asked = asked(schedule, inventor)
    story.steps = [
        Step(at=wall(starts_on + DAY * days, 19, 40), **words) for days, words in enumerate(NOOR["steps"], start=9)
    ]
    story.triggers = triggers(inventor)
    story.meetings = meetings(inventor)
    story.items = [item(words, inventor) for words in in_turn(NOOR["plan"], today)]
    story.looked_at = wall(workday(today - DAY, back=True), 16, 2)
    story.group, story.enrolled_at = "Stevig Staan", wall(workday(today - WEEK * 6), 14)
    return story


def asked(schedule: Schedule, inventor: Inventor) -> list[Asked]:
    """One for each week that is over; the next falls due in a moment."""
    dues = [due for due in schedule.dues(inventor.today + DAY) if due <= inventor.now][-WEEKS:]
    return [one_asked(number, due, inventor) for number, due in enumerate(dues)]


def one_asked(number: int, due_at: datetime, inventor: Inventor) -> Asked:
    craving, mood = NOOR["craving"][number], NOOR["mood"][number]
    if craving < 0:
        return Asked(due_at)
    week = Week(
        craving=craving,
        mood=mood,
        sleep=nearest(ODD, mood - (number % 4 == 3)),
        risk=nearest(OFTEN, craving - 2),
        confidence=nearest(ODD, 11 - craving),
        used=number in NOOR["used"],
        company=("family", "counsellor") if number < WEEKS // 2 else ("family", "friend", "group"),
    )
    answered_at = awake(due_at + timedelta(minutes=inventor.rng.randint(5, 300)), HOME)
    return Asked(due_at, answered_at, week, NOOR["notes"].get(str(number), ""))


def triggers(inventor: Inventor) -> list[Trigger]:
    """As the heat table says, some more in the weeks before it, and one last night."""
    entries = []
    for part, counts in NOOR["when"].items():
        for weekday, count in enumerate(counts):
            latest = inventor.today - DAY * ((inventor.today.weekday() - weekday - 1) % 7 + 1)
            weeks = inventor.rng.sample(range(HEAT_WEEKS), count)
            weeks += inventor.rng.sample(range(HEAT_WEEKS, 2 * HEAT_WEEKS), round(count * EARLIER))
            entries += [trigger(inventor, latest - WEEK * week, part) for week in weeks]
    noon = wall(inventor.today - DAY, 12)
    last = Trigger(
        at=wall(inventor.today - DAY, 21, 14),
        strength=7,
        kind="alone",
        helped="outside",
        step=0,
        strength_after=3,
        note="Naar de brug. Na twintig minuten trek 3.",
    )
    return [*sorted((entry for entry in entries if entry.at < noon), key=lambda entry: entry.at), last]


def trigger(inventor: Inventor, day: date, part: str) -> Trigger:
    rng = inventor.rng
    possible = [words for words in NOOR["triggers"] if words.get("kind") != "payday" or day.day in PAYDAYS]
    (words,) = rng.choices(possible, weights=[words["weight"] for words in possible])
    craving = NOOR["craving"][-1 - (inventor.today - day).days // 7]
    at = wall(day, rng.randint(*PARTS[part]), rng.randrange(60))
    strength = max(craving, 5) + rng.randint(-1, 1)
    helped, step = rng.choice(words["helped"]), words.get("step") if rng.random() < 0.4 else None
    return Trigger(
        at=at,
        strength=strength,
        kind=words.get("kind", ""),
        own_word=words.get("own_word", ""),
        helped=helped,
        step=step,
        strength_after=None if step is None else strength - 2 - day.day % 3,
        note=rng.choice(words["notes"]),
    )


def meetings(inventor: Inventor) -> list[Meeting]:
    """Every Thursday with Ilse, now and then a call on a Friday, the family every two months."""
    coming = inventor.today + DAY * ((THURSDAY - inventor.today.weekday()) % 7)
    if wall(coming, 11, 30) < inventor.now:
        coming += WEEK
    told = [one_meeting(inventor, coming, week) for week in range(WEEKS - 1, -1, -1)]
    told += [one_call(inventor, coming, week) for week in range(WEEKS - 4, 0, -4)]
    planned_at = wall(inventor.today - DAY * 6, 11, 15)
    guests = (("Sam Velthuizen", "zoon"),)
    told.append(Meeting(wall(coming + DAY * 8, 17, 30), "family", 60, "Kadezaal", planned_at, guests=guests))
    return sorted(told, key=lambda meeting: meeting.starts_at)


def one_meeting(inventor: Inventor, coming: date, week: int) -> Meeting:
    starts_at = wall(coming - WEEK * week, 10, 30)
    kind = "family" if week in FAMILY else "individual"
    state = "" if week == 0 else "missed" if week in MISSED else "held"
    words = "missed" if state == "missed" else "family" if kind == "family" else "good" if week < 6 else "middling"
    note = inventor.bags.draw("appointment_notes", words) if state else ""
    if week == 1:
        note = "Over die ene avond. Gekeken wat eraan voorafging, het plan bleef staan."
    summary = "We keken naar die ene avond. Je plan blijft staan. Volgende keer: het weekend." if week == 1 else ""
    planned_at = starts_at - WEEK + timedelta(minutes=50)
    return Meeting(starts_at, kind, 45, "Kadehuis kamer 2", planned_at, state, note, summary)


def one_call(inventor: Inventor, coming: date, week: int) -> Meeting:
    starts_at = wall(coming - WEEK * week + DAY, 12, 15)
    over = starts_at < wall(inventor.today, 0)
    note = "Over de groep: spannend, wil wel." if week <= 4 else inventor.bags.draw("appointment_notes", "phone")
    return Meeting(starts_at, "phone", 12, "", starts_at - DAY, "held" if over else "", note if over else "")


def in_turn(plan: list[dict], today: date) -> list[dict]:
    """The home page takes another running part each day, in the order of the plan: today the one of the design."""
    daily = [words for words in plan if words["kind"] in DAILY and words.get("state", "active") == "active"]
    rest = [words for words in plan if words not in daily]
    wanted = next(place for place, words in enumerate(daily) if words["kind"] == "skill")
    first = (wanted - today.toordinal()) % len(daily)
    return [*rest, *daily[first:], *daily[:first]]


def item(words: dict, inventor: Inventor) -> Item:
    today, state = inventor.today, words.get("state", "active")
    begins, over = today + DAY * words.get("begins", -170), state == "done"
    details = {name: words[name] for name in OF_SOME_KINDS if name in words} | {
        "area": words.get("area", ""),
        "goal": words["goal"],
        "frequency": words["frequency"],
        "carrier": words.get("carrier", ""),
        "state": state,
        "starts_on": begins,
        "ends_on": today - DAY * 20 if over else None,
        "review_on": None if over else today + DAY * words.get("review", 28),
    }
    if words["kind"] == "practical":
        details |= {"due_on": today + DAY * words["due"], "done_on": details["ends_on"]}
    at = wall(workday(min(begins, today - DAY * 6)), 11, 10)
    done_on = tuple(today - DAY * back for back in words.get("done", []))
    return Item(words["kind"], words["title"], at, details, words.get("group", ""), done_on)
