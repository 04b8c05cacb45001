"""U6: share, see it through the reader's eyes, stop it in one tap; the reader's open browser sees nothing any more."""

from playwright.sync_api import expect

CLIENT, RELATIVE = "client@demo.example", "naaste@demo.example"


def test_what_is_shared_is_previewed_and_gone_as_soon_as_it_is_stopped(visit):
    phone = visit(CLIENT, "/me/about/", has_touch=True)
    phone.get_by_role("link", name="Wat deel ik?").tap()
    phone.get_by_role("checkbox", name="Hoe het gaat: delen met Lot").check()
    phone.get_by_role("button", name="Opslaan").tap()
    phone.get_by_role("link", name="Zo ziet Lot dit").tap()
    expect(phone.get_by_role("heading", name="Hoe het gaat")).to_be_visible()
    expect(phone.get_by_text("Noor deelt dit met jou")).to_be_visible()

    lot = visit(RELATIVE, "/me/about/")
    lot.get_by_role("link", name="Met mij gedeeld").click()
    lot.get_by_role("link", name="Noor Velthuizen").click()
    expect(lot.get_by_role("heading", name="Hoe het gaat")).to_be_visible()
    expect(lot.get_by_role("heading", name="Groepen")).to_have_count(0)

    phone.get_by_role("button", name="Stop met delen met Lot").tap()
    expect(phone.get_by_text("Gestopt. Lot ziet het niet meer.")).to_be_visible()
    assert lot.reload().status == 404
    lot.goto("/shared/")
    expect(lot.get_by_text("Hier staat niets")).to_be_visible()
