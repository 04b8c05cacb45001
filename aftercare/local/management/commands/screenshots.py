"""Make the README's pictures from a running demo."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from aftercare.local.testing import find_chromium

FOLDER = settings.BASE_DIR / "docs" / "screenshots"
PASSWORD = "nazorg-demo"
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 860}
PICTURES = [
    ("caseload", "begeleider@demo.example", "/caseload/", LAPTOP),
    ("home", "client@demo.example", "/me/", PHONE),
]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--url", default="http://127.0.0.1:8000")

    def handle(self, *, url: str, **options):
        from playwright.sync_api import sync_playwright  # a test tool, not there in production

        chromium = find_chromium()
        if chromium is None:
            raise CommandError("Chromium is needed for the pictures (apt install chromium).")
        FOLDER.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for name, email, path, size in PICTURES:
                page = browser.new_context(base_url=url, viewport=size, locale="nl-NL").new_page()
                self.picture(page, email, path, FOLDER / f"{name}.png")
                self.stdout.write(f"{name}.png")

    def picture(self, page, email: str, path: str, file: Path) -> None:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").first.fill(email)
        page.locator("input[name=password]").first.fill(PASSWORD)
        page.locator("input[name=password]").first.press("Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        page.goto(path)
        page.screenshot(path=file)
