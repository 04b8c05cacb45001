"""How a client's pages feel on a poor phone: slow 3G and a slow processor, measured on a running demo. No gate."""

import time

from django.core.management.base import BaseCommand, CommandError

from aftercare.local.testing import find_chromium

PASSWORD = "nazorg-demo"
CLIENT = "client@demo.example"
PHONE = {"width": 390, "height": 844}
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 4
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
TAP = """name => new Promise(resolve => {
  const button = document.querySelector(name), began = performance.now();
  new MutationObserver(() => resolve(performance.now() - began)).observe(
    document.body, {attributes: true, childList: true, subtree: true, characterData: true});
  button.click();
})"""


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--url", default="http://127.0.0.1:8000")

    def handle(self, *, url: str, **options):
        from playwright.sync_api import sync_playwright  # a test tool, not there in production

        chromium = find_chromium()
        if chromium is None:
            raise CommandError("Chromium is needed to measure (apt install chromium).")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            signed_in = browser.new_context(base_url=url)
            self.sign_in(signed_in.new_page())
            context = browser.new_context(base_url=url, viewport=PHONE, storage_state=signed_in.storage_state())
            self.measure(context, context.new_page())

    def sign_in(self, page) -> None:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").first.fill(CLIENT)
        page.locator("input[name=password]").first.fill(PASSWORD)
        page.locator("input[name=password]").first.press("Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)

    def measure(self, context, page) -> None:
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", SLOW_3G)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        for label, address in (("first page", "/me/"), ("later page", "/me/plan/"), ("help now", "/help-now/")):
            began = time.monotonic()
            page.goto(address)
            whole = time.monotonic() - began
            painted = page.evaluate(PAINTED) / 1000
            self.stdout.write(f"{label:12} {address:22} painted {painted:5.1f} s   loaded {whole:5.1f} s")
        self.tap(page, "tap, online", "/me/triggers/new/")
        page.goto("/me/phone/")
        page.locator("[name=mine]").click()
        page.locator("[data-phone-kept]").wait_for(timeout=120_000)
        self.tap(page, "tap, kept", "/me/phone/log/")

    def tap(self, page, label: str, address: str) -> None:
        page.goto(address, wait_until="networkidle")
        shown = page.evaluate(TAP, "button[name=strength][value='7']")
        page.wait_for_load_state("networkidle")
        self.stdout.write(f"{label:12} {address:22} acknowledged after {shown:5.1f} ms")
