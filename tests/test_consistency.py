"""What would otherwise be held together by memory."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from aftercare.local import catalogue

ROOT = settings.BASE_DIR
OURS = ("aftercare", "supportgroups", "trajectories")
CLASSES = {"public", "personal", "clinical"}
LIMITS = {".py": 400, ".html": 150}
LIMIT_OF_TESTS = 600


def python_files(*folders: str) -> list[Path]:
    return [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]


def templates() -> list[Path]:
    return sorted(file for file in (ROOT / "templates").rglob("*") if file.is_file())


def our_models():
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]


def test_files_stay_short():
    long = []
    for file in [*python_files(*OURS, "tests"), *templates()]:
        if "migrations" in file.parts:
            continue
        limit = LIMIT_OF_TESTS if "tests" in file.parts else LIMITS.get(file.suffix, 150)
        if (lines := len(file.read_text().splitlines())) > limit:
            long.append(f"{file.relative_to(ROOT)}: {lines} lines, at most {limit}")
    assert long == []


def test_every_module_says_what_belongs_in_it():
    silent = [
        str(file.relative_to(ROOT))
        for file in python_files(*OURS, "tests")
        if file.read_text().strip()
        and "migrations" not in file.parts
        and file.name != "apps.py"
        and not ast.get_docstring(ast.parse(file.read_text()))
    ]
    assert silent == []


def test_every_template_is_used():
    everything = "\n".join(file.read_text() for file in [*python_files(*OURS), *templates()])
    third_party = ("account", "allauth", "mfa", "usersessions", "bootstrap5", "django")
    names = [str(file.relative_to(ROOT / "templates")).removeprefix("jinja/") for file in templates()]
    ours = [name for name in names if name.split("/")[0] not in third_party]
    by_django = {"400.html", "403.html", "404.html", "500.html"}
    stems = [name.rsplit(".", 1)[0] if name.startswith("emails/") else name for name in ours]
    unused = [
        name
        for name, stem in zip(ours, stems, strict=True)
        if name not in by_django and not _mentioned(stem, everything)
    ]
    assert unused == []


def _mentioned(name: str, text: str) -> bool:
    return name in text or (name.startswith("emails/") and name.split("/")[1] in text)


def test_every_field_is_classified():
    stated = tomllib.loads((ROOT / "docs" / "fields.toml").read_text())
    wrong = []
    for model in our_models():
        label = model._meta.label
        given = stated.get(label, {})
        wrong += [f"{label}.{name}: {kind}" for name, kind in given.items() if kind not in CLASSES]
        fields = {field.name for field in model._meta.get_fields() if field.concrete}
        wrong += [f"{label}.{name} is not classified" for name in sorted(fields - given.keys())]
        wrong += [f"{label}.{name} does not exist" for name in sorted(given.keys() - fields)]
    assert wrong == []


def test_every_model_has_an_order():
    assert [model._meta.label for model in our_models() if not model._meta.ordering] == []


def test_views_and_forms_write_nothing_themselves():
    writes = ("save", "create", "delete", "bulk_create", "update_or_create")
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno} .{node.attr}"
        for file in python_files(*OURS)
        if re.fullmatch(r"(views|forms)(_\w+)?\.py", file.name) or file.parent.name in {"views", "forms"}
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in writes
    ]
    assert found == []


def test_the_dutch_catalogue_is_complete_and_compiled():
    assert catalogue.problems() == []


NOT_IN_DUTCH = (
    "verslaafde verslaafden junk alcoholist terugval misbruik no-show hunkering zucht clean genezen gefaald "
    "risicocliënt mantelzorger co-verslaafde autoriseren intrekken achterstand proficiat slechts helaas"
).split()
NOT_IN_ENGLISH = (
    "addict addicts alcoholic relapse relapsed abuse no-show non-compliant codependent cured failure "
    "authorise revoke severity congratulations unfortunately"
).split()


@pytest.mark.parametrize(("language", "forbidden"), [("nl", NOT_IN_DUTCH), ("en", NOT_IN_ENGLISH)])
def test_no_word_that_hurts(language, forbidden):
    texts = []
    for message in filter(lambda message: message.id, catalogue.translated()):
        text = message.string if language == "nl" else message.id
        texts += list(text) if isinstance(text, tuple) else [text]
    pattern = re.compile(rf"\b({'|'.join(forbidden)})\b", re.IGNORECASE)
    assert [text for text in texts if pattern.search(text)] == []
    assert [text for text in texts if "!" in text] == []


def test_nothing_of_a_third_party_and_no_machine_is_in_the_repository():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    foreign = [name for name in tracked if re.search(r"\.(woff2?|ttf)$|\.min\.(js|css)$|node_modules/", name)]
    assert foreign == []
    home = re.compile(r"/(root|home|work)/\w")
    named = [
        name
        for name in tracked
        if Path(name).suffix in {".py", ".html", ".md", ".toml", ".js", ".css", ".in"}
        and (ROOT / name).exists()
        and home.search((ROOT / name).read_text())
    ]
    assert named == []
