"""What a client's pages weigh on the line: bytes, as the browser received them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

CLIENT = "client@demo.example"
FIRST, LATER = 150_000, 20_000
PAGES = ["plan", "messages", "about", "signalplan", "exercises", "self-care", "triggers", "triggers/new", "check-ins"]


@pytest.fixture
def weigh(visit) -> Callable[[str], int]:
    """weigh(address) opens it in a browser that is signed in and has nothing else, and then in the same browser."""
    fresh = visit(CLIENT, "/me/")
    page: Page = visit(None, "about:blank", storage_state=fresh.context.storage_state())
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    received: list[int] = []
    line.on("Network.loadingFinished", lambda end: received.append(end["encodedDataLength"]))

    def opened(address: str) -> int:
        received.clear()
        page.goto(address, wait_until="networkidle")
        return sum(received)

    return opened


def test_a_first_page_is_light_and_every_later_one_is_lighter(weigh):
    assert 50_000 < weigh("/me/") <= FIRST
    heavy = {address: size for address in PAGES if (size := weigh(f"/me/{address}/")) > LATER}
    assert heavy == {}
    assert weigh("/help-now/") <= LATER
