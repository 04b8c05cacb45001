"""How much is measured, and how long."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    rounds: int
    seconds: float
    clients: tuple[int, int] = (1, 8)
    """At once: one, and many."""
    mode: str = "production"
    warm_up: int = 80
    """So many requests of each target before it counts: a connection plans a statement for good at the tenth time."""
    history: int = 20_000
    sessions: int = 1_000
    writes: int = 1_000
    requests: int = 10_000
    mails: int = 10_000
    killing: float = 0.2
    """A fraction of R1's 20,000 reminders and 100 kills."""
    schedules: int = 50_000
    series: int = 20
    races: int = 200

    def __str__(self) -> str:
        return f"{self.rounds} rounds of {self.seconds:g} s, with {self.clients[0]} and {self.clients[1]} clients"


FULL = Plan(5, 3)
QUICK = Plan(3, 1, requests=1_500, mails=2_000, killing=0.05, schedules=20_000, series=5, races=40)
TINY = Plan(
    2,
    0.05,
    (1, 2),
    "test",
    warm_up=1,
    history=300,
    sessions=60,
    writes=40,
    requests=60,
    mails=50,
    killing=0.005,
    schedules=500,
    series=1,
    races=4,
)
"""To see that all of it runs: without production's static files, and with figures that say nothing."""
