"""The kept words of a guide as somebody reads them: chapters, sections, parts, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.core.differences import Piece, between
from aftercare.guide.composing import Words
from aftercare.network.models import BLOCK_ICONS, Block, Costs, LifeArea, Source, Standing
from aftercare.network.models.words import STANDING_LEVELS

TOPICS = ("needs", "agreements", "lessons", "chapters")
"""What regions are compared by, besides their building blocks."""


@dataclass(frozen=True)
class Part:
    """One thing that is told: a text, a service, something that is needed, something that is known."""

    key: str
    title: str
    text: str
    facts: list[str] = field(default_factory=list)
    level: str = ""
    standing: str = ""
    origin: str = ""
    is_text: bool = False
    is_service: bool = False

    @property
    def can_be_taken_over(self) -> bool:
        """From where it is at home."""
        return not self.origin and (self.is_text or self.is_service)

    @property
    def whole(self) -> str:
        """For comparing: all that is said, in lines."""
        return "\n".join(filter(None, [self.title, self.standing, self.text, *self.facts]))


@dataclass(frozen=True)
class Section:
    slug: str
    title: str
    parts: list[Part]
    block: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Chapter:
    slug: str
    title: str
    sections: list[Section]
    number: int = 0


def chapters(words: Words) -> list[Chapter]:
    found = [one for one in _chapters(words) if one.sections]
    return [Chapter(one.slug, one.title, one.sections, number) for number, one in enumerate(found, start=1)]


def _chapters(words: Words) -> Iterator[Chapter]:
    for text in words["chapters"]:
        yield Chapter(f"c-{text['key']}", text["title"], [Section("", "", [_text(text, title="")])])
    yield Chapter("blocks", _("Building blocks"), [block_section(block) for block in words["blocks"]])
    behind = [*map(_need, words["needs"]), *map(_known, words["known"])]
    yield Chapter("needs", _("What the region needs"), [Section("", "", behind)] if behind else [])
    for name, title in (("agreements", _("Working agreements")), ("lessons", _("What we learned"))):
        yield Chapter(name, title, [Section("", "", [_text(text) for text in words[name]])] if words[name] else [])


def block_section(block: Words) -> Section:
    parts = [*map(_service, block["services"]), *map(_need, block["needs"]), *map(_known, block["known"])]
    name = block["block"]
    return Section(f"b-{name}", str(Block(name).label), parts, block=name, icon=BLOCK_ICONS[name])


def _text(text: Words, *, title: str | None = None) -> Part:
    said = text["title"] if title is None else title
    return Part(text["key"], said, text["text"], origin=text["origin"], is_text=True)


def _service(service: Words) -> Part:
    costs = Costs(service["costs"])
    facts = [
        _("Offered by %(provider)s") % {"provider": service["provider"]},
        ", ".join(service["places"]),
        _("For: %(areas)s") % {"areas": ", ".join(str(LifeArea(area).label) for area in service["areas"]).lower()},
        str(costs.label) if costs != Costs.UNKNOWN else "",
        _waiting(service["weeks"]),
    ]
    facts = [fact for fact in facts if fact]
    key, title = service["key"], service["title"]
    return Part(key, title, service["about"], facts, origin=service["origin"], is_service=True)


def _waiting(weeks: int | None) -> str:
    if weeks is None:
        return ""
    if weeks == 0:
        return _("No waiting time")
    return ngettext("Waiting time: %(weeks)d week", "Waiting time: %(weeks)d weeks", weeks) % {"weeks": weeks}


def _need(need: Words) -> Part:
    standing = Standing(need["standing"])
    return Part(need["key"], need["title"], need["note"], level=STANDING_LEVELS[standing], standing=str(standing.label))


def _known(known: Words) -> Part:
    return Part(known["key"], str(Source(known["kind"]).label), known["text"], [known["source"]])


@dataclass(frozen=True)
class Change:
    """One part in two editions. Nothing on one side is new, or gone."""

    chapter: str
    title: str
    old: list[Piece]
    new: list[Piece]


def changes(old: Words, new: Words) -> list[Change]:
    before, after = _by_key(old), _by_key(new)
    found = []
    for key in dict.fromkeys((*after, *before)):
        chapter, part = after.get(key) or before[key]
        then, now = (side[key][1].whole if key in side else "" for side in (before, after))
        if then != now:
            found.append(Change(chapter, part.title or chapter, *between(then, now)))
    return found


def _by_key(words: Words) -> dict[str, tuple[str, Part]]:
    """Each part with the name of its chapter, or of its building block."""
    return {
        part.key: (section.title or chapter.title, part)
        for chapter in chapters(words)
        for section in chapter.sections
        for part in section.parts
    }


@dataclass(frozen=True)
class Topic:
    slug: str
    title: str
    icon: str = ""


def topics() -> list[Topic]:
    titles = {
        "needs": _("What the region needs"),
        "agreements": _("Working agreements"),
        "lessons": _("What we learned"),
        "chapters": _("Other chapters"),
    }
    blocks = [Topic(block.value, str(block.label), BLOCK_ICONS[block]) for block in Block]
    return [*blocks, *(Topic(slug, titles[slug]) for slug in TOPICS)]


def parts_about(words: Words, topic: str) -> list[Part]:
    if topic == "needs":
        return [_need(need) for need in words["needs"]]
    if topic in TOPICS:
        return [_text(text) for text in words[topic]]
    block = next((one for one in words["blocks"] if one["block"] == topic), None)
    return block_section(block).parts if block else []


@dataclass(frozen=True)
class Figure:
    """What a region has about a topic: so many services, or texts, and so many preconditions that lack."""

    there: int
    lacking: int


def figure_of(words: Words, topic: str) -> Figure:
    parts = parts_about(words, topic)
    there = [part for part in parts if topic in TOPICS or part.is_service]
    lacking = STANDING_LEVELS[Standing.LACKING]
    return Figure(len(there), sum(part.level == lacking for part in parts))
