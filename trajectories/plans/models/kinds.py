"""What kinds of parts a plan has, which fields each kind has of its own, and the states a part goes through."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from trajectories.dossier.models import Trajectory


class Kind(TextChoices):
    INDIVIDUAL = "individual", _("Individual therapy")
    GROUP = "group", _("Group sessions")
    FAMILY = "family", _("Family therapy")
    MEDICATION = "medication", _("Medication guidance")
    SUPPORT_GROUP = "support_group", _("Support group")
    SELF_CARE = "self_care", _("Self-care")
    COMMUNITY = "community", _("Community")
    PRACTICAL = "practical", _("Practical problem")
    SKILL = "skill", _("Skill to practise")
    RELATION = "relation", _("Between you two")
    LIVED_THROUGH = "lived_through", _("What was lived through")


OF_RELATIVES = (Kind.RELATION, Kind.LIVED_THROUGH)
OF_CLIENTS = (Kind.MEDICATION,)


def kinds_of(whose: str) -> list[Kind]:
    """What a plan of this kind of trajectory is made of."""
    foreign = OF_CLIENTS if whose == Trajectory.Kind.RELATIVE else OF_RELATIVES
    return [kind for kind in Kind if kind not in foreign]


KINDS_WITH: dict[str, tuple[Kind, ...]] = {
    "area": (Kind.SELF_CARE, Kind.PRACTICAL),
    "group": (Kind.GROUP, Kind.SUPPORT_GROUP),
    "service": (Kind.SUPPORT_GROUP, Kind.COMMUNITY, Kind.PRACTICAL),
    "participants": (Kind.FAMILY,),
    "place": (Kind.INDIVIDUAL, Kind.FAMILY, Kind.SUPPORT_GROUP, Kind.COMMUNITY),
    "contact": (Kind.SUPPORT_GROUP, Kind.COMMUNITY),
    "prescriber": (Kind.MEDICATION,),
    "owner": (Kind.PRACTICAL,),
    "partner": (Kind.PRACTICAL,),
    "next_step": (Kind.PRACTICAL,),
    "due_on": (Kind.PRACTICAL,),
    "done_on": (Kind.PRACTICAL,),
}
"""The fields that only some kinds have. The database refuses them on any other."""

NEEDED_TO_RUN = {Kind.GROUP: "group", Kind.FAMILY: "participants"}
"""What may be left open while a part has not started, and not once it runs."""


class State(TextChoices):
    PLANNED = "planned", _("Not started")
    ACTIVE = "active", _("Running")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Finished")
    STOPPED = "stopped", _("Stopped")

    @property
    def action(self) -> str:
        """What the button says that leads here."""
        return {
            "planned": "",
            "active": _("Start"),
            "paused": _("Pause"),
            "done": _("Finish"),
            "stopped": _("Stop"),
        }[self]


class Owner(TextChoices):
    """Who takes care of a practical problem."""

    CLIENT = "client", _("The client")
    COUNSELLOR = "counsellor", _("The counsellor")
    PARTNER = "partner", _("A partner organisation")
    OTHER = "other", _("Somebody else")


OVER = (State.DONE, State.STOPPED)
NEXT_STATES = {
    State.PLANNED: (State.ACTIVE, State.STOPPED),
    State.ACTIVE: (State.PAUSED, State.DONE, State.STOPPED),
    State.PAUSED: (State.ACTIVE, State.DONE, State.STOPPED),
    State.DONE: (State.ACTIVE,),
    State.STOPPED: (State.ACTIVE,),
}
STATUS_LEVELS = {
    State.PLANNED: "gap",
    State.ACTIVE: "ok",
    State.PAUSED: "info",
    State.DONE: "quiet",
    State.STOPPED: "quiet",
}
KIND_ICONS = {
    Kind.INDIVIDUAL: "message-square",
    Kind.GROUP: "users-round",
    Kind.FAMILY: "house-heart",
    Kind.MEDICATION: "pill",
    Kind.SUPPORT_GROUP: "heart-handshake",
    Kind.SELF_CARE: "sprout",
    Kind.COMMUNITY: "map-pin",
    Kind.PRACTICAL: "wrench",
    Kind.SKILL: "dumbbell",
    Kind.RELATION: "messages-square",
    Kind.LIVED_THROUGH: "cloud-sun",
}
