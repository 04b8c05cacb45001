"""The dry run: of every row what will happen to it, and why. It changes nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.accounts.models import SAME_NAME, Organisation, User
from trajectories.dossier.actions import Newcomer
from trajectories.dossier.models import Trajectory
from trajectories.imports.columns import Field
from trajectories.imports.known import Known, look_up
from trajectories.imports.likeness import folded, likeness
from trajectories.imports.values import Values

OF_TRAJECTORY = (
    Field.KIND,
    Field.STARTS_ON,
    Field.ENDS_ON,
    Field.TREATMENT,
    Field.TREATMENT_PLACE,
    Field.TREATMENT_ENDED_ON,
)
OF_CLIENT = (Field.NUMBER, Field.BIRTH_DATE, Field.PRONOUNS)


class Verdict(TextChoices):
    ERROR = "error", gettext_lazy("Not right yet")
    LIKELY = "likely", gettext_lazy("Perhaps known already")
    SKIP = "skip", gettext_lazy("Passed over")
    NEW = "new", gettext_lazy("Will be registered")


@dataclass
class Line:
    """A row of the report."""

    values: Values
    verdict: Verdict
    says: list[str]
    counsellor: User | None = None
    person: User | None = None
    """Somebody whom another organisation registered, with the same address and name."""

    @property
    def number(self) -> int:
        return self.values.number

    @property
    def name(self) -> str:
        return self.values.get(Field.NAME)


@dataclass(frozen=True)
class Report:
    lines: list[Line]
    known: Known

    def of(self, verdict: Verdict) -> list[Line]:
        return [line for line in self.lines if line.verdict == verdict]

    @cached_property
    def counts(self) -> Counter[Verdict]:
        return Counter(line.verdict for line in self.lines)

    @property
    def may_go_on(self) -> bool:
        return not self.counts[Verdict.ERROR]

    @cached_property
    def digest(self) -> str:
        """Of what somebody saw and agreed to: who, and what would happen."""
        said = "\n".join(f"{line.number} {line.verdict} {line.name} {line.counsellor}" for line in self.lines)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass
class Check:
    """`others` are the rows of which somebody said that they are not whom they resemble."""

    organisation: Organisation
    counsellors: list[User]
    default: User | None
    today: date
    others: set[int] = field(default_factory=set)

    def run(self, rows: Iterable[Values]) -> Report:
        rows = list(rows)
        self.known = look_up(rows, self.organisation)
        self.seen: dict[tuple[str, Any], Values] = {}
        self.by_birth: dict[date, list[Values]] = {}
        self.by_name = _by_name(self.counsellors)
        return Report([self._line(row) for row in rows], self.known)

    def _line(self, row: Values) -> Line:
        counsellor = self._counsellor(row)
        if twin := self._same_row(row):
            return Line(row, Verdict.SKIP, [_("The same as row %(row)d.") % {"row": twin.number}])
        if row.errors or (errors := self._clashes(row)):
            return Line(row, Verdict.ERROR, row.errors or errors)
        line = self._against_portal(row) or self._against_file(row)
        if line is None:
            line = Line(row, Verdict.NEW, [_will_be(row, counsellor)], counsellor, self._elsewhere(row))
        self._note(row)
        return line

    def _counsellor(self, row: Values) -> User | None:
        said = row.get(Field.COUNSELLOR)
        if not said:
            if self.default is None:
                row.errors.append(_("There is no counsellor in this row, and none was chosen for such rows."))
            return self.default
        found = [one for one in self.counsellors if one.email and one.email.lower() == said.lower()]
        found = found or self.by_name.get(_tokens(said), [])
        if len(found) != 1:
            row.errors.append(self._no_such_counsellor(said, found))
        return found[0] if len(found) == 1 else None

    def _no_such_counsellor(self, said: str, found: list[User]) -> str:
        words = {"said": said, "names": ", ".join(one.name for one in self.counsellors[:5])}
        if found:
            return _("Counsellor “%(said)s”: there are two of that name. Use the e-mail address.") % words
        return _("Counsellor “%(said)s” is not known here. Expected a name or an e-mail address of: %(names)s.") % words

    def _same_row(self, row: Values) -> Values | None:
        key = ("row", tuple(sorted((name, str(value)) for name, value in row.by_field.items())))
        first = self.seen.setdefault(key, row)
        return None if first is row else first

    def _clashes(self, row: Values) -> list[str]:
        """What cannot be, given the rows above and the portal."""
        errors = []
        for name in (Field.NUMBER, Field.EMAIL):
            value = str(row.get(name)).lower()
            if value and (first := self.seen.get((name, value))):
                words = {"field": name.label, "value": row.get(name), "row": first.number}
                errors.append(_("%(field)s “%(value)s” stands in row %(row)d too.") % words)
        born = row.get(Field.BIRTH_DATE)
        for other in self.by_birth.get(born, []) if born else []:
            if folded(other.get(Field.NAME)) == folded(row.get(Field.NAME)) and not errors:
                errors.append(
                    _("The same name and date of birth as row %(row)d. Leave one of the two out.")
                    % {"row": other.number}
                )
        if any(match.contradicts for match in self._matches(row)) or self._address_is_of_somebody_else(row):
            errors.append(
                _("The client number or e-mail address is in use for somebody else. Check it together with them.")
            )
        return errors

    def _address_is_of_somebody_else(self, row: Values) -> bool:
        person = self.known.people.get(row.get(Field.EMAIL))
        if person is None:
            return False
        alike = likeness(person.name, row.get(Field.NAME)) >= SAME_NAME
        return not alike or not person.is_active or person.pk in self.known.staff

    def _matches(self, row: Values) -> list[Any]:
        return self.known.matches.get(row.number, [])

    def _against_portal(self, row: Values) -> Line | None:
        same = next((match for match in self._matches(row) if match.is_the_same), None)
        if same and same.is_running:
            return Line(row, Verdict.SKIP, [_("Is registered here already, with a trajectory that is running.")])
        if same:
            return Line(
                row, Verdict.SKIP, [_("Was here before. A counsellor opens the old dossier again; see Clients.")]
            )
        if self._matches(row) and row.number not in self.others:
            return Line(row, Verdict.LIKELY, [_("Resembles somebody who is registered here, by name or birth date.")])
        return None

    def _against_file(self, row: Values) -> Line | None:
        born, name = row.get(Field.BIRTH_DATE), row.get(Field.NAME)
        alike = [other for other in self.by_birth.get(born, []) if likeness(other.get(Field.NAME), name) >= SAME_NAME]
        first = self.seen.get(("name", folded(name)))
        if first and (born is None or first.get(Field.BIRTH_DATE) is None):
            alike.append(first)
        if not alike or row.number in self.others:
            return None
        return Line(
            row, Verdict.LIKELY, [_("Resembles row %(row)d, by name or birth date.") % {"row": alike[0].number}]
        )

    def _elsewhere(self, row: Values) -> User | None:
        return self.known.people.get(row.get(Field.EMAIL))

    def _note(self, row: Values) -> None:
        """What the rows below are compared with."""
        for name in (Field.NUMBER, Field.EMAIL):
            self.seen.setdefault((name, str(row.get(name)).lower()), row)
        self.seen.setdefault(("name", folded(row.get(Field.NAME))), row)
        if born := row.get(Field.BIRTH_DATE):
            self.by_birth.setdefault(born, []).append(row)


def _tokens(name: str) -> str:
    """A name whichever part stands first."""
    return " ".join(sorted(folded(word) for word in name.replace(",", " ").split()))


def _by_name(people: list[User]) -> dict[str, list[User]]:
    found: dict[str, list[User]] = {}
    for person in people:
        found.setdefault(_tokens(person.name), []).append(person)
    return found


def _will_be(row: Values, counsellor: User | None) -> str:
    words = {
        "name": counsellor.name if counsellor else "",
        "start": date_format(row.get(Field.STARTS_ON), "j F Y"),
        "end": date_format(row.get(Field.ENDS_ON), "j F Y"),
    }
    return _("With %(name)s, from %(start)s until %(end)s.") % words


def newcomer(line: Line, organisation: Organisation) -> Newcomer:
    """A row that will be registered, as the dossiers take it."""
    values = line.values
    person = line.person or User(
        name=line.name,
        email=values.get(Field.EMAIL) or None,
        called=values.get(Field.CALLED),
        phone=values.get(Field.PHONE),
        language=values.get(Field.LANGUAGE) or "nl",
        time_zone=organisation.time_zone,
    )
    trajectory = {name.value: values.get(name) for name in OF_TRAJECTORY}
    trajectory["kind"] = trajectory["kind"] or Trajectory.Kind.CLIENT
    client = {name.value: values.get(name) for name in OF_CLIENT}
    return Newcomer(person, line.person is None, line.counsellor, client, trajectory)
