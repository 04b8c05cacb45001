"""One silence and what was done about it: the ladder of Mats, step by step in its own hours."""

from aftercare.audit import actions as audit
from trajectories.checkins import actions as checkins
from trajectories.checkins.models import Occurrence
from trajectories.demo.stories import Asked
from trajectories.silence import actions

WHO = "Mats Wielinga"


def climb(teller) -> None:
    if teller.story.person.name != WHO or not (asked := _unanswered(teller)):
        return
    begins = asked[0].due_at
    with audit.dated(begins):
        checkins.open_due(at=begins, remind=False)
        actions.begin(occurrences=_open(teller), at=begins)
    while (ladder := teller.of_counsellor.climbs.running().first()) and ladder.next_at and ladder.next_at <= teller.now:
        with audit.dated(ladder.next_at):
            actions.go_on(at=ladder.next_at)
    checkins.close_overdue(at=teller.now)


def _unanswered(teller) -> list[Asked]:
    """The last ones, of which the first began the ladder."""
    asked = [one for one in teller.story.asked if one.due_at <= teller.now]
    answered = max((place for place, one in enumerate(asked) if one.answered_at), default=-1)
    return asked[answered + 1 :]


def _open(teller) -> list[Occurrence]:
    return list(teller.of_counsellor.occurrences.filter(state=Occurrence.State.OPEN).select_related("schedule"))
