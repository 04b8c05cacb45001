"""What of the answers could become the first plan. A person ticks, changes the words, or leaves it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from supportgroups.models import SupportGroup
from trajectories.dossier.models import Trajectory
from trajectories.intake.models import PersonAround, ProblemTold
from trajectories.intake.told import Told
from trajectories.plans.models import AREA_ICONS, KIND_ICONS, SELF_CARE_AREAS, Kind, LifeArea, Owner
from trajectories.plans.models.agreed import Agreed

NAME = 60
"""As much of a name as a plan item keeps of who takes part."""
LOW = 4
"""A life area that gets this or less is offered, also without a wish."""
TITLE, GOAL = (Agreed._meta.get_field(name).max_length for name in ("title", "goal"))


@dataclass(frozen=True)
class Suggestion:
    """`why` names the answer that it comes from."""

    key: str
    kind: Kind
    title: str
    why: str
    ticked: bool = True
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def icon(self) -> str:
        return AREA_ICONS.get(self.details.get("area", ""), KIND_ICONS[self.kind])


def suggest(told: Told, *, by: User) -> list[Suggestion]:
    """Without what stands in the plan already."""
    there = {(kind, title.casefold()) for kind, title in told.trajectory.plan_items.values_list("kind", "title")}
    return [one for one in _all(told, by) if (one.kind, one.title.casefold()) not in there]


def _all(told: Told, by: User) -> Iterator[Suggestion]:
    yield Suggestion(
        "talks",
        Kind.INDIVIDUAL,
        _("Talks"),
        _("Every week at first, less often later"),
        details={"frequency": _("every week"), "carrier": by.name},
    )
    yield from _groups(told)
    yield from _together(told)
    yield from _problems(told)
    yield from _areas(told)
    yield from _skills(told)


def _groups(told: Told) -> Iterator[Suggestion]:
    wishes = told.intake.group_wishes if told.intake else []
    if not wishes:
        return
    offered = SupportGroup.objects.running().filter(organisation=told.trajectory.organisation_id, kind__in=wishes)
    groups = list(offered)
    for wish in wishes:
        label = str(SupportGroup.Kind(wish).label)
        kind = Kind.GROUP if wish == SupportGroup.Kind.THERAPY else Kind.SUPPORT_GROUP
        why = _("Wants to join: %(kind)s") % {"kind": label.lower()}
        found = [group for group in groups if group.kind == wish]
        for place, group in enumerate(found):
            yield Suggestion(f"group-{group.pk}", kind, group.name, why, ticked=place == 0, details={"group": group})
        if not found:
            yield Suggestion(f"group-{wish}", kind, label, why)


def _together(told: Told) -> Iterator[Suggestion]:
    taking_part = [[one.name[:NAME], one.relation[:NAME]] for one in told.people if one.involve]
    if taking_part:
        yield Suggestion(
            "together",
            Kind.FAMILY,
            _("Talks together"),
            _("Wants to take part: %(names)s") % {"names": ", ".join(name for name, _relation in taking_part)},
            details={"participants": taking_part},
        )
    for one in told.people:
        if one.bond == PersonAround.Bond.DAMAGED:
            yield Suggestion(
                f"repair-{one.pk}",
                Kind.COMMUNITY,
                _("Contact again with %(name)s") % {"name": one.name},
                str(one.get_bond_display()),
                ticked=False,
            )


def _problems(told: Told) -> Iterator[Suggestion]:
    for problem in told.problems:
        yield Suggestion(
            f"problem-{problem.pk}",
            Kind.PRACTICAL,
            problem.text,
            _("Practical problem"),
            details={"area": problem.area, **_owned(problem)},
        )


def _owned(problem: ProblemTold) -> dict[str, Any]:
    """Somebody who helps already takes care of it; else it is the client's own."""
    return {"owner": Owner.OTHER, "carrier": problem.carrier} if problem.carrier else {"owner": Owner.CLIENT}


def _areas(told: Told) -> Iterator[Suggestion]:
    for area in LifeArea:
        said = told.areas.get(area)
        low = said and said.score is not None and said.score <= LOW
        if not said or not (said.wanted or low):
            continue
        label = str(area.label)
        score = "" if said.score is None else _("%(score)d out of 10") % {"score": said.score}
        yield Suggestion(
            f"area-{area}",
            _kind_of(area),
            said.wanted or _("%(area)s: a first small step") % {"area": label},
            f"{label}, {score}" if score else label,
            ticked=bool(said.wanted),
            details={"area": area} if _kind_of(area) != Kind.COMMUNITY else {},
        )


def _kind_of(area: LifeArea) -> Kind:
    if area in SELF_CARE_AREAS:
        return Kind.SELF_CARE
    return Kind.PRACTICAL if area == LifeArea.HOME else Kind.COMMUNITY


def _skills(told: Told) -> Iterator[Suggestion]:
    trajectory = told.trajectory
    if trajectory.learned:
        yield Suggestion(
            "learned",
            Kind.SKILL,
            _("Keep doing what helped"),
            _("Learned in treatment"),
            details={"goal": trajectory.learned[:GOAL]},
        )
    if Trajectory.Reason.AFRAID in trajectory.reasons:
        yield Suggestion(
            "signs",
            Kind.SKILL,
            _("Notice early when it gets hard"),
            str(Trajectory.Reason.AFRAID.label),
            ticked=False,
        )
