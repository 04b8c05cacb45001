"""From a definition file to a questionnaire. Whatever is missing, unknown or contradictory is an error."""

import re
from collections.abc import Container

from django.utils.translation import gettext as _

from trajectories.checkins.problems import ALLOWED, NEEDED, Gathering, check, insist
from trajectories.checkins.questionnaire import Along, Item, Level, Option, Questionnaire, Scale, Text

LANGUAGES = ("nl", "en")
WORD = re.compile(r"[a-z][a-z0-9_]*")
KINDS = {"scale", "choice", "many", "words"}
AUDIENCES = {"client", "relative", "closed_client", "closed_relative"}
CONDITIONS = {"medicines"}

TEXT = dict.fromkeys(LANGUAGES, (str, NEEDED))
PER_LANGUAGE = dict.fromkeys(LANGUAGES, (bool, NEEDED))
QUESTIONNAIRE = {
    "title": (dict, NEEDED),
    "short": (str, ALLOWED),
    "source": (str, NEEDED),
    "licence": (str, NEEDED),
    "validated": (bool | dict, NEEDED),
    "for": (list, NEEDED),
    "stem": (dict, ALLOWED),
    "closing": (dict, ALLOWED),
    "along": (dict, ALLOWED),
    "items": (list, NEEDED),
    "scales": (list, NEEDED),
}
ITEM = {
    "id": (str, NEEDED),
    "kind": (str, NEEDED),
    "text": (dict, NEEDED),
    "about": (dict, ALLOWED),
    "stem": (dict, ALLOWED),
    "help": (dict, ALLOWED),
    "low": (dict, ALLOWED),
    "high": (dict, ALLOWED),
    "options": (list, ALLOWED),
    "unless": (dict, ALLOWED),
    "contact": (dict, ALLOWED),
}
OPTION = {"value": (int | str, NEEDED), "text": (dict, NEEDED), "alone": (bool, ALLOWED)}
UNLESS = {"item": (str, NEEDED), "is": (list, NEEDED), "counts": (int, ALLOWED)}
CONTACT = {"at_least": (int, NEEDED)}
ALONG = {"with": (list, NEEDED), "when": (str, NEEDED)}
SCALE = {
    "id": (str, NEEDED),
    "label": (dict, NEEDED),
    "items": (list, NEEDED),
    "highest": (int, NEEDED),
    "flag": (dict, ALLOWED),
    "levels": (list, ALLOWED),
}
FLAG = {"at_least": (int, ALLOWED), "at_most": (int, ALLOWED)}
LEVEL = {"from": (int, NEEDED), "text": (dict, NEEDED), "plain": (dict, ALLOWED)}


def parse(table: dict, *, name: str, version: int, file: str) -> Questionnaire:
    """The questionnaire, or everything that is wrong with the file."""
    gathered, head = Gathering(), {}
    with gathered.part():
        check(table, QUESTIONNAIRE, file)
        head = _head(table, file)
    items: dict[str, Item | None] = {}
    for place, found in _tables(table, "items", file, gathered):
        earlier, items = items, {**items, str(found.get("id")): None}
        with gathered.part():
            item = _item(found, place, earlier, head.get("stem"))
            items[item.id] = item
    scales = []
    for place, found in _tables(table, "scales", file, gathered):
        with gathered.part():
            scales.append(_scale(found, place, items, taken={scale.id for scale in scales}))
    gathered.settle()
    head.pop("stem")
    return Questionnaire(id=name, version=version, items=tuple(items.values()), scales=tuple(scales), **head)


def _head(table: dict, file: str) -> dict:
    among = _("“for” names one or more of: %(words)s.") % {"words": ", ".join(sorted(AUDIENCES))}
    insist(table["for"] and _words(table["for"]) <= AUDIENCES, file, among)
    return {
        "title": _text(table, "title", file),
        "short": table.get("short", ""),
        "source": table["source"],
        "licence": table["licence"],
        "validated": _validated(table["validated"], file),
        "audience": tuple(table["for"]),
        "stem": _text(table, "stem", file),
        "closing": _text(table, "closing", file),
        "along": _along(table, file),
    }


def _validated(found: bool | dict, file: str) -> tuple[str, ...]:  # noqa: FBT001 - as the file says it
    if isinstance(found, bool):
        return LANGUAGES if found else ()
    check(found, PER_LANGUAGE, f"{file}, validated")
    return tuple(language for language in LANGUAGES if found[language])


def _along(table: dict, file: str) -> Along | None:
    if "along" not in table:
        return None
    found = table["along"]
    check(found, ALONG, f"{file}, along")
    insist(found["with"], file, _("“with” names no questionnaire."))
    known = _("“when” is one of: %(words)s.") % {"words": ", ".join(sorted(CONDITIONS))}
    insist(found["when"] in CONDITIONS, file, known)
    return Along(tuple(found["with"]), found["when"])


def _item(table: dict, place: str, earlier: dict[str, Item | None], stem: Text | None) -> Item:
    check(table, ITEM, place)
    kind, options = table["kind"], table.get("options", [])
    _id(table, place, earlier)
    insist(kind in KINDS, place, _("“kind” is one of: %(words)s.") % {"words": ", ".join(sorted(KINDS))})
    _shape(table, place)
    found = tuple(_option(option, f"{place}, option {number}") for number, option in enumerate(options, start=1))
    values = [option.value for option in found]
    insist(len(set(values)) == len(values), place, _("Two options have the same value."))
    words_only = kind != "many" or all(isinstance(value, str) for value in values)
    insist(words_only, place, _("The values of a “many” are words."))
    insist(kind == "many" or not any(option.alone for option in found), place, _("“alone” is for a “many”."))
    on, counts = _unless(table, place, earlier)
    return Item(
        id=table["id"],
        kind=kind,
        text=_text(table, "text", place),
        about=_text(table, "about", place),
        stem=_text(table, "stem", place) or stem,
        help=_text(table, "help", place),
        low=_text(table, "low", place),
        high=_text(table, "high", place),
        options=found,
        unless=on,
        counts=counts,
        contact_from=_contact(table, place),
    )


def _shape(table: dict, place: str) -> None:
    """A scale has two ends, words have neither ends nor options, the rest has options."""
    ends, options = {"low", "high"} & table.keys(), table.get("options", [])
    if table["kind"] == "scale":
        right = len(ends) == 2 and not options
        insist(right, place, _("A scale has “low” and “high”, and no “options”."))
    elif table["kind"] == "words":
        insist(not ends and "options" not in table, place, _("Words have no “options”, “low” or “high”."))
        insist("about" in table, place, _("Words need an “about”."))
    else:
        right = len(options) > 1 and not ends
        insist(right, place, _("A “%(kind)s” needs “options”, two or more.") % {"kind": table["kind"]})


def _option(table: dict, place: str) -> Option:
    check(table, OPTION, place)
    return Option(table["value"], _text(table, "text", place), table.get("alone", False))


def _unless(table: dict, place: str, earlier: dict[str, Item | None]) -> tuple[tuple[str, tuple] | None, int | None]:
    if "unless" not in table:
        return None, None
    rule = table["unless"]
    check(rule, UNLESS, f"{place}, unless")
    unknown = _("“unless” names no earlier question: “%(item)s”.") % {"item": rule["item"]}
    insist(rule["item"] in earlier, place, unknown)
    on = earlier[rule["item"]]
    possible = on is None or (rule["is"] and _words(rule["is"]) <= _words(on.values))
    insist(possible, place, _("“unless” names an answer that cannot be given."))
    return (rule["item"], tuple(rule["is"])), rule.get("counts")


def _contact(table: dict, place: str) -> int | None:
    if "contact" not in table:
        return None
    check(table["contact"], CONTACT, f"{place}, contact")
    insist(table["kind"] in {"scale", "choice"}, place, _("“contact” is for a “scale” or a “choice”."))
    return table["contact"]["at_least"]


def _scale(table: dict, place: str, items: dict[str, Item | None], *, taken: set[str]) -> Scale:
    check(table, SCALE, place)
    unknown = _words(table["items"]) - items.keys()
    _id(table, place, taken)
    named = ", ".join(sorted(unknown)) or _("none")
    insist(table["items"] and not unknown, place, _("“items” names no question: %(items)s.") % {"items": named})
    flag = table.get("flag", {})
    check(flag, FLAG, f"{place}, flag")
    insist(all(0 <= at <= table["highest"] for at in flag.values()), place, _("“flag” lies outside the scale."))
    return Scale(
        id=table["id"],
        label=_text(table, "label", place),
        items=tuple(table["items"]),
        highest=table["highest"],
        at_least=flag.get("at_least"),
        at_most=flag.get("at_most"),
        levels=_levels(table, place),
    )


def _levels(table: dict, place: str) -> tuple[Level, ...]:
    levels = []
    for number, found in enumerate(table.get("levels", []), start=1):
        where = f"{place}, level {number}"
        check(found, LEVEL, where)
        within = 0 <= found["from"] <= table["highest"]
        insist(within, where, _("“from” lies outside the scale."))
        levels.append(Level(found["from"], _text(found, "text", where), _text(found, "plain", where)))
    starts = [level.start for level in levels]
    rising = starts == sorted(set(starts)) and starts[:1] in ([], [0])
    insist(rising, place, _("“levels” begin at 0 and go up."))
    return tuple(levels)


def _tables(table: dict, name: str, file: str, gathered: Gathering) -> list[tuple[str, dict]]:
    """Each part with its place: by its id, or its number."""
    rows = table.get(name)
    with gathered.part():
        if isinstance(rows, list):
            right = rows and all(isinstance(found, dict) for found in rows)
            insist(right, file, _("“%(name)s” must be one table or more.") % {"name": name})
            return [(f"{file}, {name} {found.get('id', number)}", found) for number, found in enumerate(rows, start=1)]
    return []


def _id(table: dict, place: str, taken: Container[str]) -> None:
    insist(WORD.fullmatch(table["id"]), place, _("“id” is one word in small letters."))
    insist(table["id"] not in taken, place, _("“%(id)s” stands there twice.") % {"id": table["id"]})


def _words(found: list) -> set[str]:
    return {str(word) for word in found}


def _text(table: dict, name: str, place: str) -> Text | None:
    if name not in table:
        return None
    check(table[name], TEXT, f"{place}, {name}")
    return Text(**table[name])
