"""What a part of a plan says, field by field, in the words of its kind. Forms, pages and comparisons share it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trajectories.plans.models import AGREED, EMPTY, KINDS_WITH, Kind, Owner, PlanItem
from trajectories.plans.models.agreed import Agreed

SECTIONS = {
    "guidance": (Kind.INDIVIDUAL, Kind.GROUP, Kind.FAMILY, Kind.MEDICATION, Kind.SUPPORT_GROUP),
    "self_care": (Kind.SELF_CARE,),
    "practice": (Kind.SKILL, Kind.COMMUNITY),
    "relation": (Kind.RELATION,),
    "lived_through": (Kind.LIVED_THROUGH,),
    "problems": (Kind.PRACTICAL,),
}
"""In the order in which a plan is told: talks and groups first, then what one does by oneself."""
TITLES: dict[str, Promise] = {
    Kind.MEDICATION: _("Medicine, or what it is about"),
    Kind.SELF_CARE: _("One small thing, in own words"),
    Kind.COMMUNITY: _("What"),
    Kind.PRACTICAL: _("The problem"),
    Kind.SKILL: _("What to practise"),
    Kind.RELATION: _("What is hard, or what you want"),
    Kind.LIVED_THROUGH: _("What it is about, in a few words"),
}
FREQUENCIES: dict[str, Promise] = {
    Kind.SUPPORT_GROUP: _("Day and time"),
    Kind.COMMUNITY: _("Day and time"),
    Kind.SKILL: pgettext_lazy("at which moments", "When"),
}
CARRIERS: dict[str, Promise] = {
    Kind.INDIVIDUAL: _("With whom"),
    Kind.GROUP: _("Guided by"),
    Kind.FAMILY: _("Guided by"),
    Kind.MEDICATION: _("Who guides it"),
    Kind.SUPPORT_GROUP: _("With whom"),
    Kind.SELF_CARE: _("Who helps"),
    Kind.COMMUNITY: _("With whom"),
    Kind.PRACTICAL: _("Name of that person"),
    Kind.SKILL: _("With whom"),
    Kind.RELATION: _("With whom"),
    Kind.LIVED_THROUGH: _("With whom"),
}
LABELS: dict[str, dict[str, Promise]] = {"title": TITLES, "frequency": FREQUENCIES, "carrier": CARRIERS}
USUAL: dict[str, Promise] = {"title": _("What it is called"), "goal": _("What it is for")}
TO_CLIENT: dict[str, Promise] = {Owner.CLIENT: _("You"), Owner.COUNSELLOR: _("Your counsellor")}


@dataclass(frozen=True)
class Line:
    name: str
    label: str
    text: str
    is_own: bool
    """Whether the client's own voice says it."""


def fields_of(kind: str) -> list[str]:
    """What can be agreed about this kind, in the order in which it is told."""
    return [name for name in AGREED if kind in KINDS_WITH.get(name, Kind)]


def label(kind: str, name: str) -> str:
    words = LABELS.get(name, {}).get(kind) or USUAL.get(name) or PlanItem._meta.get_field(name).verbose_name
    return str(words)


def text(agreed: Agreed, name: str, *, to_client: bool = False) -> str:
    """The field in words; empty when nothing was agreed."""
    value = getattr(agreed, name)
    if value == EMPTY[name] and name != "state":
        return ""
    if name == "participants":
        return ", ".join(f"{who} ({relation})" if relation else who for who, relation in value)
    if name == "owner" and to_client and value in TO_CLIENT:
        return str(TO_CLIENT[value])
    if isinstance(value, date):
        return date_format(value, "j F Y")
    in_words = getattr(agreed, f"get_{name}_display", None)
    return str(in_words() if in_words else value)


def lines(agreed: Agreed, *, to_client: bool = False) -> Iterator[Line]:
    """Everything that was agreed, without what stands open."""
    for name in fields_of(agreed.kind):
        if words := text(agreed, name, to_client=to_client):
            yield Line(name, label(agreed.kind, name), words, is_own(agreed.kind, name))


def is_own(kind: str, name: str) -> bool:
    return name == "goal" or (name == "title" and kind == Kind.SELF_CARE)
