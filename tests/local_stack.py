"""The test run's own database, cache and manners; loaded before Django's settings (`-p` in pyproject.toml).

Each process gets a database of its own, copied from one that was migrated once by the owner role. Django
connects as the application role, so row-level security and the missing TRUNCATE right are as in production."""

import os

import pytest

from tests import only_here

ADMIN_URL = os.environ.get("AFTERCARE_TEST_ADMIN_URL", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
NAME = f"aftercare_{WORKER or 'main'}"


def url(role: str, database: str) -> str:
    return ADMIN_URL.replace("//postgres@/postgres?", f"//{role}@/{database}?")


if not ADMIN_URL:
    pytest.exit("Tests need their database: run `python3 manage.py test` instead of pytest.", returncode=4)
os.environ["DATABASE_URL"] = url("aftercare_app", NAME)
os.environ["DATABASE_OWNER_URL"] = url("aftercare_owner", NAME)
os.environ["REDIS_URL"] = f"{os.environ['AFTERCARE_TEST_REDIS_URL']}?db={int(WORKER.removeprefix('gw') or -1) + 1}"
LEFT_OUT = "no Chromium"


def pytest_configure(config) -> None:
    from django.conf import settings

    from tests import database, templates  # later than pytest-django, whose fixtures they replace

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a missing folder

    config.pluginmanager.register(database)
    config.pluginmanager.register(templates)
    only_here.allow_only_this_machine()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if item.get_closest_marker("browser") and not os.environ.get("AFTERCARE_CHROMIUM"):
            item.add_marker(pytest.mark.skip(reason=LEFT_OUT))


def left_out(terminal) -> int:
    return sum(LEFT_OUT in str(report.longrepr) for report in terminal.stats.get("skipped", []))


def pytest_sessionfinish(session, exitstatus) -> None:
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal and left_out(terminal) and os.environ.get("CI") and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter) -> None:
    count = left_out(terminalreporter)
    if count:
        terminalreporter.section("BROWSER TESTS LEFT OUT", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"{count} browser tests were left out: there is no Chromium. Install it (apt install chromium)."
        )
