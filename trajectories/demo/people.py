"""Invented people: a name, an address that delivers nowhere, a number that rings nowhere."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from trajectories.demo.words import PEOPLE, Bag

DOMAIN = "demo.example"
KINDS = ("she", "he", "last")
MANY = 600
"""From so many people on, a name that is taken becomes a double name."""


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    phone: str
    birth_date: date
    pronouns: str = ""
    called: str = ""
    zone: str = "Europe/Amsterdam"


class People:
    """Invents people that differ in name, address and number."""

    def __init__(self, rng: Random, *, today: date) -> None:
        self.rng = rng
        self.today = today
        self.names: set[str] = set()
        self.addresses: set[str] = set()
        self.numbers = 0
        self.bags = {(of, kind): Bag(rng, names[kind]) for of, names in enumerate(PEOPLE) for kind in KINDS}

    def invent(self) -> Person:
        name, she = self._draw()
        while name in self.names:
            name, she = self._draw(double=len(self.names) > MANY)
        return self.named(name, she=she)

    def named(self, name: str, *, she: bool, email: str = "", **details) -> Person:
        """The person of this name, with the rest invented."""
        self.names.add(name)
        return Person(
            name=name,
            email=email or self._address(name),
            phone=self._phone(),
            birth_date=self.today - timedelta(days=self.rng.randint(20 * 365, 68 * 365)),
            pronouns="zij" if she else "hij",
            **details,
        )

    def _draw(self, *, double: bool = False) -> tuple[str, bool]:
        (of,) = self.rng.choices(range(len(PEOPLE)), weights=[people["weight"] for people in PEOPLE])
        she = self.rng.random() < 0.42
        last = "-".join(self.bags[of, "last"].draw() for _part in range(2 if double else 1))
        return f"{self.bags[of, 'she' if she else 'he'].draw()} {last}", she

    def _address(self, name: str) -> str:
        """Once per person: namesakes get a number."""
        plain = (
            unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ł", "l")).encode("ascii", "ignore").decode()
        )
        local = ".".join(re.findall(r"[a-z]+", plain.lower()))
        namesakes = sum(known == local or known.startswith(f"{local}-") for known in self.addresses)
        unique = f"{local}-{namesakes + 1}" if namesakes else local
        self.addresses.add(unique)
        return f"{unique}@{DOMAIN}"

    def _phone(self) -> str:
        self.numbers += 1
        return f"06-0000 {self.numbers:04d}"
