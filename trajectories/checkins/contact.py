"""An answer that asks for human contact the same day: a task with a clock, from the moment that it was given."""

from datetime import datetime

from django.utils.translation import gettext as _

from trajectories.checkins import library
from trajectories.checkins.models import CheckIn
from trajectories.checkins.questionnaire import Item
from trajectories.dossier import happenings
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.deadlines import same_day
from trajectories.teamtasks.models import TeamTask


def asked_by(check_in: CheckIn) -> list[Item]:
    """The questions of which the answer asks for it."""
    return library.of(check_in).asks_contact(check_in.answers)


def after_answering(check_in: CheckIn, *, at: datetime) -> None:
    """Also before the rest is answered, and also when the answer is changed later: what was said was said."""
    asked = asked_by(check_in)
    if not asked:
        return
    said = _("%(questionnaire)s, “%(question)s”: %(answer)s.")
    name = library.load(check_in.instrument, check_in.version).name
    words = [
        said % {"questionnaire": name, "question": item.text, "answer": item.spoken(check_in.answers[item.id])}
        for item in asked
    ]
    teamtasks.ask(
        trajectory=check_in.trajectory,
        kind=TeamTask.Kind.CONTACT_TODAY,
        key=f"contact-today:{check_in.pk}",
        text=" ".join(words)[:500],
        due_at=same_day(at, zone=check_in.trajectory.organisation.time_zone),
        by=None,
        at=at,
    )
    happenings.tell(happenings.What.ASKS_CONTACT, [check_in], at=at)
