"""Who works where in the demo, and the clients who are named. Everybody else is invented."""

from dataclasses import dataclass, field
from datetime import time

from aftercare.accounts.roles import Role
from trajectories.demo.stories import HOME
from trajectories.demo.words import read

PASSWORD = "nazorg-demo"  # noqa: S105 - shown on the sign-in page in demo mode


@dataclass(frozen=True)
class Worker:
    """`clients` is the caseload in a demo of 120."""

    name: str
    role: Role
    email: str = ""
    she: bool = True
    clients: int = 0


@dataclass(frozen=True)
class Group:
    name: str
    kind: str
    weekday: int
    starts: time
    ends: time
    room: str
    led_by: tuple[str, ...]
    theme: str
    about: str
    capacity: int = 12
    open: bool = True


@dataclass(frozen=True)
class Place:
    name: str
    region: str
    workers: tuple[Worker, ...]
    rooms: dict[str, int] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    partner: bool = False

    @property
    def address(self) -> str:
        return f"{self.name}, begane grond"


ILSE = Worker("Ilse Doornbosch", Role.COUNSELLOR, "begeleider@demo.example", clients=40)
FARAH = Worker("Farah Noordhoek", Role.COUNSELLOR, "begeleider2@demo.example", clients=18)
MEREL = Worker("Merel Oosterhuis", Role.COUNSELLOR, clients=8)
BRAM = Worker("Bram Hollander", Role.COUNSELLOR, "buiten@demo.example", she=False, clients=20)
RUBEN = Worker("Ruben Aardema", Role.COORDINATOR, "coordinator@demo.example", she=False)
HANNEKE = Worker("Hanneke Broers", Role.PEER_WORKER, "ervaring@demo.example")
JELLE = Worker("Jelle Terpstra", Role.ADMINISTRATOR, "beheer@demo.example", she=False)
TAMAR = Worker("Tamar Visser", Role.PARTNER, "partner@demo.example")
SANNE = Worker("Sanne Kuipers", Role.POLICY_MAKER, "beleid@demo.example")

A = Place(
    "De Kade",
    "Amsterdam",
    (
        JELLE,
        ILSE,
        FARAH,
        MEREL,
        RUBEN,
        HANNEKE,
        Worker("Dirk-Jan Vroomen", Role.PEER_WORKER, she=False),
        Worker("Marit Zandvoort", Role.MANAGER, "manager@demo.example"),
        SANNE,
    ),
    rooms={"De Werf": 12, "Kadezaal": 20, "Kamer 2": 6},
    groups=(
        Group(
            "Stevig Staan", "therapy", 1, time(19, 30), time(21), "De Werf", ("Ilse Doornbosch", "Hanneke Broers"),
            "Nee zeggen, en blijven staan", "Twaalf avonden. Elke week één lastige situatie en wat je dan kunt doen.",
            open=False,
        ),
        Group(
            "Ochtendgroep", "support", 0, time(10), time(11, 30), "Kadezaal", ("Farah Noordhoek",),
            "De week beginnen", "Koffie, een rondje langs iedereen en een plan voor de week.",
        ),
        Group(
            "Wandelgroep", "support", 2, time(13, 30), time(15), "Kadezaal", ("Dirk-Jan Vroomen",),
            "Lopen en praten", "We lopen een uur langs het water. Praten mag, stil zijn ook.", capacity=15,
        ),
        Group(
            "Terugkijkgroep", "self_help", 3, time(16), time(17, 30), "De Werf", ("Hanneke Broers",),
            "Wat ging goed deze week", "Voor wie al langer onderweg is. Geleid door een ervaringsdeskundige.",
        ),
        Group(
            "Naastenavond", "family", 3, time(19, 30), time(21), "Kadezaal", ("Merel Oosterhuis",),
            "Van naaste tot naaste", "Partners, ouders, kinderen en vrienden praten over hun eigen week.",
        ),
    ),
)  # fmt: skip
B = Place(
    "Het Veer",
    "Den Bosch",
    (
        Worker("Ria Verhaagen-Smulders", Role.ADMINISTRATOR),
        BRAM,
        Worker("Gwen Kerssemakers", Role.COUNSELLOR, clients=12),
        Worker("Tijn Maasdam", Role.COORDINATOR, she=False),
        Worker("Mo Azarkani", Role.PEER_WORKER, she=False),
        Worker("Harm Boskamp", Role.POLICY_MAKER, she=False),
    ),
    rooms={"Veerhuis": 14, "Bovenkamer": 8},
    groups=(
        Group(
            "Overstap", "therapy", 1, time(14), time(15, 30), "Veerhuis", ("Bram Hollander",),
            "Van toen naar straks", "Oefenen met wat thuis en op het werk lastig is.", open=False,
        ),
        Group(
            "Soep en praten", "support", 3, time(12), time(13, 30), "Veerhuis", ("Mo Azarkani",),
            "Samen eten", "Soep op tafel, iedereen schuift aan.", capacity=14,
        ),
    ),
)  # fmt: skip
C = Place(
    "De Lichtboei",
    "Nijmegen",
    (
        Worker("Koen Spaan", Role.ADMINISTRATOR, she=False),
        Worker("Eva Wanders", Role.COUNSELLOR, clients=12),
        Worker("Jochem Tielenburg", Role.COUNSELLOR, she=False, clients=10),
        Worker("Aukje Reindersma", Role.COORDINATOR),
        Worker("Bibi Roelants", Role.PEER_WORKER),
        Worker("Lieke Teunissen", Role.POLICY_MAKER),
    ),
    rooms={"Waalkamer": 12},
    groups=(
        Group(
            "Vaste grond", "support", 2, time(19), time(20, 30), "Waalkamer", ("Eva Wanders", "Bibi Roelants"),
            "Elkaar op weg helpen", "Advies van mensen die het kennen. Aanmelden hoeft maar één keer.",
        ),
    ),
)  # fmt: skip
PARTNER = Place(
    "Wijkteam Oosterveen",
    "Amsterdam",
    (
        Worker("Nadia Brouwer-Lensink", Role.ADMINISTRATOR),
        TAMAR,
    ),
    partner=True,
)
PLACES = (A, B, C, PARTNER)


@dataclass(frozen=True)
class Named:
    """A client with a name of their own, as clients.toml has it."""

    name: str
    counsellor: str
    she: bool = True
    email: str = ""
    called: str = ""
    course: str = "stable"
    weeks: int = 0
    tail: tuple[int, ...] = ()
    last_note: str = ""
    asked_in: int | None = None
    zone: str = HOME
    group: str = ""
    call_on_days_off: bool = False


NOOR = "Noor Velthuizen"
LOT = "Lot Brandsma"
JOKE = "Joke Terpstra"
"""A relative of somebody whom nobody here knows."""
NAMED = [Named(**client) for client in read("clients.toml")["clients"]]
