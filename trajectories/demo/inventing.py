"""Invents a story: a course, a plan, weak moments, and six months in which they show."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from supportgroups.planning import holiday
from trajectories.demo import courses
from trajectories.demo.courses import Course, Week
from trajectories.demo.people import Person
from trajectories.demo.stories import DAY, HOME, WEEK, Asked, Item, Meeting, Schedule, Step, Story, Trigger, wall
from trajectories.demo.words import WORDS, Bags

OPEN_FOR = timedelta(hours=48)
LONGEST = 26
FRIDAY = 4
MORNING = 8
DESK = [
    time(8, 45),
    time(9, 30),
    time(10, 30),
    time(11, 30),
    time(13, 0),
    time(14, 0),
    time(15, 0),
    time(16, 0),
    time(16, 45),
]
"""The hours at which a counsellor meets people; each client of a counsellor has an own one."""
CALL_AT = (11, 15, 19)
ASK_AT = [time(9, 0), time(12, 30), time(17, 0), time(19, 0), time(19, 30), time(20, 0), time(20, 30)]
PARTS = {"morning": (7, 11), "afternoon": (12, 17), "evening": (19, 22), "night": (0, 2)}
CAN_END = {"self_care", "skill", "practical", "community", "family"}
HELPED = ["outside", "call", "breathing", "eating", "music", "waiting", "nothing"]

OF_SOME_KINDS = ("participants", "place", "contact", "prescriber", "owner", "partner", "next_step")


class Inventor:
    """Draws every story from one row of random numbers, so that the same day gives the same people."""

    def __init__(self, rng: Random, *, now: datetime) -> None:
        self.rng = rng
        self.now = now
        self.today = now.astimezone(ZoneInfo(HOME)).date()
        self.bags = Bags(rng)
        self.numbers = 9000

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def story(
        self,
        person: Person,
        *,
        counsellor: str,
        slot: int,
        course: Course | None = None,
        weeks: int = 0,
        asked_at: datetime | None = None,
        tail: tuple[int, ...] = (),
        last_note: str = "",
    ) -> Story:
        """`slot` is the client's own hour at the counsellor's desk; `asked_at` is when a check-in falls due.

        `tail` holds the last cravings, with -1 where nothing was filled in.
        """
        course = course or courses.draw(self.rng)
        starts_on = workday(self.today - WEEK * (weeks or self._weeks()) + DAY * self.rng.randint(0, 5))
        schedule = self._schedule(person, starts_on, asked_at)
        story = Story(person, course, starts_on, self._end(starts_on), self.bags.draw("goals"), schedule)
        story.registered = self._registered(course, starts_on)
        kinds = self.rng.sample(list(WORDS["steps"]), 3)
        story.asked = self._end_with(self._asked(story), tail, last_note)
        story.steps = self._steps(kinds, starts_on)
        story.triggers = self._triggers(story, kinds)
        story.meetings = self._meetings(story, slot)
        story.items = self._items(story, counsellor)
        story.looked_at = self._looked_at()
        if not weeks and story.starts_on < self.today - WEEK * 20 and self.chance(0.5):
            self._close(story)
        return story

    def _close(self, story: Story) -> None:
        """The aftercare ended as agreed, some weeks ago; nothing happened since."""
        long_ago = story.starts_on < self.today - WEEK * 24 and self.chance(0.4)
        closed_on = self.today - DAY * (self.rng.randint(94, 98) if long_ago else self.rng.randint(6, 40))
        story.ends_on, story.closed_at, story.looked_at = closed_on, wall(closed_on, 16, 30), None
        story.asked = [one for one in story.asked if (one.answered_at or one.due_at) < story.closed_at]
        story.triggers = [one for one in story.triggers if one.at < story.closed_at]
        story.meetings = [one for one in story.meetings if one.state and one.starts_at < story.closed_at]
        story.items = [replace(one, done_on=()) for one in story.items if one.at < story.closed_at]

    def _weeks(self) -> int:
        """How long ago it began: most clients came in the last months, some half a year ago."""
        return self.rng.choice([3, 4, 4, 5, 5, 6, 7, 7, 8, 9, 10, 11, 13, 16, 21, LONGEST])

    def _end(self, starts_on: date) -> date:
        agreed = starts_on + WEEK * self.rng.choice([17, 21, 26, 30, 39])
        return max(agreed, self.today + DAY * self.rng.randint(5, 60))

    def _registered(self, course: Course, starts_on: date) -> dict:
        clinic = self.chance(0.55)
        earlier = self.rng.choice([0, 0, 0, 1, 1, 2, 3])
        reasons = [reason for reason, of in (("still_troubled", 0.45), ("afraid", 0.65)) if self.chance(of)]
        return {
            "treatment": "clinic" if clinic else "outpatient",
            "treatment_place": self.rng.choice(WORDS["clinics" if clinic else "practices"]),
            "treatment_ended_on": starts_on - DAY * self.rng.randint(1, 24),
            "earlier_episodes": earlier,
            "reasons": [*reasons, *(["treated_before"] if earlier else [])] or ["afraid"],
            "learned": self.bags.draw("learned"),
            "step": {Course.STABLE: 1, Course.IMPROVING: self.rng.choice([1, 1, 2])}.get(
                course, self.rng.choice([2, 2, 3])
            ),
        }

    def _schedule(self, person: Person, starts_on: date, asked_at: datetime | None) -> Schedule:
        first = starts_on + DAY * 2
        if asked_at:
            local = asked_at.astimezone(ZoneInfo(person.zone))
            return Schedule(local.weekday(), local.time(), person.zone, first)
        return Schedule(self.rng.randrange(7), self.rng.choice(ASK_AT), person.zone, first)

    def _asked(self, story: Story) -> list[Asked]:
        dues = story.schedule.dues(self.today)
        weeks = courses.weeks(story.course, len(dues), self.rng)
        asked = [self._one_asked(due_at, week, story.schedule.zone) for due_at, week in zip(dues, weeks, strict=True)]
        return [one for one in asked if one.due_at <= self.now]

    def _one_asked(self, due_at: datetime, week: Week, zone: str) -> Asked:
        hours = self.rng.choice([0, 0, 0, 1, 2, 5, 14, 22])
        answered_at = awake(due_at + timedelta(hours=hours, minutes=self.rng.randint(4, 58)), zone)
        note = self.bags.draw("check_in_notes", mood_of(week)) if week.back or self.chance(0.45) else ""
        if not week.answered or answered_at > self.now:
            return Asked(due_at, None, week)
        return Asked(due_at, answered_at, week, note)

    def _end_with(self, asked: list[Asked], tail: tuple[int, ...], last_note: str) -> list[Asked]:
        asked = list(asked)
        for place, craving in zip(range(-len(tail), 0), tail, strict=True):
            if len(asked) + place < 0:
                continue
            one, answered = asked[place], craving >= 0
            week = (
                courses.with_craving(craving, self.rng) if answered else replace(one.week, answered=False, back=False)
            )
            answered_at = one.answered_at or min(one.due_at + timedelta(minutes=48), self.now)
            note = self.bags.draw("check_in_notes", mood_of(week)) if one.note else ""
            asked[place] = replace(one, week=week, answered_at=answered_at if answered else None, note=note)
        said = [place for place, one in enumerate(asked) if one.answered_at]
        if last_note and said:
            asked[said[-1]] = replace(asked[said[-1]], note=last_note)
        return asked

    def _steps(self, kinds: list[str], starts_on: date) -> list[Step]:
        steps = []
        for days, kind in enumerate(kinds, start=3):
            call = (
                {"call_name": self.rng.choice(WORDS["callers"]), "call_phone": self._phone()}
                if self.chance(0.4)
                else {}
            )
            written = wall(starts_on + DAY * days * 2, self.rng.randint(10, 20), self.rng.randrange(60))
            steps.append(Step(self.bags.draw("steps", kind), kind, written, **call))
        return [step for step in steps if step.at <= self.now]

    def _phone(self) -> str:
        self.numbers += 1
        return f"06-0000 {self.numbers % 10_000:04d}"

    def _triggers(self, story: Story, kinds: list[str]) -> list[Trigger]:
        """Mostly at one or two weak moments of the week, and more of them when craving is strong."""
        eager = self.rng.choice([0, 0.3, 0.5, 0.8, 1.1, 1.5])
        weak = [
            (self.rng.randrange(7), self.rng.choice(["evening", "evening", "afternoon", "night"])) for _ in range(2)
        ]
        triggers = []
        for asked in story.asked:
            if not asked.week.answered and story.course is Course.DROPPING_OUT:
                break
            often = eager * (0.3 + asked.week.craving / 6)
            times = int(often) + self.chance(often % 1)
            triggers += [self._trigger(asked, kinds, weak, len(story.steps)) for _ in range(times)]
        began = wall(story.starts_on, 0)
        return sorted(
            (trigger for trigger in triggers if began < trigger.at <= self.now), key=lambda trigger: trigger.at
        )

    def _trigger(self, asked: Asked, kinds: list[str], weak: list[tuple[int, str]], steps: int) -> Trigger:
        often = (self.rng.randrange(7), self.rng.choice(["morning", "afternoon", "evening"]))
        weekday, part = self.rng.choice(weak) if self.chance(0.7) else often
        day = asked.due_at.date() - DAY * ((asked.due_at.weekday() - weekday) % 7)
        kind = self.rng.choices(["", *kinds], weights=[1, 5, 3, 2])[0]
        own_word = self.bags.draw("own_triggers") if not kind else ""
        chosen = kinds.index(kind) if kind and kinds.index(kind) < steps and self.chance(0.5) else None
        note = self.bags.draw("trigger_notes", kind) if kind and self.chance(0.3) else ""
        return Trigger(
            at=wall(day, self.rng.randint(*PARTS[part]), self.rng.randrange(60)),
            strength=max(2, min(10, asked.week.craving + self.rng.randint(-1, 2))),
            kind=kind,
            own_word=own_word,
            helped=self.rng.choice(HELPED) if self.chance(0.7) else "",
            step=chosen,
            note=note,
        )

    def _meetings(self, story: Story, slot: int) -> list[Meeting]:
        """Every week in the first month, then every two; the next one is planned at the one before."""
        weekday, at = slot % 5, DESK[slot // 5 % len(DESK)]
        first = story.starts_on + DAY * ((weekday - story.starts_on.weekday()) % 7)
        place = self.rng.choice(WORDS["places"])
        planned_at = wall(story.starts_on, 11, 20)
        meetings, missed, family = [], 0, self.chance(0.25)
        for week in [*range(4), *range(5, LONGEST + 8, 2)]:
            day = first + WEEK * week
            if holiday(day):
                continue
            kind = self._kind_of_meeting(week, story, family=family)
            minutes, where = {"phone": (15, ""), "family": (45, place)}.get(kind, (45, place))
            starts_at = wall(day, at.hour, at.minute)
            state, note = self._went(starts_at, kind, story)
            meetings.append(Meeting(starts_at, kind, minutes, where, planned_at, state, note))
            if starts_at > self.now:
                break
            missed = missed + 1 if state == "missed" else 0
            if missed == 3 or (missed == 2 and story.course is Course.DROPPING_OUT):
                break
            planned_at = starts_at
        return meetings

    def call_on_a_day_off(self) -> list[Meeting]:
        """Weekends and holidays have no other appointments; the call is still to come for as long as can be."""
        if workday(self.today) == self.today and not holiday(self.today):
            return []
        calls = [wall(self.today, hour) for hour in CALL_AT]
        starts_at = next((at for at in calls if at > self.now), calls[-1])
        planned_at = wall(workday(self.today - DAY, back=True), 11, 40)
        return [Meeting(starts_at, "phone", 15, "", planned_at)]

    def _kind_of_meeting(self, week: int, story: Story, *, family: bool) -> str:
        if family and week % 6 == 4:
            return "family"
        return "phone" if week % 3 == 2 and story.course is not Course.STRUGGLING else "individual"

    def _went(self, starts_at: datetime, kind: str, story: Story) -> tuple[str, str]:
        """How it went, and the note about it. What took place today is not written down yet."""
        week = week_of(story.asked, starts_at)
        away = week is not None and not week.answered
        comes = not self.chance(0.85 if away and story.course is Course.DROPPING_OUT else 0.3 if away else 0.07)
        late = self.chance(0.15) and starts_at > self.now - timedelta(days=3)
        note = self.bags.draw("appointment_notes", kind if kind != "individual" else mood_of(week, staff=True))
        if starts_at >= wall(self.today, 0) or late:
            return "", ""
        if comes:
            return "held", note
        if self.chance(0.25):
            return "cancelled", ""
        return "missed", self.bags.draw("appointment_notes", "missed")

    def _items(self, story: Story, counsellor: str) -> list[Item]:
        kinds = {"individual": 1, "self_care": 2, "skill": 1}
        for kind, of in (("family", 0.25), ("medication", 0.35), ("community", 0.45), ("practical", 0.5)):
            if self.chance(of):
                kinds[kind] = 1
        return [self.item(kind, story.starts_on, counsellor) for kind, times in kinds.items() for _ in range(times)]

    def item(self, kind: str, starts_on: date, counsellor: str, *, group: str = "", facilitator: str = "") -> Item:
        """Begun within four weeks of `starts_on`; a group begins on that day."""
        words = self.bags.draw("plan", kind)
        names = {"counsellor": counsellor, "group": group, "facilitator": facilitator}
        begins = starts_on if group else starts_on + DAY * self.rng.randint(1, 28)
        over = ["paused", "done"] if kind in CAN_END else []
        states = ["active"] * 7 + over if begins <= self.today else ["planned"]
        state = self.rng.choice(states)
        details = {
            "area": words.get("area", ""),
            "goal": words["goal"],
            "frequency": words["often"],
            "carrier": words["carrier"].format(**names),
            "starts_on": begins,
            "review_on": None if state == "done" else self.today + DAY * self.rng.randint(3, 40),
            "ends_on": begins + DAY * self.rng.randint(0, max(0, (self.today - begins).days))
            if state == "done"
            else None,
            "state": state,
            **{name: words[name] for name in OF_SOME_KINDS if name in words},
        }
        if kind == "practical":
            details["due_on"] = self.today + DAY * self.rng.randint(-4, 30)
            details["done_on"] = details["ends_on"]
        ticked = kind in ("self_care", "skill") and state == "active" and self.chance(0.4)
        days = [self.today - DAY * back for back in range(6, 0, -1) if ticked and self.chance(0.65)]
        at = wall(workday(min(begins, self.today - DAY * 4)), self.rng.randint(9, 16), self.rng.randrange(60))
        return Item(kind, words["title"].format(**names), at, details, group, tuple(days))

    def _looked_at(self) -> datetime:
        """The counsellor opens most dossiers every day, some not for days."""
        days = self.rng.choice([1, 1, 1, 1, 1, 2, 3, 6])
        return wall(workday(self.today - DAY * days, back=True), self.rng.randint(15, 17), self.rng.randrange(60))


def week_of(asked: list[Asked], at: datetime) -> Week | None:
    """The week that a moment falls in."""
    return next((one.week for one in asked if one.due_at >= at), asked[-1].week if asked else None)


def workday(day: date, *, back: bool = False) -> date:
    """The day itself, or where it falls in a weekend the Monday after, or the Friday before."""
    beyond = day.weekday() - FRIDAY
    if beyond <= 0:
        return day
    return day - DAY * beyond if back else day + DAY * (3 - beyond)


def awake(at: datetime, zone: str) -> datetime:
    """Whoever is asked at night answers in the morning."""
    hour = at.astimezone(ZoneInfo(zone)).hour
    return at + timedelta(hours=MORNING - hour) if hour < MORNING else at


def mood_of(week: Week | None, *, staff: bool = False) -> str:
    """Which words belong to a week."""
    if week is None:
        return "middling"
    if week.back and not staff:
        return "back"
    if week.used:
        return "hard" if staff else "used"
    return "hard" if week.craving >= 6 else "middling" if week.craving >= 4 else "good"
