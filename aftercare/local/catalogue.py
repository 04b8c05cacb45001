"""The Dutch catalogue: what the source says, what is translated, and the compiled file in step with it."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PACKAGES = ("aftercare", "supportgroups", "trajectories")
LANGUAGE = "nl"


def path(suffix: str) -> Path:
    return settings.BASE_DIR / "locale" / LANGUAGE / "LC_MESSAGES" / f"django.{suffix}"


def of_source() -> Catalog:
    """Every message in Python and in templates."""
    catalogue = Catalog(locale=LANGUAGE, charset="utf-8")
    for file in _sources():
        text, language = file.read_text(), "python"
        if file.suffix == ".jinja":
            language = "jinja2"
        elif file.suffix != ".py":
            text = "\n".join(line.strip() for line in templatize(text, origin=str(file)).splitlines())
        where = str(file.relative_to(settings.BASE_DIR))
        for _line, message, _comments, context in extract(language, io.BytesIO(text.encode()), KEYWORDS):
            catalogue.add(message, locations=[(where, 0)], context=context)
    return catalogue


def _sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((settings.BASE_DIR / package).rglob("*.py"))
    yield from sorted(file for file in (settings.BASE_DIR / "templates").rglob("*") if file.is_file())


def translated() -> Catalog:
    if not path("po").exists():
        return Catalog(locale=LANGUAGE, project="aftercare", charset="utf-8")
    with path("po").open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update(catalogue: Catalog) -> Catalog:
    """The translations brought in line with the source; what is gone from the source goes."""
    catalogue.update(of_source(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def write(catalogue: Catalog) -> None:
    with path("po").open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False)
    path("mo").write_bytes(compiled(catalogue))


def problems() -> list[str]:
    """What keeps the catalogue from being complete: untranslated, unknown, fuzzy, or not compiled."""
    source, dutch = of_source(), translated()
    wanted = {(message.id, message.context) for message in source if message.id}
    known = {(message.id, message.context): message for message in dutch if message.id}
    found = [f"not in the catalogue: {key[0]!r}" for key in wanted - known.keys()]
    found += [f"no longer in the source: {key[0]!r}" for key in known.keys() - wanted]
    found += [f"fuzzy: {message.id!r}" for message in known.values() if message.fuzzy]
    found += [f"not translated: {message.id!r}" for message in known.values() if not _complete(message.string)]
    if path("mo").read_bytes() != compiled(dutch):
        found.append("django.mo is not compiled from django.po")
    return sorted(found, key=str)


def _complete(string: str | tuple[str, ...]) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)
