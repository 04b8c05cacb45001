"""A production-like environment passes Django's own deployment checks; an unfinished one does not start."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = [pytest.mark.stack, pytest.mark.usefixtures("django_db_setup")]
PRODUCTION = {
    "AFTERCARE_MODE": "production",
    "AFTERCARE_NO_BOOTSTRAP": "1",
    "AFTERCARE_URL": "https://portaal.example",
    "ALLOWED_HOSTS": "portaal.example",
    "SECRET_KEY": "q8Jx2mW5vT1nR7yB4kZ9pL3sD6fH0gC-aE_uXoIiQtYw-8cVb3N6m",
}
CHECK = ("manage.py", "check", "--deploy", "--fail-level", "WARNING", "--database", "default")
SERVE = ("-c", "import aftercare.wsgi")


def python(*arguments: str, **changes: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, **PRODUCTION, **changes},
        capture_output=True,
        text=True,
    )


def test_deployment_checks_are_clean_and_the_application_role_serves():
    checked = python(*CHECK)
    assert checked.returncode == 0, checked.stderr
    served = python(*SERVE)
    assert served.returncode == 0, served.stderr


def test_without_a_secret_key_nothing_starts():
    assert "Production needs a SECRET_KEY" in python(*SERVE, SECRET_KEY="").stderr


def test_with_a_provider_of_work_accounts_that_is_not_https_nothing_starts():
    one = {"key": "kade", "organisation": "De Kade", "issuer": "http://kade.example", "client_id": "portal"}
    wrong = {"OIDC_PROVIDERS": json.dumps([one])}
    assert "kade: the issuer must be an https:// address; kade: it needs a secret" in python(*SERVE, **wrong).stderr
    assert "aftercare.E001" in python(*CHECK, **wrong).stderr


def test_the_owner_is_warned_of_and_does_not_serve():
    owner = os.environ["DATABASE_OWNER_URL"]
    assert "aftercare.W003" in python(*CHECK, DATABASE_URL=owner).stderr
    assert "the owner of tables" in python(*SERVE, DATABASE_URL=owner).stderr
