"""On a bare machine: what is made, what is left alone, and one sentence when it cannot be."""

import ast
import errno
import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import pytest

from aftercare.local import bootstrap
from aftercare.local.bootstrap import CannotStart


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "requirements.txt").write_text(
        "django==5.2 \\\n    --hash=sha256:aa\nuv==1.2 \\\n    --hash=sha256:bb\n    # via -r x\n"
    )
    (tmp_path / "package-lock.json").write_text("{}")
    return tmp_path


@pytest.fixture
def ran(monkeypatch):
    """The commands that would have run, and for uv what it was asked to install."""
    commands = []

    def note(command, what, env=None):
        asked = Path(command[-1])
        commands.append([*command, asked.read_text()] if asked.name == "uv.txt" else command)

    monkeypatch.setattr(bootstrap, "run", note)
    return commands


@pytest.fixture
def bare(checkout, ran, monkeypatch):
    """Start `manage.py <command>` there with a Python that is in no environment; returns what it would continue as."""
    continued = []
    monkeypatch.delenv("AFTERCARE_NO_BOOTSTRAP")
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setattr(sys, "orig_argv", ["python3", "manage.py", "check"])
    monkeypatch.setattr(os, "execv", lambda *command: continued.append(command))

    def start(command: str):
        for folder in (".venv", "node_modules"):
            if not (checkout / folder).exists():
                (checkout / folder).mkdir()
        bootstrap.ensure_environment(["manage.py", command], str(checkout))
        return continued

    return start


def test_it_is_readable_by_a_python_that_is_too_old():
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 6))


@pytest.mark.parametrize(
    ("version", "sentence"), [((3, 10, 4), "this is Python 3.10."), ((3, 6), "this is Python 3.6.")]
)
def test_a_python_that_is_too_old_is_said(version, sentence):
    with pytest.raises(CannotStart, match=sentence):
        bootstrap.check_python(version)


def test_a_bare_machine_gets_the_locked_packages_and_continues_inside(bare, ran, checkout):
    python = str(checkout / ".venv/bin/python")
    assert bare("demo") == [(python, [python, "manage.py", "check"])]
    steps = [command for command in ran if "ci" not in command]
    assert [Path(command[0]).name for command in steps] == [
        Path(sys.executable).name,
        Path(bootstrap.outer_python()).name,
        "uv",
    ]
    assert steps[1][-1] == "uv==1.2 \\\n    --hash=sha256:bb"
    assert "--require-hashes" in steps[2]
    assert len(ran) == 4  # and npm, meanwhile or afterwards


def test_what_is_there_is_not_made_again_until_a_lock_changes(bare, ran, checkout):
    bare("demo")
    ran.clear()
    bare("demo")
    assert ran == []
    (checkout / "requirements.txt").write_text("uv==1.3 --hash=sha256:cc\n")
    bare("demo")
    assert "--require-hashes" in ran[-1]


def test_only_commands_that_show_pages_fetch_front_end_packages(bare, ran):
    bare("migrate")
    assert not any("ci" in command for command in ran)
    bare("demo")
    assert "ci" in ran[-1]


def test_linked_environments_are_left_alone(bare, ran, checkout):
    (checkout / "elsewhere").mkdir()
    (checkout / ".venv").symlink_to(checkout / "elsewhere")
    (checkout / "node_modules").symlink_to(checkout / "elsewhere")
    bare("demo")
    assert ran == []


def test_an_image_that_brings_its_packages_is_left_alone(bare, ran, monkeypatch):
    monkeypatch.setenv("AFTERCARE_NO_BOOTSTRAP", "1")
    assert bare("demo") == []
    monkeypatch.delenv("AFTERCARE_NO_BOOTSTRAP")
    monkeypatch.setattr(sys, "prefix", "/opt/portal")
    assert bare("demo") == []
    assert ran == []


def test_processes_share_their_bytecode_where_none_may_lie_beside_the_sources(bare, checkout, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    bare("demo")
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
    assert Path(os.environ["PYTHONPYCACHEPREFIX"]).is_relative_to(checkout / ".venv")


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [({"venv"}, "no venv module: install it"), ({"ensurepip", "pip"}, "neither ensurepip nor pip")],
)
def test_a_python_without_the_means_says_what_to_install(monkeypatch, ran, missing, sentence):
    monkeypatch.setattr(bootstrap, "importable", lambda name: name not in missing)
    with pytest.raises(CannotStart, match=sentence):
        bootstrap.make_environment(".venv")
    assert ran == []


def test_debians_python_without_ensurepip_uses_its_own_pip(monkeypatch, ran, checkout):
    monkeypatch.setattr(bootstrap, "importable", lambda name: name != "ensurepip")
    bootstrap.make_environment(".venv")
    assert "--without-pip" in ran[0]
    bootstrap.ensure_uv(str(checkout / ".venv"), str(checkout / "requirements.txt"))
    assert ran[1][:4] == [bootstrap.outer_python(), "-m", "pip", "--python"]


@pytest.mark.parametrize(("version", "own_pip"), [("23.2.1", False), ("22.3", False), ("22.0.2", True), (None, True)])
def test_a_pip_that_serves_other_environments_saves_one_of_their_own(monkeypatch, ran, version, own_pip):
    def of(name):
        if version is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(bootstrap, "importable", lambda _: True)
    monkeypatch.setattr(importlib.metadata, "version", of)
    bootstrap.make_environment(".venv")
    assert ("--without-pip" not in ran[0]) == own_pip


def test_a_changed_lock_is_installed_from_inside_an_environment_that_has_no_pip(tmp_path):
    environment = tmp_path / ".venv"
    subprocess.run([bootstrap.outer_python(), "-m", "venv", "--without-pip", environment], check=True)
    inside = environment / "bin" / "python"
    ask = "from aftercare.local import bootstrap; print(bootstrap.outer_python())"
    outer = subprocess.run([inside, "-c", ask], cwd=bootstrap.ROOT, capture_output=True, text=True, check=True).stdout
    assert not Path(outer.strip()).is_relative_to(environment)


def test_a_lock_without_uv_is_said(checkout, ran):
    (checkout / "requirements.txt").write_text("django==5.2\n")
    with pytest.raises(CannotStart, match="does not name uv"):
        bootstrap.ensure_uv(str(checkout / ".venv"), str(checkout / "requirements.txt"))


@pytest.mark.parametrize(
    ("complaint", "sentence"),
    [
        ("error: No space left on device (os error 28)", "The packages could not be installed: the disk is full."),
        ("dns error: failed to lookup address information", "The packages could not be fetched: there is no network"),
        ("npm error code EAI_AGAIN", "The packages could not be fetched: there is no network"),
        ("Error: [Errno 13] Permission denied: '.venv'", "this user may not write in"),
        ("something else", "The packages could not be installed; the lines above say why."),
    ],
)
def test_a_failing_installer_becomes_one_sentence(complaint, sentence):
    with pytest.raises(CannotStart, match=sentence):
        bootstrap.run(["sh", "-c", f'echo "{complaint}"; exit 1'], what="The packages")


def test_without_a_writable_home_the_installers_keep_no_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "missing"))
    bootstrap.run(["sh", "-c", 'test "$UV_NO_CACHE" = 1'], what="The packages")
    monkeypatch.setenv("HOME", str(tmp_path))
    bootstrap.run(["sh", "-c", 'test -z "$UV_NO_CACHE"'], what="The packages")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EACCES, "This user may not write in /somewhere"),
        (errno.ENOSPC, "The disk is full: /somewhere"),
        (errno.EIO, "The environment could not be made"),
    ],
)
def test_trouble_with_files_becomes_one_sentence(number, sentence):
    assert bootstrap.sentence_for(OSError(number, os.strerror(number), "/somewhere"), "/root").startswith(sentence)


def test_trouble_ends_the_command_with_its_sentence(bare, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere")

    monkeypatch.setattr(bootstrap, "install_python_packages", full)
    with pytest.raises(SystemExit, match="The disk is full: /somewhere"):
        bare("demo")
    monkeypatch.setattr(bootstrap, "install_python_packages", lambda *_: bootstrap.make_environment(".venv"))
    monkeypatch.setattr(bootstrap, "importable", lambda name: name != "venv")
    with pytest.raises(SystemExit, match="no venv module"):
        bare("demo")


def test_npm_comes_from_the_wheel_where_the_machine_has_none(monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
    node, npm = bootstrap.npm(str(Path(bootstrap.ROOT) / ".venv"))
    assert os.access(node, os.X_OK)
    assert Path(npm).exists()
