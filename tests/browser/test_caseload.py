"""Monday morning by keyboard alone."""

from tests.browser.conftest import LAPTOP

COUNSELLOR = "begeleider@demo.example"
CURRENT = "document.querySelector('[data-key-row][aria-current] a')?.textContent"
NAMES = "[...document.querySelectorAll('[data-key-row] > div:first-child a')].map(link => link.textContent).slice(0, 3)"


def test_single_keys_move_search_list_themselves_and_open_a_dossier(visit):
    page = visit(COUNSELLOR, "/caseload/", size=LAPTOP)
    first, second, third = page.evaluate(NAMES)
    trail = []
    for key in "jjjk":
        page.keyboard.press(key)
        trail.append(page.evaluate(CURRENT))
    assert trail == [first, second, third, second]
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clients/*/")
    assert page.get_by_role("heading", level=1).inner_text() == second


def test_single_keys_are_letters_inside_a_field_and_can_be_switched_off(visit):
    page = visit(COUNSELLOR, "/caseload/", size=LAPTOP)
    page.keyboard.press("/")
    page.keyboard.type("j?k")
    assert page.get_by_role("searchbox").input_value() == "j?k"
    page.locator("[data-keys-open]").click()
    page.locator("[data-keys-switch]").uncheck()
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate(CURRENT) is None


def test_the_list_works_without_a_script(visit):
    page = visit(COUNSELLOR, "/caseload/", size=LAPTOP, java_script_enabled=False)
    page.locator("select[name=order]").select_option("name")
    page.locator("[data-key-submit]").click()
    assert "order=name" in page.url
    assert not page.locator("[data-keys]").is_visible()
