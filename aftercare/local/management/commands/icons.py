"""Draw the icons of an installed portal from static/img/icon.svg: the mark alone, nothing that tells of care."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from aftercare.local.testing import find_chromium

FOLDER = settings.BASE_DIR / "static" / "img"
SIZES = {"icon-180": 180, "icon-192": 192, "icon-512": 512}
MASKABLE = 'rx="7"', 'rx="0"'


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        from playwright.sync_api import sync_playwright  # a test tool, not there in production

        chromium = find_chromium()
        if chromium is None:
            raise CommandError("Chromium is needed to draw (apt install chromium).")
        drawing = (FOLDER / "icon.svg").read_text()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for name, size in SIZES.items():
                self.draw(browser, drawing, name, size)
            self.draw(browser, drawing.replace(*MASKABLE), "icon-maskable-512", 512)

    def draw(self, browser, drawing: str, name: str, size: int) -> None:
        page = browser.new_page(viewport={"width": size, "height": size})
        page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{drawing}")
        page.screenshot(path=FOLDER / f"{name}.png", omit_background=True)
        self.stdout.write(f"{name}.png")
