"""A directory as a file and from a file: what would happen is seen first, and broken files are answered in words."""

import contextlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from aftercare.core.errors import Refused
from aftercare.network import actions as network
from aftercare.network import sheets
from aftercare.network.models import Service
from aftercare.network.sheets import Verdict
from tests.core.tables.files import as_xlsx

HEADINGS = "Naam;Wie het aanbiedt;Bouwsteen;Wat het is;Gemeenten;Leefgebieden;Voor wie"
WALK = "Samen lopen;Sportbuurt;Bewegen en buiten;Twee keer per week;Oeverdorp;Lichaam|Geest;Iedereen"


@pytest.fixture
def browser(browser_of, editor, town, other_town):
    return browser_of(editor)


@pytest.fixture
def send(browser, region):
    """send(lines…) uploads a CSV of these lines; bytes go as they are."""

    def upload(*lines: str | bytes, name: str = "netwerk.csv"):
        content = lines[0] if isinstance(lines[0], bytes) else "\n".join(lines).encode()
        return browser.post(reverse("network:import", args=[region.pk]), {"file": SimpleUploadedFile(name, content)})

    return upload


@pytest.fixture
def agree(browser, region):
    """agree(page) confirms what the page of the check shows."""

    def confirm(page, **details):
        data = {"rows": page.context["rows"], "seen": page.context["report"].digest} | details
        return browser.post(reverse("network:confirm_import", args=[region.pk]), data, follow=True)

    return confirm


def verdicts(page) -> list[tuple]:
    return [(line.number, line.verdict, *line.says) for line in page.context["report"].lines]


def test_a_new_service_is_seen_first_and_saved_as_a_draft(send, agree, town):
    page = send(HEADINGS, WALK)
    assert verdicts(page) == [(2, Verdict.NEW)]
    assert not Service.objects.exists()
    assert "1 dienst is bewaard." in agree(page).text
    service = Service.objects.get()
    assert (service.block, service.areas, service.state) == ("outdoors", ["body", "mind"], "draft")
    assert list(service.municipalities.all()) == [town]


def test_whoever_went_through_it_puts_it_in_the_directory_at_once(send, agree, editor):
    agree(send(HEADINGS, WALK), reviewed="on")
    assert Service.objects.published().get().reviewed_by == editor


def test_what_was_exported_comes_back_the_same(browser, region, send, list_service, town, other_town):
    list_service("Een", phone="+31 600000101", costs="own", waiting_weeks=3, municipalities=[town, other_town])
    list_service("=HYPERLINK(1)", about="-2 + 3", audiences=["young", "parents"], access=["transport"])
    answer = browser.get(reverse("network:export", args=[region.pk]))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="netwerk-waterrade-')
    assert ";'=HYPERLINK" in answer.text or "\n'=HYPERLINK" in answer.text
    assert ";'+31 600000101;" in answer.text
    assert [verdict for _number, verdict in verdicts(send(answer.content))] == [Verdict.SAME, Verdict.SAME]
    assert "niets te bewaren" in send(answer.content).text


def test_the_file_of_another_language_is_read_too(send, list_service, region):
    list_service("Een", phone="06 00000101")
    with translation.override("en"):
        text = sheets.written(Service.objects.all())
    assert text.startswith("\ufeffName;Who offers it;Building block")
    assert [verdict for _number, verdict in verdicts(send(text.encode()))] == [Verdict.SAME]


def test_a_correction_names_both_texts_and_leaves_other_columns(send, agree, list_service, editor):
    listed = list_service(phone="06 00000101")
    page = send("Naam;Wie het aanbiedt;Openingstijden", "inloop de haven;DE HAVEN;Ma t/m vr")
    assert verdicts(page) == [
        (2, Verdict.CHANGED, "Naam: “Inloop De Haven” → “inloop de haven”",
         "Wie het aanbiedt: “De Haven” → “DE HAVEN”", "Openingstijden: “” → “Ma t/m vr”"),
    ]  # fmt: skip
    agree(page)
    stored = Service.objects.get(pk=listed.pk)
    assert (stored.hours, stored.phone, stored.changed_by) == ("Ma t/m vr", "06 00000101", editor)
    assert stored.reviewed_by != editor


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (WALK.replace("Oeverdorp", "Nergenshuizen"), "Kolom “Gemeenten”: gevonden “Nergenshuizen”"),
        (WALK.replace("Bewegen en buiten", "Vissen"), "Kolom “Bouwsteen”: gevonden “Vissen”"),
        (WALK.replace("Samen lopen", ""), "Kolom “Naam”: gevonden “”"),
        (WALK.replace("Lichaam|Geest", ""), "Kolom “Leefgebieden”: gevonden “”; Kies er minstens één."),
    ],
)
def test_a_row_that_is_not_right_is_named_and_nothing_is_saved(send, agree, row, says):
    page = send(HEADINGS, WALK, row if "Samen" not in row else row.replace("Samen lopen", "Anders"))
    assert verdicts(page)[0] == (2, Verdict.NEW)
    number, verdict, said = verdicts(page)[1]
    assert (number, verdict) == (3, Verdict.WRONG)
    assert said.startswith(says)
    assert "Er veranderde iets" in agree(page).text
    assert not Service.objects.exists()


def test_the_same_service_twice_in_a_file_is_wrong(send):
    assert verdicts(send(HEADINGS, WALK, WALK))[1] == (3, Verdict.WRONG, "Dezelfde dienst als in rij 2.")


def test_a_change_since_somebody_looked_saves_nothing(send, agree, list_service, policy_maker, town):
    listed = list_service()
    page = send("Naam;Wie het aanbiedt;Openingstijden", "Inloop De Haven;De Haven;Ma t/m vr")
    network.services.change(service=listed, by=policy_maker, revision=1, municipalities=[town], hours="Zo")
    again = agree(page)
    assert "Er veranderde iets sinds je keek." in again.text
    assert Service.objects.get().hours == "Zo"
    agree(again)
    assert Service.objects.get().hours == "Ma t/m vr"


def test_what_is_sent_by_hand_is_not_taken(browser, region, elsewhere, send):
    confirm = reverse("network:confirm_import", args=[region.pk])
    page = send(HEADINGS, WALK)
    for rows in ("", "x", page.context["rows"] + "x", sheets_of(elsewhere)):
        answer = browser.post(confirm, {"rows": rows, "seen": page.context["report"].digest}, follow=True)
        assert "Upload het bestand nog een keer." in answer.text
    assert not Service.objects.exists()


def sheets_of(region) -> str:
    from aftercare.network.forms.exchange import carried  # only here: what belongs to another region

    return carried(region.pk, [])


def test_a_race_to_the_same_name_is_refused_in_words(send, agree, list_service, monkeypatch):
    page = send(HEADINGS, WALK)

    def refuse(**_details):
        raise Refused("Bezet.")

    monkeypatch.setattr("aftercare.network.actions.services.bring_in", refuse)
    assert "Bezet." in agree(page).text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leeg"),
        (b"Iets;Anders\n1;2\n", "heeft de kop “Naam”, “Wie het aanbiedt” niet"),
        (HEADINGS.encode(), "leeg"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "oud Excel-bestand"),
        (b"PK\x03\x04" + b"x" * 50, "beschadigd"),
        (b"%PDF-1.4 iets", "geen CSV"),
        (b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00", "geen tekstbestand"),
        ((HEADINGS + '\n"Samen;lopen\n').encode(), "aanhalingsteken"),
    ],
)
def test_a_broken_file_is_answered_in_words(send, content, says):
    (message,) = send(content).context["form"].errors["file"]
    assert says in message
    assert not Service.objects.exists()


def test_a_file_that_is_too_big_is_answered_in_words(send):
    assert "groter dan 5 MB" in send(b"x" * 5_000_001).text
    many = "\n".join([HEADINGS, *(WALK.replace("lopen", str(number)) for number in range(501))])
    assert "meer dan 500 rijen" in send(many.encode()).text


def test_an_old_encoding_and_a_workbook_are_read(send, town):
    assert verdicts(send("\n".join([HEADINGS, WALK.replace("Twee", "Één")]).encode("cp1252"))) == [(2, Verdict.NEW)]
    page = send(as_xlsx(HEADINGS.split(";"), WALK.split(";")), name="netwerk.xlsx")
    assert verdicts(page) == [(2, Verdict.NEW)]


def test_a_formula_in_a_workbook_is_kept_as_text(send, agree):
    cells = WALK.split(";")
    agree(send(as_xlsx(HEADINGS.split(";"), [*cells[:3], "=1+1", *cells[4:]]), name="netwerk.xlsx"))
    assert Service.objects.get().about == "=1+1"


@given(st.binary(max_size=300), st.integers(0, 200))
def test_damaged_bytes_are_read_or_refused_and_nothing_else(noise, at):
    content = f"{HEADINGS}\n{WALK}".encode()
    damaged = content[:at] + noise + content[at + len(noise) // 2 :]
    with contextlib.suppress(Refused):
        assert all(isinstance(cells, dict) for _number, cells in sheets.read(damaged))


def test_only_the_team_exchanges_files(browser_of, counsellor, region):
    for name in ("export", "import"):
        assert browser_of(counsellor).get(reverse(f"network:{name}", args=[region.pk])).status_code == 403


def test_checking_takes_as_many_queries_for_more_rows(send, region, town, django_assert_max_num_queries):
    rows = [(number, {"name": f"N{number}", "provider": "P"}) for number in range(40)]
    with django_assert_max_num_queries(3):
        sheets.check(region, rows)
