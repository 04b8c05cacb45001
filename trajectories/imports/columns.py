"""What a column may be, and which one it seems to be by its heading."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aftercare.core.tables import Row, Table
from aftercare.core.tables.headings import plain

HEADINGS_WITHIN = 10
"""The headings stand in one of the first rows that hold something; titles and merged cells may stand above."""
EXAMPLES = 3


class Field(TextChoices):
    NAME = "name", _("Name, in full")
    FIRST_NAME = "first_name", _("First name")
    INFIX = "infix", _("Name prefix")
    LAST_NAME = "last_name", _("Last name")
    CALLED = "called", _("Called")
    BIRTH_DATE = "birth_date", _("Date of birth")
    PRONOUNS = "pronouns", _("Pronouns")
    NUMBER = "number", _("Client number")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Phone")
    LANGUAGE = "language", _("Language")
    KIND = "kind", _("Client or relative")
    COUNSELLOR = "counsellor", _("Counsellor")
    STARTS_ON = "starts_on", _("Start")
    ENDS_ON = "ends_on", _("Agreed end")
    TREATMENT = "treatment", _("Treatment before")
    TREATMENT_PLACE = "treatment_place", _("Where that was")
    TREATMENT_ENDED_ON = "treatment_ended_on", _("When that ended")


DATES = (Field.BIRTH_DATE, Field.STARTS_ON, Field.ENDS_ON, Field.TREATMENT_ENDED_ON)
WORDS: dict[str, str] = {
    Field.NAME: "naam name client clientnaam volledigenaam naamvolledig fullname nameinfull clientname naamclient",
    Field.FIRST_NAME: "voornaam voornamen firstname givenname forename",
    Field.INFIX: "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels infix prefix nameprefix tv",
    Field.LAST_NAME: "achternaam geboortenaam lastname surname familyname",
    Field.CALLED: "roepnaam called nickname preferredname calledname",
    Field.BIRTH_DATE: "geboortedatum gebdatum gebdat geboren geb dateofbirth birthdate dob born",
    Field.PRONOUNS: "voornaamwoorden pronouns",
    Field.NUMBER: "clientnummer clientnr nummer nr dossiernummer clientnumber clientid id number",
    Field.EMAIL: "email emailadres mail emailaddress mailadres",
    Field.PHONE: "telefoon telefoonnummer telnr tel mobiel mobielnummer phone phonenumber mobile",
    Field.LANGUAGE: "taal language voertaal",
    Field.KIND: "soort kind type clientofnaaste clientorrelative",
    Field.COUNSELLOR: "begeleider behandelaar hulpverlener counsellor counselor casemanager regiebehandelaar",
    Field.STARTS_ON: "start startdatum begin begindatum ingangsdatum startdate startsop aanvang",
    Field.ENDS_ON: "einde einddatum eind enddate end afgesprokeneinde agreedend",
    Field.TREATMENT: "behandeling behandelinghiervoor voorafgaandebehandeling treatment treatmentbefore behandelvorm",
    Field.TREATMENT_PLACE: "kliniek instelling behandelplaats clinic treatmentplace wherethatwas waardatwas",
    Field.TREATMENT_ENDED_ON: "ontslagdatum eindebehandeling wanneerdateindigde dischargedate whenthatended",
}
BY_WORD = {word: Field(field) for field, words in WORDS.items() for word in words.split()}


@dataclass(frozen=True)
class Column:
    place: int
    heading: str
    examples: tuple[str, ...]

    @property
    def letter(self) -> str:
        """As a spreadsheet names it."""
        first, second = divmod(self.place, 26)
        return (chr(64 + first) if first else "") + chr(65 + second)


@dataclass(frozen=True)
class Layout:
    """A table with its headings found: the columns, and the rows of clients below."""

    columns: list[Column]
    rows: list[Row]
    above: int
    """How many rows stand above the headings."""


def lay_out(table: Table) -> Layout:
    candidates = table.rows[:HEADINGS_WITHIN][:-1] or table.rows[:1]
    place = max(range(len(candidates)), key=lambda at: (_recognised(candidates[at]), -at))
    headings = [_shown(cell) for cell in table.rows[place][1]]
    below = table.rows[place + 1 :]
    width = max([len(headings), *(len(cells) for _number, cells in below)])
    headings += [""] * (width - len(headings))
    columns = [Column(at, heading, _examples(below, at)) for at, heading in enumerate(headings)]
    return Layout([column for column in columns if column.heading or column.examples], below, place)


def _recognised(row: Row) -> int:
    return sum(plain(_shown(cell)) in BY_WORD for cell in row[1])


def _examples(rows: Iterable[Row], place: int) -> tuple[str, ...]:
    found: list[str] = []
    for _number, cells in rows:
        if place < len(cells) and cells[place] != "" and (text := _shown(cells[place])) not in found:
            found.append(text)
        if len(found) == EXAMPLES:
            break
    return tuple(found)


def _shown(cell: str | date) -> str:
    return date_format(cell, "j-n-Y") if isinstance(cell, date) else str(cell)


def guess(columns: list[Column], remembered: dict[str, str]) -> dict[int, str]:
    """A field for each column whose heading is known: as it was matched the last time, else by its words."""
    guessed: dict[int, str] = {}
    for column in columns:
        heading = plain(column.heading)
        field = remembered.get(heading, BY_WORD.get(heading, ""))
        if field and field not in guessed.values():
            guessed[column.place] = field
    return guessed
