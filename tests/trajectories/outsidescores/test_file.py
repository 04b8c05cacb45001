"""Scores of several clients from one file: all of them or none, and only of one's own clients."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aftercare.accounts.models import Membership
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry, Event
from tests.core.tables.files import as_csv, as_xlsx
from tests.personas import person, running
from trajectories.outsidescores import actions
from trajectories.outsidescores.models import OutsideScore

HEADINGS = ["Cliëntnummer", "Vragenlijst", "Onderdeel", "Datum", "Score"]
RIGHT = ["K-7", "OQ-45", "", "12-03-2026", "63"]


@pytest.fixture
def trajectory(trajectory):
    trajectory.client.number = "K-7"
    trajectory.client.save()
    return trajectory


@pytest.fixture
def desk(browser_of, counsellor, trajectory, time_machine):
    time_machine.move_to("2026-11-22 12:00")
    browser = browser_of(counsellor)
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def choose(desk):
    def send(*rows: list, content: bytes | None = None):
        file = SimpleUploadedFile("scores.csv", as_csv(HEADINGS, *rows) if content is None else content)
        return desk.post(reverse("outsidescores:file"), {"file": file})

    return send


def text(response) -> str:
    return " ".join(response.content.decode().split())


def agree(desk, response):
    return desk.post(reverse("outsidescores:confirm_file"), {"rows": response.context["rows"]}, follow=True)


def test_what_is_seen_first_is_written_down_after_agreeing(desk, choose, trajectory):
    response = choose(RIGHT, ["K-7", "mate", "5", "2026-03-12", "7,5"])
    assert "2 will be written down" in text(response).replace("<b>2</b>", "2")
    assert str(trajectory.client) in text(response)
    assert OutsideScore.objects.count() == 0
    assert "2 scores are written down." in text(agree(desk, response))
    stored = OutsideScore.objects.values_list("trajectory", "instrument", "part", "taken_on", "score")
    assert set(stored) == {
        (trajectory.pk, "oq45", "", date(2026, 3, 12), Decimal(63)),
        (trajectory.pk, "mate", "5", date(2026, 3, 12), Decimal("7.5")),
    }


def test_agreeing_twice_writes_once(desk, choose):
    response = choose(RIGHT)
    agree(desk, response)
    assert "stands there already" in text(agree(desk, response)).lower()
    assert OutsideScore.objects.count() == 1


def test_what_stands_there_is_left_and_what_differs_takes_its_place(desk, choose, trajectory, counsellor):
    told = {"instrument": "oq45", "taken_on": date(2026, 3, 12)}
    actions.record(trajectory=trajectory, by=counsellor, score=Decimal(40), **told)
    response = choose(RIGHT)
    assert "Was 40." in text(response)
    agree(desk, response)
    assert OutsideScore.objects.get().score == 63
    page = choose(RIGHT)
    assert "There is nothing to write down." in text(page)
    assert reverse("outsidescores:confirm_file") not in text(page)


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (0, "", "There is no client number in this row."),
        (0, "K-8", "No client of yours has number “K-8”."),
        (1, "Sudoku", "Questionnaire “Sudoku” is not known here."),
        (2, "x" * 41, "A part has at most 40 characters."),
        (3, "31-02-2026", "this day does not exist"),
        (3, "", "Date “”"),
        (3, "23-11-2026", "That day is still to come."),
        (4, "veel", "Score “veel” is no number"),
        (4, "1e9", "Score “1e9” is no number"),
        (4, "NaN", "Score “NaN” is no number"),
        (4, "6,25", "Score “6,25” is no number"),
        (4, "181", "lies between 0 and 180"),
    ],
)
def test_one_wrong_row_is_named_and_keeps_all_back(choose, place, value, says):
    wrong = [value if at == place else cell for at, cell in enumerate(RIGHT)]
    page = text(choose(["K-7", "ORS", "", "12-03-2026", "20"], wrong))
    assert says in page
    assert reverse("outsidescores:confirm_file") not in page


def test_the_same_day_twice_in_a_file_is_asked_about(choose):
    assert "The same questionnaire and day as row 2." in text(choose(RIGHT, RIGHT))


def test_the_order_of_dates_is_seen_from_the_file(desk, choose):
    agree(desk, choose(["K-7", "OQ-45", "", "11/02/2026", "63"], ["K-7", "ORS", "", "10/25/2026", "20"]))
    assert set(OutsideScore.objects.values_list("taken_on", flat=True)) == {date(2026, 11, 2), date(2026, 10, 25)}


def test_a_workbook_with_a_title_above_and_cells_as_excel_has_them(desk, choose):
    content = as_xlsx(["Export"], HEADINGS, ["K-7", "OQ-45", None, date(2026, 3, 12), 63])
    agree(desk, choose(content=content))
    assert OutsideScore.objects.get().taken_on == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (as_csv(["Naam", "Score"], ["Wout", "5"]), "These headings are missing: Client number, Questionnaire, Date."),
        (as_csv(["Lijst"], HEADINGS), "below the headings there is no row"),
        (as_csv(HEADINGS, *[RIGHT] * 501), "more than 500 rows"),
        (b"x" * 5_000_001, "bigger than 5 MB"),
        (b"PK\x03\x04 half a workbook", ""),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(choose, content, says):
    response = choose(content=content)
    assert response.status_code == 200
    assert "nz-field-error" in text(response)
    assert says in text(response)


def test_without_a_file_it_is_asked_for(desk):
    assert "nz-field-error" in text(desk.post(reverse("outsidescores:file"), {"file": ""}))


def test_a_colleague_neither_finds_nor_writes(browser_of, colleague, choose, trajectory):
    packed = choose(RIGHT).context["rows"]
    browser = browser_of(colleague)
    browser.cookies["django_language"] = "en"
    file = SimpleUploadedFile("scores.csv", as_csv(HEADINGS, RIGHT))
    page = text(browser.post(reverse("outsidescores:file"), {"file": file}))
    assert "No client of yours has number" in page
    assert str(trajectory.client) not in page
    assert browser.post(reverse("outsidescores:confirm_file"), {"rows": packed}).status_code == 302
    assert not OutsideScore.objects.exists()


def test_a_number_that_two_clients_have_is_nobodys(choose, counsellor, other_organisation):
    Membership.objects.create(user=counsellor, role=Role.COUNSELLOR, organisation=other_organisation)
    there = running(person("Mila Verhagen"), counsellor, other_organisation)
    there.client.number = "K-7"
    there.client.save()
    assert "Two clients of yours at two organisations have number “K-7”." in text(choose(RIGHT))


@pytest.mark.parametrize("name", ["file", "file_example"])
def test_only_counsellors_come_in(browser_of, coordinator, name):
    assert browser_of(coordinator).get(reverse(f"outsidescores:{name}")).status_code == 403


def test_whoever_no_longer_carries_the_client_writes_nothing(desk, choose, trajectory):
    response = choose(RIGHT)
    trajectory.seats.update(until=date(2026, 11, 20))
    assert "Something changed since this was checked." in text(agree(desk, response))
    assert not OutsideScore.objects.exists()


def test_a_preview_waits_an_hour_and_cannot_be_made_up(desk, choose, time_machine):
    response = choose(RIGHT)
    made_up = desk.post(reverse("outsidescores:confirm_file"), {"rows": "WyJkYXkiLCBbXV0:abc"}, follow=True)
    assert "This preview is no longer valid." in text(made_up)
    for _pause in range(3):
        time_machine.shift(timedelta(minutes=21))
        desk.get(reverse("outsidescores:file"))
    assert "This preview is no longer valid." in text(agree(desk, response))
    assert not OutsideScore.objects.exists()


def test_the_clients_that_are_shown_stand_in_the_log(choose, trajectory, counsellor):
    choose(RIGHT)
    assert AccessEntry.objects.filter(
        event=Event.SEARCH, user_id=counsellor.pk, client_id=trajectory.client.user_id
    ).exists()


def test_the_check_costs_the_same_for_one_and_three_rows(choose):
    choose(RIGHT)  # what a first request looks up once
    counts = []
    for rows in ([RIGHT], [RIGHT, ["K-7", "ORS", "", "12-03-2026", "20"], ["K-7", "WHO-5", "", "1-3-2026", "48"]]):
        with CaptureQueriesContext(connection) as queries:
            choose(*rows)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_example_can_be_read_back(desk, choose):
    content = desk.get(reverse("outsidescores:file_example")).content
    page = text(choose(content=content))
    assert "No client of yours has number “K-1024”." in page
    assert "These headings" not in page
