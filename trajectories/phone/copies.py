"""Which pages a phone keeps a copy of, and at which addresses it shows them when there is no network."""

from datetime import date

from django.templatetags.static import static
from django.urls import reverse

from aftercare.accounts.models import User
from trajectories.dossier.access import Permission, can
from trajectories.dossier.models import Trajectory

ALWAYS = ("urge-surfing", "breathing")
"""Exercises for a moment of craving, assigned or not."""

MODULES = ("vault", "parcels", "copies", "wiping", "refused", "flushing", "start", "log", "check-in")
FONT = "vendor/serif/files/literata-latin-wght-normal.woff2"
"""What scripts and style sheets ask for and no page names."""


def addresses(trajectory: Trajectory, user: User, *, on: date) -> dict[str, str]:
    """Address → the page that is shown there."""
    nowhere = reverse("phone:offline")
    kept = [reverse("help_now"), nowhere, reverse("selfcare:mine"), reverse("exercises:mine")]
    kept += [reverse("exercises:exercise", args=[slug]) for slug in _exercises(trajectory, on=on)]
    shown = {address: address for address in kept} | {reverse("overview:me"): nowhere, reverse("home"): nowhere}
    shown |= dict.fromkeys([reverse("phone:check_in"), reverse("checkins:start")], reverse("phone:check_in"))
    if can(user, Permission.SIGNAL_PLAN_VIEW, trajectory):
        shown |= {page: page for page in (reverse("signalplan:mine"), reverse("plans:steps"))}
    if can(user, Permission.TRIGGER_LOG, trajectory):
        shown |= dict.fromkeys([reverse("phone:log"), reverse("triggers:new")], reverse("phone:log"))
    return shown


def assets() -> list[str]:
    return [static(name) for name in (FONT, *(f"js/phone/{module}.js" for module in MODULES))]


def _exercises(trajectory: Trajectory, *, on: date) -> list[str]:
    assigned = trajectory.assigned_exercises.on(on).order_by("slug").values_list("slug", flat=True)
    return list(dict.fromkeys([*assigned, *ALWAYS]))
