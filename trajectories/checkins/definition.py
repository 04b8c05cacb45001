"""From a definition file to a questionnaire. Whatever is missing, unknown or contradictory is an error."""

import re
from collections import Counter

from trajectories.checkins.questionnaire import Along, Item, Option, Questionnaire, Scale, Text

LANGUAGES = ("nl", "en")
WORD = re.compile(r"[a-z][a-z_]*")
KINDS = {"scale", "choice", "many", "words"}
AUDIENCES = {"client", "relative", "closed_client", "closed_relative"}
CONDITIONS = {"medicines"}
NEEDED, ALLOWED = "needed", "allowed"

TEXT = dict.fromkeys(LANGUAGES, (str, NEEDED))
QUESTIONNAIRE = {
    "title": (dict, NEEDED),
    "source": (str, NEEDED),
    "licence": (str, NEEDED),
    "validated": (bool, NEEDED),
    "for": (list, NEEDED),
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
    "help": (dict, ALLOWED),
    "low": (dict, ALLOWED),
    "high": (dict, ALLOWED),
    "options": (list, ALLOWED),
    "unless": (dict, ALLOWED),
}
OPTION = {"value": (int | str, NEEDED), "text": (dict, NEEDED), "alone": (bool, ALLOWED)}
UNLESS = {"item": (str, NEEDED), "is": (list, NEEDED)}
ALONG = {"with": (list, NEEDED), "when": (str, NEEDED)}
SCALE = {
    "id": (str, NEEDED),
    "label": (dict, NEEDED),
    "items": (list, NEEDED),
    "highest": (int, NEEDED),
    "flag": (dict, ALLOWED),
}
FLAG = {"at_least": (int, ALLOWED), "at_most": (int, ALLOWED)}


class DefinitionError(ValueError):
    """The file does not say what a questionnaire must say. The message names the file and the place."""


def parse(table: dict, *, name: str, version: int, file: str) -> Questionnaire:
    check(table, QUESTIONNAIRE, file)
    insist(_words(table["for"]) <= AUDIENCES and table["for"], file, f"'for' names {' or '.join(sorted(AUDIENCES))}")
    items: list[Item] = []
    for place, found in _tables(table, "items", file):
        items.append(_item(found, place, items))
    _once([item.id for item in items], file)
    scales = tuple(_scale(found, place, items) for place, found in _tables(table, "scales", file))
    _once([scale.id for scale in scales], file)
    return Questionnaire(
        id=name,
        version=version,
        title=_text(table, "title", file),
        source=table["source"],
        licence=table["licence"],
        validated=table["validated"],
        audience=tuple(table["for"]),
        items=tuple(items),
        scales=scales,
        closing=_text(table, "closing", file),
        along=_along(table, file),
    )


def _along(table: dict, file: str) -> Along | None:
    if "along" not in table:
        return None
    found = table["along"]
    check(found, ALONG, f"{file}, along")
    insist(found["with"], file, "'with' names no questionnaire")
    insist(found["when"] in CONDITIONS, file, f"'when' is one of {', '.join(sorted(CONDITIONS))}")
    return Along(tuple(found["with"]), found["when"])


def _item(table: dict, place: str, earlier: list[Item]) -> Item:
    check(table, ITEM, place)
    kind, options = table["kind"], table.get("options", [])
    insist(WORD.fullmatch(table["id"]), place, "'id' is one word in small letters")
    insist(kind in KINDS, place, f"'kind' is one of {', '.join(sorted(KINDS))}")
    if kind == "scale":
        insist("low" in table and "high" in table and not options, place, "a scale has 'low' and 'high', no 'options'")
    elif kind == "words":
        insist(not {"low", "high", "options"} & table.keys(), place, "words have no 'options', 'low' or 'high'")
        insist("about" in table, place, "words have an 'about'")
    else:
        insist(len(options) > 1 and not {"low", "high"} & table.keys(), place, f"a {kind} has 'options', two or more")
    found = tuple(_option(option, f"{place}, option {number}") for number, option in enumerate(options, start=1))
    values = [option.value for option in found]
    insist(len(set(values)) == len(values), place, "two options have the same value")
    insist(kind != "many" or all(isinstance(value, str) for value in values), place, "options of a 'many' are words")
    insist(kind == "many" or not any(option.alone for option in found), place, "'alone' is for a 'many'")
    return Item(
        id=table["id"],
        kind=kind,
        text=_text(table, "text", place),
        about=_text(table, "about", place),
        help=_text(table, "help", place),
        low=_text(table, "low", place),
        high=_text(table, "high", place),
        options=found,
        unless=_unless(table, place, earlier),
    )


def _option(table: dict, place: str) -> Option:
    check(table, OPTION, place)
    return Option(table["value"], _text(table, "text", place), table.get("alone", False))


def _unless(table: dict, place: str, earlier: list[Item]) -> tuple[str, tuple] | None:
    if "unless" not in table:
        return None
    rule = table["unless"]
    check(rule, UNLESS, f"{place}, unless")
    on = next((item for item in earlier if item.id == rule["item"]), None)
    insist(on is not None, place, f"'unless' names no earlier question: '{rule['item']}'")
    insist(
        rule["is"] and _words(rule["is"]) <= _words(on.values), place, "'unless' names an answer that cannot be given"
    )
    return on.id, tuple(rule["is"])


def _scale(table: dict, place: str, items: list[Item]) -> Scale:
    check(table, SCALE, place)
    unknown = _words(table["items"]) - {item.id for item in items}
    insist(WORD.fullmatch(table["id"]), place, "'id' is one word in small letters")
    insist(table["items"] and not unknown, place, f"'items' names no question: {', '.join(sorted(unknown)) or 'none'}")
    flag = table.get("flag", {})
    check(flag, FLAG, f"{place}, flag")
    insist(all(0 <= at <= table["highest"] for at in flag.values()), place, "'flag' lies outside the scale")
    return Scale(
        id=table["id"],
        label=_text(table, "label", place),
        items=tuple(table["items"]),
        highest=table["highest"],
        at_least=flag.get("at_least"),
        at_most=flag.get("at_most"),
    )


def _tables(table: dict, name: str, file: str) -> list[tuple[str, dict]]:
    insist(table[name] and all(isinstance(found, dict) for found in table[name]), file, f"'{name}' are no tables")
    return [(f"{file}, {name} {found.get('id', number)}", found) for number, found in enumerate(table[name], start=1)]


def _once(ids: list[str], file: str) -> None:
    twice = [word for word, count in Counter(ids).items() if count > 1]
    insist(not twice, file, f"'{', '.join(twice)}' stands there twice")


def _words(found: list) -> set[str]:
    return {str(word) for word in found}


def _text(table: dict, name: str, place: str) -> Text | None:
    if name not in table:
        return None
    check(table[name], TEXT, f"{place}, {name}")
    return Text(**table[name])


def check(table: dict, wanted: dict, place: str) -> None:
    """Every needed key is there, no other key is, and each has its type."""
    insist(isinstance(table, dict), place, "is no table")
    for name in table.keys() - wanted.keys():
        raise DefinitionError(f"{place}: '{name}' is unknown")
    for name, (kind, need) in wanted.items():
        if name not in table:
            insist(need is ALLOWED, place, f"'{name}' is missing")
        else:
            right = isinstance(table[name], kind) and (kind is bool or not isinstance(table[name], bool))
            insist(right and table[name] != "", place, f"'{name}' is no {getattr(kind, '__name__', 'number or word')}")


def insist(holds: object, place: str, problem: str) -> None:
    if not holds:
        raise DefinitionError(f"{place}: {problem}")
