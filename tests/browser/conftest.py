"""One demo for all browser tests, and browsers signed in as its people."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.accounts.single_sign_on import provider

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "nazorg-demo"
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 860}
OWN_STACK = re.compile("^(AFTERCARE_|DATABASE_|REDIS_|DJANGO_|PYTEST_|SECRET_KEY|COV_)")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def at_work() -> Iterator[provider.Provider]:
    """Where De Kade knows its peer worker: the demo's staff may sign in there."""
    with provider.running() as running:
        running.person["email"] = "ervaring@demo.example"
        yield running


@pytest.fixture(scope="session")
def demo(demo_folder, at_work) -> Iterator[str]:
    """The address of a running demo with a small set of clients, started as a newcomer starts it."""
    command = [sys.executable, "manage.py", "demo", "--port", str(free_port()), "--clients", "24"]
    command += ["--data", str(demo_folder)]
    env = {name: value for name, value in os.environ.items() if not OWN_STACK.match(name)}
    employer = {"key": "kade", "organisation": "De Kade", "issuer": at_work.url, **provider.CLIENT}
    env["OIDC_PROVIDERS"] = json.dumps([employer])
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("READY "):
                break
        else:
            pytest.fail("the demo did not start:\n" + "".join(said))
        yield said[-1].split()[1].rstrip("/")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 0


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Ends with the last browser test: while its event loop lives, Django's ORM refuses to work in this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["AFTERCARE_CHROMIUM"], args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(demo, chromium) -> Iterator[Callable[..., Page]]:
    """visit(email, path) opens a page of a fresh browser, signed in unless email is None."""
    contexts: list[BrowserContext] = []

    def open_page(email: str | None = None, path: str = "/", *, size: dict = PHONE, **options) -> Page:
        context = chromium.new_context(base_url=demo, viewport=size, locale="nl-NL", **options)
        contexts.append(context)
        page = context.new_page()
        if email:
            sign_in(page, email)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
