"""A colleague reads a dossier in an emergency: found by exact number, signed in again, a bar, and an end to it."""

from playwright.sync_api import expect

COLLEAGUE, NUMBER = "begeleider2@demo.example", "K00002"


def test_a_colleague_opens_reads_and_ends(visit):
    page = visit(COLLEAGUE, "/clients/?q=Niemandheetzo")
    page.get_by_role("link", name="Een dossier openen bij nood").first.click()
    page.get_by_label("Wachtwoord", exact=True).fill("nazorg-demo")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Cliëntnummer").fill("K99999")
    page.get_by_label("Waarom moet je dit dossier nu lezen?").fill("Belt in nood, niemand neemt op.")
    page.get_by_role("button", name="Dossier openen").click()
    expect(page.get_by_text("Geen lopend nazorgtraject hier klopt precies met alles.")).to_be_visible()
    page.get_by_label("Cliëntnummer").fill(NUMBER)
    page.get_by_role("button", name="Dossier openen").click()
    bar = page.get_by_role("region", name="Geopend bij nood")
    expect(bar).to_be_visible()
    page.get_by_role("link", name="Signaalplan", exact=True).click()
    bar.get_by_role("button", name="Nu beëindigen").click()
    expect(page.get_by_text("Beëindigd. Je kunt dit dossier niet meer lezen.")).to_be_visible()
    assert page.go_back().status == 404
