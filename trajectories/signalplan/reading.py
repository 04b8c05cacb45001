"""What stands now, as each side sees it; and the versions over time, beside the use that was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.core.differences import Piece, between
from trajectories.dossier.models import Trajectory
from trajectories.signalplan.models import Colour, SetColour, SignalPlan, SignalStep

ADJUSTED_WITHIN = timedelta(days=60)
"""A version that began to hold so soon after use was told was adjusted after it."""


@dataclass(frozen=True)
class Standing:
    """The version that holds and the one proposed instead of it, if any, with their steps."""

    holding: SignalPlan | None
    proposed: SignalPlan | None

    @property
    def shown(self) -> SignalPlan | None:
        return self.holding or self.proposed

    @property
    def newest(self) -> SignalPlan | None:
        return self.proposed or self.holding


def standing(trajectory: Trajectory) -> Standing:
    plans = trajectory.signal_plans.standing().select_related("proposed_by", "spoken_by").prefetch_related("steps")
    by_state = {plan.is_proposed: plan for plan in plans}
    return Standing(by_state.get(False), by_state.get(True))


def has_agreed(plan: SignalPlan, *, user: User, trajectory: Trajectory) -> bool:
    """Whether this person's side agreed with it."""
    if user.pk == trajectory.client.user_id:
        return plan.client_agreed_at is not None
    return plan.team_agreed_at is not None


@dataclass(frozen=True)
class Today:
    """What the client's home says: the colour of today, if it was set, and whether a proposal waits for an answer."""

    colour: Colour | None
    asks_agreement: bool


def today_of(trajectory: Trajectory) -> Today | None:
    """None when there is no signal plan yet."""
    rows = trajectory.signal_plans.standing().values_list(
        "holds_from", "client_agreed_at", "trajectory__summary__colour", "trajectory__summary__colour_set_at"
    )
    if not rows:
        return None
    _holds_from, _agreed_at, colour, set_at = rows[0]
    is_today = bool(colour) and timezone.localdate(set_at) == timezone.localdate()
    asks = any(holds is None and agreed is None for holds, agreed, *_colour in rows)
    return Today(Colour(colour) if is_today else None, asks)


def colour_of(trajectory: Trajectory) -> SetColour | None:
    """The last colour that was set, today or before."""
    return trajectory.set_colours.first()


@dataclass(frozen=True)
class Version:
    """A version, the use that was told while it held, and the use that it was adjusted after."""

    plan: SignalPlan
    during: list[Any]
    after: Any | None


def versions_of(trajectory: Trajectory, *, told: Sequence[Any]) -> list[Version]:
    """Every version that holds, held or is proposed, the newest first, beside the lapses that were `told`."""
    plans = trajectory.signal_plans.select_related("proposed_by", "spoken_by").prefetch_related("steps")
    shown = [plan for plan in plans if plan.holds_from or plan.is_proposed]
    return [_version(plan, told) for plan in shown]


def _version(plan: SignalPlan, told: Sequence[Any]) -> Version:
    begins = plan.holds_from or plan.proposed_at
    before = [lapse for lapse in told if begins - ADJUSTED_WITHIN <= lapse.moment < begins]
    after = max(before, key=lambda lapse: lapse.moment, default=None) if plan.number > 1 else None
    return Version(plan, [lapse for lapse in told if plan.held_at(lapse.moment)], after)


COMPARED = ("signs", "acts", "helpers", "call_name")


@dataclass(frozen=True)
class Line:
    """One field of one colour in two versions, word by word."""

    label: str
    before: list[Piece]
    now: list[Piece]

    @property
    def changed(self) -> bool:
        return any(piece.changed for piece in (*self.before, *self.now))


def compare(before: SignalPlan | None, now: SignalPlan) -> list[tuple[Colour, list[Line]]]:
    """What stands at each colour in either version; what is empty in both is left out."""
    return [(colour, _lines(_words(before, colour), _words(now, colour))) for colour in Colour]


def _words(plan: SignalPlan | None, colour: Colour) -> dict[str, str]:
    step = next((step for step in plan.steps.all() if step.colour == colour), None) if plan else None
    if step is None:
        return {}
    call = f"{step.call_name}, {step.call_phone}" if step.call_name else ""
    return {"signs": step.signs, "acts": step.acts, "helpers": step.helpers, "call_name": call}


def _lines(before: dict[str, str], now: dict[str, str]) -> list[Line]:
    names = [name for name in COMPARED if before.get(name) or now.get(name)]
    labels = {name: str(SignalStep._meta.get_field(name).verbose_name) for name in names}
    return [Line(labels[name], *between(before.get(name, ""), now.get(name, ""))) for name in names]
