"""The recovery infrastructure's table of contents."""

from aftercare.network.models.behind import Knowledge, Precondition
from aftercare.network.models.places import GOOD_FOR, DesignSeat, Municipality
from aftercare.network.models.services import DETAILS, Service, State
from aftercare.network.models.words import (
    AREA_ICONS,
    BLOCK_ICONS,
    Access,
    Audience,
    Block,
    Capacity,
    Costs,
    LifeArea,
    Source,
    Standing,
    Voice,
)

__all__ = [
    "AREA_ICONS",
    "BLOCK_ICONS",
    "DETAILS",
    "GOOD_FOR",
    "Access",
    "Audience",
    "Block",
    "Capacity",
    "Costs",
    "DesignSeat",
    "Knowledge",
    "LifeArea",
    "Municipality",
    "Precondition",
    "Service",
    "Source",
    "Standing",
    "State",
    "Voice",
]
