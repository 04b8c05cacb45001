"""The usual rhythm of adaptive continuing care: weekly for eight weeks, twice a month until month ten, then monthly.

After the agreed end there are check-ups every three months: what was reached stays better with a little contact.
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from trajectories.dossier.models import Trajectory
from trajectories.rhythm.models import ContactPhase, Every

WEEKLY_FOR = timedelta(weeks=8)
UNTIL_MONTH = relativedelta(months=10)


def proposed(trajectory: Trajectory) -> list[ContactPhase]:
    """By the start and the agreed end; nothing is stored."""
    starts, ends = trajectory.starts_on, trajectory.ends_on
    phases = [(starts, Every.WEEK), (starts + WEEKLY_FOR, Every.TWO_WEEKS), (starts + UNTIL_MONTH, Every.MONTH)]
    within = [(begins, every) for begins, every in phases if begins <= starts or ends is None or begins < ends]
    after = [(ends + timedelta(days=1), Every.QUARTER)] if ends else []
    return [ContactPhase(starts_on=begins, every_weeks=every) for begins, every in [*within, *after]]


def standing(trajectory: Trajectory) -> tuple[list[ContactPhase], bool]:
    """What is agreed, or else what is proposed; and whether it is agreed."""
    agreed = list(trajectory.contact_phases.in_order().select_related("agreed_by"))
    return (agreed, True) if agreed else (proposed(trajectory), False)


def phase_on(phases: list[ContactPhase], day: date) -> ContactPhase | None:
    """The one that holds on this day; before the first there is none."""
    return next((phase for phase in reversed(phases) if phase.starts_on <= day), None)


def next_by(phases: list[ContactPhase], *, last: date | None, today: date) -> date | None:
    """Before which day there is contact again, counted from the last contact, or from the start of the phase."""
    phase = phase_on(phases, today)
    if phase is None:
        return None
    return max(last or phase.starts_on, phase.starts_on) + timedelta(weeks=phase.every_weeks)
