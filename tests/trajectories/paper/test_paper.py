"""The plan and the signal plan as PDFs: tagged, in the chosen language, literal, logged; one page for the latter."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from aftercare.audit.models import AccessEntry, Event, Outcome
from aftercare.core.printing import SIGN, UNPRINTABLE, pdf, printable
from trajectories.appointments import actions as appointments
from trajectories.medication import actions as medication
from trajectories.paper.views import TEMPLATES
from trajectories.plans import actions as plans
from trajectories.plans.models import Kind
from trajectories.signalplan import actions as signalplan
from trajectories.signalplan.models import Colour

MARKUP = """#set page(fill: red) $x^2$ *vet* _schuin_ `raw` "quote" 'enkel' \\ @ref <label> // weg /* weg */ ]"""
LONG = "Ik zeg het tegen iemand, ook als het laat is en ook als ik me schaam. " * 5 + "Q" * 50
NOTHING = {"title": "", "organisation": "", "foot": "", "numbers": [], "subtitle": "", "signals": []}


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def propose(trajectory, client_user):
    def proposed(**words):
        steps = dict.fromkeys(Colour, words)
        return signalplan.propose(trajectory=trajectory, by=client_user, steps=steps)

    return proposed


@pytest.fixture
def item(trajectory, counsellor):
    return plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SELF_CARE, area="food", title=MARKUP)


def read(response) -> PdfReader:
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(response.content))


def words(paper: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def kinds_of(node) -> set[str]:
    """Every kind of tag under a node of the structure tree."""
    found, below = {node.get("/S")} - {None}, node.get("/K", [])
    for one in below if isinstance(below, list) else [below]:
        child = one.get_object()
        if hasattr(child, "get"):
            found |= kinds_of(child)
    return found


@pytest.mark.parametrize("name", ["plan", "signal_plan"])
def test_a_paper_is_tagged_and_says_its_language_and_title(phone, propose, item, name):
    propose(signs="Ik slaap.")
    root = read(phone.get(reverse(f"paper:{name}"))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert {"/H1", "/H2", "/P"} <= kinds_of(root["/StructTreeRoot"])
    paper = read(phone.get(reverse(f"paper:{name}")))
    assert "Noor Velthuizen" in paper.metadata.title


def test_it_claims_to_be_accessible(phone, propose):
    propose(signs="Ik slaap.")
    content = phone.get(reverse("paper:signal_plan")).content
    assert b"pdfuaid:part" in content


def test_the_plan_tells_everything_that_stands(phone, trajectory, client_user, counsellor, item, propose):
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    plans.add(trajectory=trajectory, by=counsellor, kind=Kind.INDIVIDUAL, title="Gesprek", frequency="Elke week")
    plans.write_step(
        trajectory=trajectory, by=client_user, text="Jas aan.", call_name="Hanneke", call_phone="06-0000 0101"
    )
    tomorrow = timezone.now() + timedelta(days=1)
    appointments.plan(
        trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=tomorrow, place="Kadehuis kamer 2"
    )
    propose(signs="Ik slaap slecht.")
    told = words(read(phone.get(reverse("paper:plan"))))
    for one in (
        "Plan van Noor Velthuizen",
        "Rust in huis.",
        "Gesprek",
        "Elke week",
        "Jas aan.",
        "Bel Hanneke, 06-0000 0101",
        "Ilse Doornbosch, Kadehuis kamer 2",
        "Ik slaap slecht.",
        "113",
    ):
        assert one in told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nl", ["Medicijnen van Noor Velthuizen", "Hoeveel", "50 mg", "geeft nooit advies", "Wie schrijft het voor"]),
        ("en", ["Medicines of Noor Velthuizen", "How much", "50 mg", "never gives advice", "Who prescribes it"]),
    ],
)
def test_the_medicines_are_a_tagged_paper_in_either_language(phone, trajectory, counsellor, language, told):
    medication.add(
        trajectory=trajectory, by=counsellor, name="Naltrexon", dose="50 mg", reason=MARKUP, prescriber="Dokter Maas"
    )
    old = medication.add(trajectory=trajectory, by=counsellor, name="Oxazepam")
    medication.stop(medicine=old, by=counsellor, revision=1, reason="Afgebouwd")
    response = phone.get(reverse("paper:medicines"), {"language": language})
    paper = read(response)
    root = paper.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (language, True)
    assert {"/H1", "/H2", "/P"} <= kinds_of(root["/StructTreeRoot"])
    assert b"pdfuaid:part" in response.content
    for one in (*told, MARKUP):
        assert one in words(paper)
    assert "Oxazepam" not in words(paper)


def test_the_medicines_are_offered_when_there_are_some_and_a_print_is_written_down(phone, trajectory, counsellor):
    choose, url = reverse("paper:mine"), reverse("paper:medicines")
    assert url not in phone.get(choose).content.decode()
    assert "Nog geen medicijnen genoteerd" in words(read(phone.get(url)))
    medication.add(trajectory=trajectory, by=counsellor, name="Naltrexon")
    assert url in phone.get(choose).content.decode()
    assert url in phone.get(reverse("medication:overview")).content.decode()
    assert AccessEntry.objects.filter(event=Event.PRINT, segment="medication").count() == 1


def test_nobody_else_gets_the_medicines_on_paper(browser_of, trajectory, other_client, outsider, relative):
    for user in (other_client, outsider, relative):
        assert browser_of(user).get(reverse("paper:medicines_of", args=[trajectory.pk])).status_code == 404


def test_an_empty_plan_is_a_paper_too(phone):
    assert "Plan van Noor Velthuizen" in words(read(phone.get(reverse("paper:plan"))))


def test_what_a_person_typed_is_printed_as_it_was_typed(phone, item, propose):
    propose(signs=MARKUP)
    for name in ("plan", "signal_plan"):
        paper = read(phone.get(reverse(f"paper:{name}")))
        assert MARKUP in words(paper)


def test_the_signal_plan_is_one_page_however_much_it_says(phone, propose):
    propose(signs=LONG[:400], acts=LONG[:400], helpers="Ø" * 400, call_name="N" * 60, call_phone="0" * 29)
    paper = read(phone.get(reverse("paper:signal_plan")))
    assert len(paper.pages) == 1
    box = paper.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    told = words(paper)
    assert told.count("Ik zeg het tegen iemand") == 30
    assert told.count("Ø") == 1200
    assert "112" in told


def test_little_to_say_is_said_in_large_letters(propose, phone, trajectory, counsellor):
    plan = propose(signs="Ik slaap.")
    few = largest(read(phone.get(reverse("paper:signal_plan"))))
    signalplan.set_aside(plan=plan, by=counsellor)
    propose(signs=LONG[:400], acts=LONG[:400], helpers=LONG[:400])
    assert largest(read(phone.get(reverse("paper:signal_plan")))) < few


def largest(paper: PdfReader) -> float:
    sizes = []
    paper.pages[0].extract_text(visitor_text=lambda _text, _cm, tm, _font, size: sizes.append(size * abs(tm[3])))
    return max(sizes)


def test_the_language_is_a_choice_and_the_readers_own_otherwise(phone, propose, client_user):
    propose(signs="Ik slaap.")
    for asked, language, title in (
        ("?language=en", "en", "Signal plan of Noor"),
        ("?language=nl", "nl", "Signaalplan van Noor"),
        ("?language=xx", "nl", "Signaalplan van Noor"),
    ):
        paper = read(phone.get(reverse("paper:signal_plan") + asked))
        assert paper.trailer["/Root"]["/Lang"] == language
        assert title in words(paper)
    client_user.language = "en"
    client_user.save()
    assert "Signal plan of Noor" in words(read(phone.get(reverse("paper:signal_plan"))))


def test_the_counsellor_prints_it_in_the_words_for_staff(browser_of, counsellor, trajectory, client_user, propose):
    plans.add(trajectory=trajectory, by=client_user, kind=Kind.PRACTICAL, title="Brief", owner="client")
    told = words(read(browser_of(counsellor).get(reverse("paper:plan_of", args=[trajectory.pk]))))
    assert "De cliënt" in told
    told = words(read(browser_of(client_user).get(reverse("paper:plan"))))
    assert "De cliënt" not in told


def test_printing_is_a_line_in_the_access_log(phone, browser_of, counsellor, trajectory, client_user, propose):
    propose(signs="Ik slaap.")
    phone.get(reverse("paper:plan"))
    browser_of(counsellor).get(reverse("paper:signal_plan_of", args=[trajectory.pk]))
    printed = AccessEntry.objects.filter(event=Event.PRINT, outcome=Outcome.ALLOWED).order_by("at")
    assert [(entry.user, entry.segment, entry.client) for entry in printed] == [
        (client_user, "plan", client_user),
        (counsellor, "signal_plan", client_user),
    ]


def test_the_name_of_the_file_gives_nothing_away(phone):
    assert phone.get(reverse("paper:plan")).headers["Content-Disposition"] == 'inline; filename="plan.pdf"'


def test_there_is_no_paper_of_a_signal_plan_that_is_not_there(phone):
    assert phone.get(reverse("paper:signal_plan")).status_code == 404
    assert reverse("paper:signal_plan") not in phone.get(reverse("paper:mine")).content.decode()


def test_the_choice_leads_to_both_papers_in_both_languages(phone, browser_of, counsellor, trajectory, propose):
    propose(signs="Ik slaap.")
    html = phone.get(reverse("paper:mine")).content.decode()
    desk = browser_of(counsellor).get(reverse("paper:of_client", args=[trajectory.pk])).content.decode()
    for language in ("nl", "en"):
        for name in ("plan", "signal_plan"):
            assert f"{reverse(f'paper:{name}')}?language={language}" in html
            assert f"{reverse(f'paper:{name}_of', args=[trajectory.pk])}?language={language}" in desk


def test_a_relative_prints_the_own_plan_without_a_signal_plan(browser_of, relative):
    browser = browser_of(relative)
    assert "Plan van Lot Brandsma" in words(read(browser.get(reverse("paper:plan"))))
    assert browser.get(reverse("paper:signal_plan")).status_code == 403


@pytest.mark.parametrize("persona", ["other_client", "relative", "colleague", "outsider", "manager"])
def test_nobody_else_prints_it(request, browser_of, trajectory, propose, persona):
    propose(signs="Ik slaap.")
    browser = browser_of(request.getfixturevalue(persona))
    for name in ("of_client", "plan_of", "signal_plan_of"):
        assert browser.get(reverse(f"paper:{name}", args=[trajectory.pk])).status_code == 404


def test_every_sign_that_counts_as_printable_can_be_set():
    signs = "".join(chr(code) for code in range(0x20, 0x2600) if not UNPRINTABLE.match(chr(code)))
    assert len(signs) > 1000
    pdf(TEMPLATES / "signal_plan.typ", NOTHING | {"title": "t", "subtitle": " ".join(signs + SIGN)})


def test_what_cannot_be_printed_leaves_a_sign():
    assert printable("Ik 🙂👍 zeg: сон, Yıldız, Zoë") == f"Ik {SIGN} zeg: сон, Yıldız, Zoë"
    assert printable("een\r\ntwee\tdrie") == "een\ntwee drie"
    assert printable("x" * 85) == "x" * 40 + "\u200b" + "x" * 40 + "\u200b" + "x" * 5
    pdf(TEMPLATES / "signal_plan.typ", NOTHING | {"title": "日本 مرحبا \u0000 🙂"})
