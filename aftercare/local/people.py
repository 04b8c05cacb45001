"""The demo's people, as the terminal and the sign-in page show them. The seed makes them by the same addresses."""

from typing import NamedTuple

PASSWORD = "nazorg-demo"  # noqa: S105 - shown on the sign-in page of a demo


def _(text: str) -> str:
    """For the catalogue: the sign-in page translates what stands here, the terminal does not."""
    return text


class Person(NamedTuple):
    email: str
    role: str
    does: str


PEOPLE = (
    Person("begeleider@demo.example", _("Counsellor"), _("De Kade, about 40 clients")),
    Person("begeleider2@demo.example", _("Counsellor"), _("De Kade, other clients")),
    Person("coordinator@demo.example", _("Coordinator"), _("De Kade, groups, rooms and attendance, no dossiers")),
    Person("client@demo.example", _("Client"), _("De Kade, six months under way")),
    Person("client2@demo.example", _("Client"), _("Het Veer, four months under way")),
    Person("naaste@demo.example", _("Relative"), _("De Kade, sees what the client shares")),
    Person("naaste2@demo.example", _("Relative"), _("De Kade, of somebody who is no client here")),
    Person("ervaring@demo.example", _("Peer worker"), _("De Kade, leads groups")),
    Person(
        "partner@demo.example", _("Partner (social domain)"), _("Neighbourhood team Oosterveen, receives handovers")
    ),
    Person("manager@demo.example", _("Manager"), _("De Kade, figures, never dossiers")),
    Person("beleid@demo.example", _("Policy maker"), _("Figures of a region, never dossiers")),
    Person("beheer@demo.example", _("Administrator"), _("De Kade, accounts, no dossiers")),
    Person("buiten@demo.example", _("Counsellor"), _("Het Veer, sees nothing of De Kade")),
)


def table() -> str:
    widths = [max(len(person[column]) for person in PEOPLE) for column in (0, 1)]
    lines = [f"  {person.email:<{widths[0]}}  {person.role:<{widths[1]}}  {person.does}" for person in PEOPLE]
    return "\n".join([f"Sign in with the password {PASSWORD} as one of:", *lines])
