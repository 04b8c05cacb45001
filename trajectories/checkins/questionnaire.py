"""What a questionnaire is: its questions, which answers they take, what is asked, and the scores."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import get_language

SCALE_VALUES = range(11)
LONGEST = 500
"""So many signs fit in an answer in words."""

Answer = int | str | list[str] | None
"""What was answered; None is a question that was passed over on purpose."""


@dataclass(frozen=True)
class Text:
    """One sentence in each language, shown in the one that is active."""

    nl: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.nl


@dataclass(frozen=True)
class Option:
    value: int | str
    text: Text
    alone: bool = False


@dataclass(frozen=True)
class Item:
    """One question. kind: scale (0-10), choice (one of the options), many (any of them), words (one's own).

    `about` says in a word or two what is asked, where the label of its scale would turn the answer around;
    `stem` is what the questions of a questionnaire share, and stands above each.
    """

    id: str
    kind: str
    text: Text
    about: Text | None = None
    stem: Text | None = None
    help: Text | None = None
    low: Text | None = None
    high: Text | None = None
    options: tuple[Option, ...] = ()
    unless: tuple[str, tuple] | None = None
    counts: int | None = None
    """What it counts for when it was needless to ask."""
    contact_from: int | None = None
    """An answer of so much or more asks for human contact the same day."""

    @property
    def values(self) -> list[int | str]:
        return list(SCALE_VALUES) if self.kind == "scale" else [option.value for option in self.options]

    @property
    def alone(self) -> set[int | str]:
        """Options that say "none of these"."""
        return {option.value for option in self.options if option.alone}

    def accepts(self, answer: Answer) -> bool:
        if answer is None:
            return True
        if self.kind == "words":
            return isinstance(answer, str) and 0 < len(answer) <= LONGEST
        if self.kind != "many":
            return not isinstance(answer, list | bool) and answer in self.values
        if not isinstance(answer, list) or not answer or len(set(answer)) != len(answer):
            return False
        return set(answer) <= set(self.values) and (len(answer) == 1 or not self.alone & set(answer))

    def spoken(self, answer: Answer) -> str:
        """The answer in the words of the options."""
        given = answer if isinstance(answer, list) else [answer]
        texts = {option.value: str(option.text) for option in self.options}
        return ", ".join(texts.get(value, str(value)) for value in given)

    def number(self, answer: Answer) -> int | None:
        """What the answer counts for; None when it says nothing."""
        if isinstance(answer, list):
            return len(set(answer) - self.alone)
        return answer if isinstance(answer, int) else None

    def asks_contact(self, answer: Answer) -> bool:
        number = self.number(answer)
        return self.contact_from is not None and number is not None and number >= self.contact_from


@dataclass(frozen=True)
class Level:
    """What a score means from `start` on: for the professional, and, where it helps, in plain words for the client."""

    start: int
    text: Text
    plain: Text | None = None


@dataclass(frozen=True)
class Scale:
    """A number made of answers, from where it is worth a look, and what it means."""

    id: str
    label: Text
    items: tuple[str, ...]
    highest: int
    at_least: int | None = None
    at_most: int | None = None
    levels: tuple[Level, ...] = ()

    def level(self, score: int) -> Level | None:
        return next((level for level in reversed(self.levels) if level.start <= score), None)

    def flags(self, score: int) -> bool:
        return (self.at_least is not None and score >= self.at_least) or (
            self.at_most is not None and score <= self.at_most
        )


@dataclass(frozen=True)
class Along:
    """Which questionnaires this one goes along with, and the word for whom it concerns."""

    instruments: tuple[str, ...]
    when: str


@dataclass(frozen=True)
class Questionnaire:
    id: str
    version: int
    title: Text
    source: str
    licence: str
    validated: tuple[str, ...]
    """In which languages this wording was studied."""
    audience: tuple[str, ...]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    closing: Text | None = None
    along: Along | None = None
    short: str = ""

    @property
    def name(self) -> str:
        """As professionals call it."""
        return self.short or str(self.title)

    @property
    def is_validated(self) -> bool:
        """In the language that is read now."""
        return any((get_language() or "").startswith(language) for language in self.validated)

    @property
    def sums(self) -> list[Scale]:
        """The scales made of more than one answer: what is said of them is not said by the answers already."""
        return [scale for scale in self.scales if len(scale.items) > 1]

    def together(self, parts: Iterable["Questionnaire"]) -> "Questionnaire":
        """With the questions of `parts` before its own last one, which keeps the closing words."""
        *first, last = self.items
        asked, scales = list(first), list(self.scales)
        for part in parts:
            asked += part.items
            scales += part.scales
        return replace(self, items=(*asked, last), scales=tuple(scales))

    def item(self, name: str) -> Item:
        return next(item for item in self.items if item.id == name)

    def topic(self, item: Item) -> str:
        """What stands before an answer in words: its own, or the label of the scale that it is alone in."""
        alone_in = (scale.label for scale in self.scales if scale.items == (item.id,))
        return str(item.about or next(alone_in, ""))

    def asked(self, answers: Mapping[str, Answer]) -> list[Item]:
        """The questions for these answers: one answer may make a later question needless."""
        return [item for item in self.items if item.unless is None or answers.get(item.unless[0]) not in item.unless[1]]

    def score(self, answers: Mapping[str, Answer]) -> dict[str, int]:
        """A number per scale. A scale with a question that was not answered has none.

        A question that was needless counts for what its definition says, and for nothing else.
        """
        asked = self.asked(answers)
        given = {item.id: item.counts for item in self.items if item not in asked}
        given |= {item.id: item.number(answers.get(item.id)) for item in asked}
        numbers = {scale.id: [given.get(item) for item in scale.items] for scale in self.scales}
        return {scale: sum(values) for scale, values in numbers.items() if None not in values}

    def asks_contact(self, answers: Mapping[str, Answer]) -> list[Item]:
        """The questions whose answers ask for human contact the same day."""
        return [item for item in self.asked(answers) if item.asks_contact(answers.get(item.id))]
