"""The dry run says of each row what would happen, and of a mistake the column, what was found and expected."""

from datetime import date

import pytest

from tests.core.tables.files import HEADINGS, WOUT, ZOE, as_xlsx
from tests.personas import member
from trajectories.dossier import actions as dossier
from trajectories.imports import sitting

BORN = date(1988, 4, 12)
AT_ISLE = ["Naam", "Begeleider"]


def register(organisation, by, **person):
    today = date(2026, 11, 1)
    return dossier.register_person(
        organisation=organisation,
        by=by,
        starts_on=today,
        ends_on=today,
        **{"name": "Wout Brinkman", "birth_date": BORN, **person},
    )


def test_a_row_that_is_right_says_with_whom_and_how_long(checked):
    assert checked(HEADINGS, WOUT, ZOE) == {
        2: ("new", "With Ilse Doornbosch, from 22 November 2026 until 22 February 2027."),
        3: ("new", "With Ilse Doornbosch, from 22 November 2026 until 22 February 2027."),
    }


@pytest.mark.parametrize(
    ("heading", "cell", "words"),
    [
        ("Geboortedatum", "31-02-1988", ["“Geboortedatum”", "“31-02-1988”", "February 1988 has 29 days"]),
        ("Geboortedatum", "ooit", ["“ooit”", "expected a date such as"]),
        ("Geboortedatum", "12-04-2031", ["date of birth cannot be right"]),
        ("Geboortedatum", "12-04-1850", ["date of birth cannot be right"]),
        ("E-mail", "wout.example", ["“wout.example”", "not an e-mail address"]),
        ("Telefoon", "bellen", ["a phone number has digits"]),
        ("Taal", "Fries", ["expected one of: nl, en"]),
        ("Soort", "huisdier", ["expected one of: client, naaste"]),
        ("Behandeling", "spa", ["expected one of: kliniek, ambulant"]),
        ("Start", "12-04-1950", ["this start cannot be right"]),
        ("Einddatum", "01-01-2020", ["the end cannot be before the start"]),
        ("Ontslagdatum", "01-01-2031", ["this date cannot be right"]),
        ("Cliëntnummer", "K" * 40, ["at most 30 characters fit"]),
        ("Roepnaam", "RenÃ©", ["letters were damaged"]),
        ("Begeleider", "Ilse Anders", ["“Ilse Anders” is not known here", "Ilse Doornbosch"]),
    ],
)
def test_a_mistake_names_the_column_what_was_found_and_what_is_expected(checked, heading, cell, words):
    verdict, says = checked(["Naam", heading], ["Wout Brinkman", cell])[2]
    assert verdict == "error"
    assert [word for word in words if word not in says] == []


def test_a_row_without_a_name(checked):
    assert checked(["Naam", "E-mail"], ["", "wout@test.example"])[2] == ("error", "There is no name in this row.")


def test_a_treatment_cannot_end_before_birth(checked):
    rows = ["Naam", "Geboortedatum", "Ontslagdatum"], ["Wout", "12-04-1988", "12-04-1980"]
    assert checked(*rows)[2][0] == "error"


def test_a_formula_in_a_cell_that_matters_is_an_error_and_elsewhere_it_does_not_matter(checked):
    def change(book):
        book.active["A2"] = "=1+1"
        book.active["C3"] = "=1+1"

    content = as_xlsx(["Naam", "E-mail", "Opmerking"], ["", ""], ["Zoë", ""], change=change)
    report = checked(content=content)
    assert report[2] == ("error", "Column “Naam”: found “=1+1”; this is a formula; paste its value as text.")
    assert report[3][0] == "new"


def test_how_a_cell_was_read_is_said_where_it_is_not_plain(matched):
    imported = matched(
        ["Naam", "Geboortedatum", "Telefoon", "Roepnaam"], ["Brinkman, Wout", "12-4-88", "612345678", "=cmd"]
    )
    (line,) = sitting.check(imported).lines
    assert line.name == "Wout Brinkman"
    assert line.values.get("phone") == "0612345678"
    assert line.values.get("called") == "=cmd"
    assert len(line.values.notes) == 4


def test_a_name_may_stand_in_three_columns_and_a_counsellor_either_way_round(matched):
    imported = matched(
        ["Voornaam", "Tussenvoegsel", "Achternaam", "Begeleider"], ["Zoë", "van der", "Meer", "Doornbosch, Ilse"]
    )
    (line,) = sitting.check(imported).lines
    assert (line.name, line.counsellor.name, line.verdict) == ("Zoë van der Meer", "Ilse Doornbosch", "new")


def test_two_counsellors_of_one_name_are_told_apart_by_address(checked, counsellor, colleague):
    colleague.name = counsellor.name
    colleague.save()
    assert "two of that name" in checked(AT_ISLE, ["Wout", "Ilse Doornbosch"])[2][1]
    assert checked(AT_ISLE, ["Zoë", "farah@test.example"])[2][0] == "new"


def test_without_a_counsellor_nobody_is_registered(checked):
    assert "no counsellor" in checked(["Naam"], ["Wout"], carried_by=None)[2][1]


def test_who_works_elsewhere_or_as_something_else_is_no_counsellor(checked, outsider, coordinator):
    for name in (outsider.name, coordinator.email):
        assert checked(AT_ISLE, ["Wout", name])[2][0] == "error"


def test_rows_of_the_same_file_are_compared(checked):
    headings = ["Naam", "Geboortedatum", "E-mail", "Nummer"]
    report = checked(
        headings,
        ["Wout Brinkman", "12-04-1988", "wout@test.example", "K-1"],
        ["Wout Brinkman", "12-04-1988", "wout@test.example", "K-1"],
        ["Zoë de Boer", "", "zoe@test.example", "k-1"],
        ["Aad de Boer", "", "WOUT@test.example", ""],
        ["wout  brinkman", "12-4-1988", "", "K-5"],
        ["Wouter Brinkmann", "12-04-1988", "", "K-6"],
        ["Wout Brinkman", "", "", "K-7"],
        ["Wout Brinkman", "12-04-1999", "", "K-8"],
        others=frozenset({7}),
    )
    assert report[3] == ("skip", "The same as row 2.")
    assert report[4] == ("error", "Client number “k-1” stands in row 2 too.")
    assert report[5] == ("error", "E-mail address “wout@test.example” stands in row 2 too.")
    assert report[6] == ("error", "The same name and date of birth as row 2. Leave one of the two out.")
    assert report[7][0] == "new"
    assert report[8] == ("likely", "Resembles row 2, by name or birth date.")
    assert report[9][0] == "new"


def test_twins_are_asked_about(checked):
    rows = ["Naam", "Geboortedatum"], ["Anna de Vries", "12-04-1988"], ["Anne de Vries", "12-04-1988"]
    assert checked(*rows)[3][0] == "likely"


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (["Wout Brinkman", "12-04-1988", "", ""], "skip"),
        (["Wout Brinkmann", "", "wout@test.example", ""], "skip"),
        (["Wouter Brinkman", "", "", "K-1"], "skip"),
        (["Wouter Brinkmann", "12-04-1988", "", ""], "likely"),
        (["Wout Brinkman", "", "", ""], "likely"),
        (["Sofie de Boer", "", "", "K-1"], "error"),
        (["Sofie de Boer", "", "wout@test.example", ""], "error"),
        (["Wout Brinkman", "12-04-1999", "", ""], "new"),
        (["Sofie de Boer", "12-04-1988", "", ""], "new"),
    ],
)
def test_clients_who_are_here_already_are_recognised(checked, organisation, counsellor, row, verdict):
    register(organisation, counsellor, email="wout@test.example", number="K-1")
    assert checked(["Naam", "Geboortedatum", "E-mail", "Nummer"], row)[2][0] == verdict


def test_who_only_resembles_somebody_is_registered_when_a_person_says_so(checked, organisation, counsellor):
    register(organisation, counsellor)
    rows = ["Naam", "Geboortedatum"], ["Wouter Brinkmann", "12-04-1988"]
    assert checked(*rows, others=frozenset({2}))[2][0] == "new"


def test_who_was_here_before_is_left_to_a_counsellor(checked, organisation, counsellor):
    dossier.close(trajectory=register(organisation, counsellor), by=counsellor)
    verdict, says = checked(["Naam", "Geboortedatum"], ["Wout Brinkman", "12-04-1988"])[2]
    assert (verdict, says.split(".")[0]) == ("skip", "Was here before")


def test_another_organisation_s_client_is_no_duplicate_but_their_address_is_theirs(
    checked, other_organisation, outsider
):
    register(other_organisation, outsider, email="wout@test.example")
    headings = ["Naam", "Geboortedatum", "E-mail"]
    report = checked(
        headings,
        ["Wout Brinkman", "12-04-1988", ""],
        ["Wout J. Brinkman", "", "wout@test.example"],
        others=frozenset({3}),
    )
    assert [verdict for verdict, _says in report.values()] == ["new", "new"]
    assert checked(headings, ["Sofie de Boer", "", "wout@test.example"])[2][0] == "error"


def test_a_member_of_staff_is_no_client(checked, organisation):
    member("Hanne Prins", "manager", organisation)
    assert checked(["Naam", "E-mail"], ["Hanne Prins", "hanne@test.example"])[2][0] == "error"


def test_names_in_another_script_are_told_apart(checked):
    report = checked(["Naam"], ["Мария Иванова"], ["Олег Петров"], ["Мария Иванова", "x"])
    assert [verdict for verdict, _says in report.values()] == ["new", "new", "skip"]


def test_ambiguous_dates_follow_the_answer(matched):
    rows = ["Naam", "Geboortedatum"], ["Wout", "03-04-1988"]
    (line,) = sitting.check(matched(*rows, date_order="month")).lines
    assert line.values.get("birth_date") == date(1988, 3, 4)


def test_a_date_that_proves_the_order_wins_from_the_answer(matched):
    rows = ["Naam", "Geboortedatum"], ["Wout", "03-04-1988"], ["Zoë", "25-04-1988"]
    line, _zoe = sitting.check(matched(*rows, date_order="month")).lines
    assert line.values.get("birth_date") == date(1988, 4, 3)


@pytest.mark.parametrize("rows", [3, 60])
def test_checking_asks_the_database_the_same_however_many_rows(
    matched, organisation, counsellor, rows, django_assert_num_queries
):
    register(organisation, counsellor, email="wout@test.example")
    people = [[f"Persoon {number}", f"p{number}@test.example"] for number in range(rows)]
    imported = matched(["Naam", "E-mail"], ["Wout Brinkman", "wout@test.example"], *people)
    with django_assert_num_queries(4):
        sitting.check(imported)
