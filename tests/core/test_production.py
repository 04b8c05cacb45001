"""A production-like environment passes Django's own deployment checks; an unfinished one does not start."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.stack
PRODUCTION = {
    "AFTERCARE_MODE": "production",
    "AFTERCARE_NO_BOOTSTRAP": "1",
    "AFTERCARE_URL": "https://portaal.example",
    "ALLOWED_HOSTS": "portaal.example",
    "SECRET_KEY": "q8Jx2mW5vT1nR7yB4kZ9pL3sD6fH0gC-aE_uXoIiQtYw-8cVb3N6m",
}


def manage(environment: dict[str, str], *arguments: str, **changes: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**environment, **PRODUCTION, **changes},
        capture_output=True,
        text=True,
    )


def test_deployment_checks_are_clean(process_environment):
    checked = manage(process_environment, "check", "--deploy", "--fail-level", "WARNING", "--database", "default")
    assert checked.returncode == 0, checked.stderr


def test_without_a_secret_key_nothing_starts(process_environment):
    checked = manage(process_environment, "check", SECRET_KEY="")
    assert checked.returncode != 0
    assert "Production needs a SECRET_KEY" in checked.stderr


def test_the_owner_does_not_pass(process_environment):
    owner = process_environment["DATABASE_URL"].replace("aftercare_app", "aftercare_owner")
    checked = manage(
        process_environment, "check", "--fail-level", "WARNING", "--database", "default", DATABASE_URL=owner
    )
    assert "aftercare.W003" in checked.stderr


def test_the_web_process_refuses_to_serve_as_the_owner(process_environment):
    owner = process_environment["DATABASE_URL"].replace("aftercare_app", "aftercare_owner")
    served = subprocess.run(
        [sys.executable, "-c", "import aftercare.wsgi"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **process_environment, **PRODUCTION, "DATABASE_URL": owner},
        capture_output=True,
        text=True,
    )
    assert "the owner of tables" in served.stderr
