"""The demo's names and texts, from the data files beside this one."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text())


PEOPLE = read("names.toml")["people"]
WORDS = read("words.toml")


class Bag:
    """Draws each thing once before any comes again."""

    def __init__(self, rng: Random, things: Iterable[T]) -> None:
        self.rng = rng
        self.things = list(things)
        self.left: list[T] = []

    def draw(self) -> T:
        if not self.left:
            self.left = self.rng.sample(self.things, len(self.things))
        return self.left.pop()


class Bags:
    """A bag for each list of words, filled when it is first asked for."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.bags: dict[tuple[str, ...], Bag] = {}

    def draw(self, *path: str) -> Any:
        if path not in self.bags:
            things = WORDS
            for name in path:
                things = things[name]
            self.bags[path] = Bag(self.rng, things)
        return self.bags[path].draw()
