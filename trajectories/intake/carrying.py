"""What was told at the intake goes on where it lives: people to the social map, how it goes to self-care."""

from datetime import datetime

from aftercare.accounts.models import User
from trajectories.dossier.access import GRANTS, Permission
from trajectories.dossier.models import Trajectory
from trajectories.intake.models import PersonAround
from trajectories.plans.models import SELF_CARE_AREAS
from trajectories.selfcare import actions as selfcare
from trajectories.socialmap import actions as socialmap
from trajectories.socialmap.models import Aim, KnownPerson, Ring, Stance

Bond = PersonAround.Bond
STANCES = {Bond.SUPPORTS: Stance.SUPPORTIVE, Bond.RISKY: Stance.RISKY}
NAME, RELATION = (KnownPerson._meta.get_field(name).max_length for name in ("name", "relation"))


def put_on_the_map(trajectory: Trajectory, *, by: User, at: datetime) -> None:
    """Everybody who never stood on it. How close they are, the client says later."""
    if Permission.SOCIAL_MAP_EDIT not in GRANTS[trajectory.kind]:
        return
    known = {name.casefold() for name in trajectory.known_people.order_by().values_list("name", flat=True)}
    for person in trajectory.people_around.all():
        name = person.name[:NAME]
        if name.casefold() in known:
            continue
        known.add(name.casefold())
        socialmap.add(
            trajectory=trajectory,
            by=by,
            name=name,
            relation=person.relation[:RELATION],
            stance=STANCES.get(person.bond, Stance.NEUTRAL),
            ring=Ring.CLOSE if person.involve else Ring.NEAR,
            aim=Aim.REPAIR if person.bond == Bond.DAMAGED else "",
            at=at,
        )


def start_self_care(trajectory: Trajectory, *, by: User, at: datetime) -> None:
    """The scores of the intake are the first of their areas, where nobody gave one since."""
    areas = trajectory.areas_told.filter(area__in=SELF_CARE_AREAS, score__isnull=False)
    scored = trajectory.area_scores.order_by().values("area")
    for told in areas.exclude(area__in=scored):
        selfcare.rate(trajectory=trajectory, by=by, area=told.area, score=told.score, at=at)
