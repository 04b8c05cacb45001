"""From upload to confirmation on the page: each question once, nothing before the last button, nobody else's file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aftercare.audit.models import AccessEntry, Event, Outcome
from aftercare.core import tables
from tests.core.tables.files import HEADINGS, WOUT, ZOE, as_csv, as_xlsx
from tests.personas import member
from trajectories.dossier.models import Trajectory
from trajectories.imports import actions, sitting
from trajectories.imports.models import ClientImport

START = reverse("imports:start")


@pytest.fixture
def desk(browser_of, administrator):
    return browser_of(administrator)


@pytest.fixture
def send(desk, organisation, counsellor):
    """send(content) uploads it; the answer is the page that follows."""

    def upload(content: bytes, name: str = "clienten.csv"):
        file = SimpleUploadedFile(name, content)
        return desk.post(START, {"organisation": organisation.pk, "file": file}, follow=True)

    return upload


def page(name: str, imported: ClientImport) -> str:
    return reverse(f"imports:{name}", args=[imported.pk])


def chosen(response) -> dict:
    """The form of columns as it stands on the page."""
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


@pytest.mark.parametrize("content", [as_csv(HEADINGS, WOUT, ZOE), as_xlsx(HEADINGS, WOUT, ZOE)], ids=["csv", "xlsx"])
def test_a_good_file_in_three_steps(send, desk, content, counsellor):
    columns = send(content)
    assert [field.value() for _column, field in columns.context["form"].matches] == [
        "name",
        "birth_date",
        "email",
        "counsellor",
    ]
    imported = ClientImport.objects.get()
    check = desk.post(page("columns", imported), chosen(columns), follow=True)
    assert "Register 2 people" in check.text
    assert not Trajectory.objects.exists()
    done = desk.post(page("confirm", imported), {"seen": check.context["report"].digest}, follow=True)
    assert "2 people are registered" in done.text
    assert Trajectory.objects.visible_to(counsellor).count() == 2
    assert "clienten.csv" in desk.get(START).text


def test_what_cannot_be_read_is_said_at_the_file(send):
    response = send(b"\xd0\xcf\x11\xe0" + b"\0" * 20, name="oud.xls")
    assert "old Excel file" in str(response.context["form"].errors["file"])
    assert not ClientImport.objects.exists()


def test_a_file_that_is_too_big_is_not_read(send):
    response = send(b"x" * (tables.BIGGEST + 1))
    assert "5 MB" in str(response.context["form"].errors["file"])


def test_no_file_and_an_empty_file(send, desk, organisation):
    assert "empty" in str(send(b"").context["form"].errors["file"])
    assert desk.post(START, {"organisation": organisation.pk}).context["form"].errors["file"]


def test_a_file_s_name_is_only_a_name(send):
    send(as_csv(HEADINGS, WOUT), name="../../<b>klant</b>\x07.csv")
    assert "/" not in ClientImport.objects.get().file_name
    assert "\x07" not in ClientImport.objects.get().file_name


def test_doubtful_letters_are_shown_and_read_again(send, desk):
    response = send(as_csv(HEADINGS, ZOE, encoding="mac_roman"))
    assert "does not say how its letters were saved" in response.text
    assert ZOE[0] not in response.text
    imported = ClientImport.objects.get()
    again = desk.post(page("read", imported), {"encoding": "mac_roman", "delimiter": ";"}, follow=True)
    assert ZOE[0] in again.text


def test_an_encoding_that_cannot_be_is_said(send, desk):
    send(as_csv(HEADINGS, ZOE, encoding="cp1252"))
    imported = ClientImport.objects.get()
    response = desk.post(page("read", imported), {"encoding": "utf-8-sig", "delimiter": ";"})
    assert "cannot be read as UTF-8" in response.text
    assert ZOE[0] in response.text


def test_another_sheet_can_be_chosen(send, desk):
    def change(book):
        april = book.create_sheet("April")
        april.append(HEADINGS)
        april.append(ZOE)

    assert WOUT[0] in send(as_xlsx(HEADINGS, WOUT, change=change)).text
    imported = ClientImport.objects.get()
    assert ZOE[0] in desk.post(page("read", imported), {"sheet": "April"}, follow=True).text


def test_rows_above_the_headings_and_columns_without_one(send):
    response = send(as_csv(["Cliënten maart"], ["Naam", "Begeleider"], ["Wout", "Ilse Doornbosch", "los"]))
    assert "1 row above the headings" in response.text
    assert "Column C" in response.text


def test_dates_that_can_be_read_two_ways_are_asked_once(send, desk):
    columns = send(as_csv(["Naam", "Geboortedatum", "Begeleider"], ["Wout", "03-04-1988", "Ilse Doornbosch"]))
    assert "can be read in two ways" in columns.text
    imported = ClientImport.objects.get()
    unanswered = desk.post(page("columns", imported), chosen(columns))
    assert list(unanswered.context["form"].errors) == ["date_order"]
    answered = chosen(columns) | {"date_order": "day"}
    assert desk.post(page("columns", imported), answered).url == page("check", imported)
    following = send(as_csv(["Naam", "Geboortedatum", "Begeleider"], ["Zoë", "05-06-1990", "Ilse Doornbosch"]))
    assert following.context["form"]["date_order"].value() == "day"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"column-1": "name"}, "column-1", "“Naam” already"),
        ({"column-0": ""}, "__all__", "which column holds the name"),
        ({"column-3": ""}, "counsellor", "Choose who carries"),
        ({"column-3": "moon"}, "column-3", "valid choice"),
        ({"counsellor": "0190a000-0000-7000-8000-000000000000"}, "counsellor", "valid choice"),
    ],
)
def test_columns_that_cannot_be_are_said(send, desk, change, field, words):
    columns = send(as_csv(HEADINGS, WOUT))
    response = desk.post(page("columns", ClientImport.objects.get()), chosen(columns) | change)
    errors = response.context["form"].errors
    assert words in str(errors[field])


def test_one_counsellor_may_carry_everybody(send, desk, counsellor):
    columns = send(as_csv(["Naam"], ["Wout"]))
    imported = ClientImport.objects.get()
    response = desk.post(page("columns", imported), chosen(columns) | {"counsellor": counsellor.pk}, follow=True)
    assert "With Ilse Doornbosch" in response.text


def ready(send, desk, *rows) -> ClientImport:
    columns = send(as_csv(HEADINGS, *rows))
    imported = ClientImport.objects.get()
    desk.post(page("columns", imported), chosen(columns))
    return imported


def test_wrong_rows_are_shown_and_there_is_no_button(send, desk):
    imported = ready(send, desk, WOUT, ["Zoë", "31-02-1980", "", "Ilse Doornbosch"])
    response = desk.get(page("check", imported))
    assert "February 1980 has 29 days" in response.text
    assert "Register 1 person" not in response.text
    refused = desk.post(page("confirm", imported), {"seen": response.context["report"].digest}, follow=True)
    assert "Nothing was imported" in refused.text
    assert not Trajectory.objects.exists()


def test_a_tick_says_that_it_is_somebody_else(send, desk):
    both = [["Anna Vos", "13-04-1988", "", "Ilse Doornbosch"], ["Anne Vos", "13-04-1988", "", "Ilse Doornbosch"]]
    imported = ready(send, desk, *both)
    response = desk.get(page("check", imported))
    assert 'name="other" value="3"' in response.text
    agreed = {"seen": response.context["report"].digest, "other": ["3"]}
    desk.post(page("confirm", imported), agreed | {"other": ["3", "x"]})
    assert not Trajectory.objects.exists()
    desk.post(page("confirm", imported), agreed)
    assert Trajectory.objects.count() == 2


def test_the_report_can_be_downloaded_and_begins_no_formula(send, desk):
    imported = ready(send, desk, ["=cmd|' /C calc'!A0", "", "", "Ilse Doornbosch"], WOUT)
    response = desk.get(page("report", imported))
    assert response.headers["Content-Disposition"].startswith("attachment")
    text = response.content.decode("utf-8-sig")
    assert ";'=cmd|" in text
    assert ";=" not in text
    assert "Wout Brinkman" in text
    assert AccessEntry.objects.filter(event=Event.EXPORT, object_id=imported.pk).exists()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_example_can_be_read_by_ourselves(desk, send, counsellor, language):
    desk.cookies["django_language"] = language
    content = desk.get(reverse("imports:example")).content
    columns = send(content)
    assert all(field.value() for _column, field in columns.context["form"].matches)


def test_whom_the_check_meets_sees_that_in_the_log(send, desk, organisation, counsellor, trajectory):
    imported = ready(send, desk, ["Noor Velthuizen", "", "noor@test.example", "Ilse Doornbosch"])
    assert "Is registered here already" in desk.get(page("check", imported)).text
    lines = AccessEntry.objects.filter(event=Event.SEARCH, client=trajectory.client.user)
    assert {line.role for line in lines} == {"administrator"}


def test_when_it_is_over_every_step_leads_to_its_end(send, desk):
    imported = ready(send, desk, WOUT)
    assert "deleted" in desk.post(page("cancel", imported), follow=True).text
    for name in ("columns", "report"):
        assert desk.get(page(name, imported)).url == page("check", imported)
    assert desk.post(page("read", imported), {}).url == page("check", imported)
    assert "Nobody was registered" in desk.get(page("check", imported)).text
    assert "This import is over" in desk.post(page("cancel", imported), follow=True).text
    assert "This import is over" in desk.post(page("confirm", imported), {"seen": "x"}, follow=True).text
    assert desk.post(page("confirm", imported), {}).status_code == 302


def test_before_the_columns_there_is_no_report(send, desk):
    send(as_csv(HEADINGS, WOUT))
    imported = ClientImport.objects.get()
    assert desk.get(page("check", imported)).url == page("columns", imported)
    assert desk.get(page("report", imported)).url == page("check", imported)


def test_many_rows_are_cut_on_the_page_and_whole_in_the_file(send, desk):
    rows = [[f"Persoon {number:03}", "", "", "Ilse Doornbosch"] for number in range(130)]
    imported = ready(send, desk, *rows)
    assert "The first 100 of 130" in desk.get(page("check", imported)).text
    assert desk.get(page("report", imported)).content.decode().count("Persoon") == 130


@pytest.mark.parametrize(
    "persona", ["counsellor", "coordinator", "manager", "peer_worker", "policy_maker", "partner", "client_user"]
)
def test_only_administrators_of_care_organisations_import(request, browser_of, upload, persona):
    imported = upload(HEADINGS, WOUT)
    user = request.getfixturevalue(persona)
    for path in (START, page("columns", imported), page("check", imported), page("report", imported)):
        assert browser_of(user).get(path).status_code == 403
    assert AccessEntry.objects.filter(user=user, outcome=Outcome.DENIED).count() == 4


def test_an_administrator_of_a_partner_has_no_clients_to_import(browser_of, partner):
    organisation = partner.memberships.get().organisation
    assert browser_of(member("Piet Admin", "administrator", organisation)).get(START).status_code == 403


def test_another_organisation_s_file_does_not_exist(browser_of, upload, other_organisation):
    imported = upload(HEADINGS, WOUT)
    outside = browser_of(member("Els Admin", "administrator", other_organisation))
    for name in ("columns", "check", "report"):
        assert outside.get(page(name, imported)).status_code == 404
    for name in ("read", "confirm", "cancel"):
        assert outside.post(page(name, imported)).status_code == 404
    assert "clienten.csv" not in outside.get(START).text


def test_an_administrator_of_two_places_chooses_one(desk, administrator, other_organisation):
    administrator.memberships.create(role="administrator", organisation=other_organisation)
    assert other_organisation.name in desk.get(START).text


def test_the_list_costs_the_same_for_one_and_three(desk, upload, django_assert_num_queries):
    upload(HEADINGS, WOUT)
    desk.get(START)
    with django_assert_num_queries(9):
        desk.get(START)
    upload(HEADINGS, ZOE)
    upload(HEADINGS, WOUT, ZOE)
    with django_assert_num_queries(9):
        desk.get(START)


def test_the_counsellor_finds_them_and_may_do_the_intake(matched, browser_of, counsellor, administrator):
    imported = matched(["Naam"], ["Wout Brinkman"])
    actions.confirm(imported=imported, by=administrator, seen=sitting.check(imported).digest)
    trajectory = Trajectory.objects.get()
    page_of_clients = browser_of(counsellor).get(reverse("caseload:clients")).text
    assert "Wout Brinkman" in page_of_clients
    assert browser_of(counsellor).get(reverse("intake:go_on", args=[trajectory.pk])).status_code == 302
