"""The words of the directory: what kind of building block something is, for whom, at what cost, and how it stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LifeArea(TextChoices):
    FOOD = "food", _("Food")
    BODY = "body", _("Body")
    MIND = "mind", _("Mind")
    MONEY = "money", _("Money")
    RELATIONSHIPS = "relationships", _("Relationships")
    HOME = "home", _("Home")
    WORK = "work", _("Work and day structure")


AREA_ICONS = {
    LifeArea.FOOD: "salad",
    LifeArea.BODY: "bike",
    LifeArea.MIND: "brain",
    LifeArea.MONEY: "wallet",
    LifeArea.RELATIONSHIPS: "heart-handshake",
    LifeArea.HOME: "house",
    LifeArea.WORK: "briefcase",
}


class Block(TextChoices):
    """The building blocks of a recovery infrastructure, in the order in which people meet them."""

    AFTERCARE = "aftercare", _("Aftercare after treatment")
    PEER_GROUP = "peer_group", _("Support group, peers")
    PEER_WORKER = "peer_worker", _("Peer worker")
    RELATIVES = "relatives", _("Help for relatives")
    HOUSING = "housing", _("Recovery housing")
    WORK = "work", _("Work and daytime activities")
    MONEY = "money", _("Debts and money")
    OUTDOORS = "outdoors", _("Moving and outdoors")
    EVENING = "evening", _("A place to go in the evening")
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood team")


BLOCK_ICONS = {
    Block.AFTERCARE: "route",
    Block.PEER_GROUP: "users-round",
    Block.PEER_WORKER: "user-round",
    Block.RELATIVES: "heart-handshake",
    Block.HOUSING: "house",
    Block.WORK: "briefcase",
    Block.MONEY: "wallet",
    Block.OUTDOORS: "bike",
    Block.EVENING: "moon",
    Block.NEIGHBOURHOOD: "map-pin",
}


class Audience(TextChoices):
    EVERYBODY = "everybody", _("Everybody")
    RECOVERING = "recovering", _("People with an addiction")
    RELATIVES = "relatives", _("Relatives")
    YOUNG = "young", _("Young people, 16 to 27")
    PARENTS = "parents", _("Parents with children at home")
    WOMEN = "women", _("Women")
    HOMELESS = "homeless", _("People without a home")


class Costs(TextChoices):
    FREE = "free", _("Free")
    OWN = "own", _("You pay a part")
    INSURED = "insured", _("Paid by the health insurance")
    UNKNOWN = "unknown", _("Not known")


class Access(TextChoices):
    WHEELCHAIR = "wheelchair", _("By wheelchair")
    TRANSPORT = "transport", _("Near a bus, tram or train stop")
    ONLINE = "online", _("Online")
    AT_HOME = "at_home", _("At your home")
    WITHOUT_REFERRAL = "without_referral", _("Without a referral")
    ENGLISH = "english", _("In English too")


class Capacity(TextChoices):
    ROOM = "room", _("There is room")
    WAITING = "waiting", _("There is a waiting list")
    FULL = "full", _("Nobody new for now")
    UNKNOWN = "unknown", _("Not known")


CAPACITY_LEVELS = {
    Capacity.ROOM: "ok",
    Capacity.WAITING: "info",
    Capacity.FULL: "warn",
    Capacity.UNKNOWN: "gap",
}


class Standing(TextChoices):
    """How a precondition stands."""

    PRESENT = "present", _("Present")
    PARTLY = "partly", _("Partly there")
    LACKING = "lacking", _("Lacking")
    UNKNOWN = "unknown", _("Not known")


STANDING_LEVELS = {
    Standing.PRESENT: "ok",
    Standing.PARTLY: "info",
    Standing.LACKING: "warn",
    Standing.UNKNOWN: "gap",
}


class Source(TextChoices):
    """The three kinds of knowledge behind a building block."""

    SCIENCE = "science", _("Science")
    PRACTICE = "practice", _("Practice")
    LIVED = "lived", _("Lived experience")


class Voice(TextChoices):
    """As what somebody takes part in a local design team."""

    PROFESSIONAL = "professional", _("Professional")
    POLICY = "policy", _("Policy maker")
    LIVED = "lived", _("Lived experience")
    RELATIVE = "relative", _("Relative")
    SELF_HELP = "self_help", _("Self-help group")
