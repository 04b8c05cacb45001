"""A coordinator plans a series in one form and cancels one date; a facilitator marks how an evening went."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE

COORDINATOR = "coordinator@demo.example"
COUNT = 6


def before_kings_day(weeks: int) -> date:
    year = timezone.localdate().year + 1
    kings_day = date(year, 4, 27) if date(year, 4, 27).weekday() != 6 else date(year, 4, 26)
    return kings_day - timedelta(weeks=weeks)


def fill(page: Page, *, name: str, room: str, facilitator: int) -> None:
    page.goto("/groups/plan/")
    page.locator("#id_name").fill(name)
    page.locator("#id_first_on").fill(before_kings_day(2).isoformat())
    page.locator("#id_count").fill(str(COUNT))
    page.locator("#id_starts").fill("19:30")
    page.locator("#id_ends").fill("21:00")
    page.locator("#id_room").select_option(label=room)
    page.locator("#id_facilitators input").nth(facilitator).check()


def plan(page: Page) -> None:
    page.locator("button[name=plan]").click()


def test_a_series_is_planned_with_live_dates_and_one_date_cancelled(visit):
    page = visit(COORDINATOR, "/groups/rooms/new/", size=LAPTOP)
    page.locator("#id_name").fill("Proefzaal")
    page.locator("#id_seats").fill("12")
    page.locator("main form button").click()
    page.wait_for_url("**/groups/rooms/")
    rooms = page.locator(".nz-rows li").count()
    slots, clashes = page.locator(".nz-slot"), page.locator(".nz-slot.is-clash")

    fill(page, name="Eerste proef", room="Proefzaal, 12 plaatsen", facilitator=0)
    expect(slots).to_have_count(COUNT + 1)
    expect(page.locator(".nz-slot.is-left-out")).to_contain_text("Koningsdag")
    plan(page)
    expect(page.locator("h1")).to_have_text("Eerste proef")

    fill(page, name="Tweede proef", room="Proefzaal, 12 plaatsen", facilitator=1)
    expect(clashes).to_have_count(COUNT)
    clashes.first.locator("button", has_text="Sla over").click()
    expect(slots).to_have_count(COUNT + 2)
    expect(clashes).to_have_count(COUNT - 1)
    plan(page)
    expect(page.locator(".nz-errors li")).to_have_count(COUNT - 1)
    expect(page.locator("#id_name")).to_have_value("Tweede proef")
    assert rooms > 1
    page.locator("#id_room").select_option(index=1)
    expect(clashes).to_have_count(0)
    expect(page.locator(".nz-slot.is-left-out")).to_have_count(2)
    plan(page)
    expect(page.locator("h1")).to_have_text("Tweede proef")

    page.locator(".nz-daterow a").first.click()
    page.locator("a[href$='/cancel/']").click()
    expect(page.locator("main h2")).to_contain_text("bericht")
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text("Tweede proef")
    expect(page.locator(".nz-daterow .nz-status")).to_have_count(1)
    expect(page.locator(".nz-daterow")).to_have_count(COUNT)

    day = (before_kings_day(2) + timedelta(days=1)).isoformat()
    page.goto(f"/groups/month/?on={day}")
    page.locator("[data-move]").first.drag_to(page.locator(f"[data-day='{day}']"))
    page.wait_for_url(f"**/move/?on={day}")
    expect(page.locator("#id_on")).to_have_value(day)
    expect(page.locator("main h2")).to_contain_text("bericht")
    drag_to_an_hour(page, day)
    move_by_keyboard(page, day)


def drag_to_an_hour(page: Page, day: str) -> None:
    """In the week's grid, from half past seven in the evening to eleven in the morning of the next day."""
    page.goto(f"/groups/week/?on={day}")
    session = page.locator("[data-move]").first
    hours = page.locator(f"[data-day='{day}'] .nz-week-hours")
    half_hour = hours.bounding_box()["height"] / int(hours.get_attribute("data-slots"))
    eleven = (11 - int(hours.get_attribute("data-opens"))) * 2 * half_hour
    session.drag_to(hours, source_position={"x": 20, "y": 8}, target_position={"x": 20, "y": eleven + 8})
    page.wait_for_url(f"**/move/?on={day}&at=11:00")
    expect(page.locator("#id_on")).to_have_value(day)
    expect(page.locator("#id_starts")).to_have_value("11:00")
    expect(page.locator("#id_ends")).to_have_value("12:30")


def move_by_keyboard(page: Page, day: str) -> None:
    """The same without a mouse: from the calendar to the form, and saved."""
    page.goto(f"/groups/week/?on={day}")
    page.locator("[data-move] a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/groups/sessions/*/")
    page.locator("a[href$='/move/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/move/")
    page.locator("#id_on").fill(day)
    page.locator("#id_on").press("Enter")
    page.wait_for_url("**/groups/sessions/*/")
    expect(page.locator("main header")).to_contain_text(f" {date.fromisoformat(day).day} ")


def test_each_mark_is_stored_at_once_on_a_phone(visit):
    page = visit(COORDINATOR, "/groups/", size=PHONE)
    groups = [link.get_attribute("href") for link in page.locator(".nz-grouprow a").all()]
    for address in groups:
        page.goto(address)
        over = page.locator("section[aria-labelledby=over] .nz-daterow a")
        if over.count():
            break
    over.first.click()
    row = page.locator(".nz-roll li").first
    for number in (1, 2, 0):
        label = row.locator("label").nth(number)
        if label.locator("input").is_checked():
            continue
        assert label.bounding_box()["height"] >= 44
        with page.expect_response(lambda response: response.request.method == "POST" and response.ok):
            label.click()
        expect(label.locator("input")).to_be_checked()
    expect(page.locator("#counts")).to_contain_text("Bewaard")
    page.reload()
    expect(row.locator("input[type=radio]").first).to_be_checked()
