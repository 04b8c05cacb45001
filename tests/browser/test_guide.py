"""A relative in the design team writes, a client proposes a text, a policy maker takes it over and publishes."""

import re

from playwright.sync_api import expect

BETTER = "Je begeleider blijft bereikbaar tot het eerste gesprek is geweest."
DESK = {"width": 1280, "height": 860}


def test_a_guide_is_written_by_many_and_published(visit):
    lot = visit("naaste@demo.example", "/guide/")
    lot.get_by_role("link", name="De volgende uitgave van Amsterdam").click()
    lot.get_by_role("link", name=re.compile("Toevoegen.*Les")).click()
    lot.get_by_label("Titel").fill("Vraag ook hoe het met de naaste gaat")
    lot.get_by_label("Tekst").fill("Eén vraag aan het begin van elk gesprek is genoeg.")
    lot.get_by_role("button", name="Opslaan").click()
    expect(lot.get_by_role("link", name="Vraag ook hoe het met de naaste gaat")).to_be_visible()

    noor = visit("client@demo.example", "/guide/")
    noor.get_by_role("link", name="Amsterdam").click()
    noor.get_by_role("link", name=re.compile("Zeg hier iets over.*Eén vaste persoon")).click()
    noor.get_by_label("Hoe jij het zou schrijven").fill(BETTER)
    noor.get_by_role("button", name="Versturen").click()
    expect(noor.get_by_text("Je hoort wat ermee gedaan is.")).to_be_visible()

    sanne = visit("beleid@demo.example", "/guide/", size=DESK)
    sanne.get_by_role("link", name="De volgende uitgave van Amsterdam").click()
    sanne.get_by_role("link", name="reacties wachten").click()
    sanne.get_by_role("link", name="Eén vaste persoon tot het eerste gesprek").click()
    sanne.get_by_role("button", name="Neem over zoals voorgesteld").click()
    sanne.goto("/guide/")
    sanne.get_by_role("link", name="De volgende uitgave van Amsterdam").click()
    sanne.get_by_role("button", name="Publiceer").click()
    expect(sanne.get_by_text("Uitgave 3 is gepubliceerd.")).to_be_visible()
    expect(sanne.get_by_text(BETTER)).to_be_visible()
    expect(sanne.get_by_text("Eén vraag aan het begin van elk gesprek is genoeg.")).to_be_visible()
