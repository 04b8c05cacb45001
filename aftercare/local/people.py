"""The demo's people, as the terminal and the sign-in page show them. The seed makes them by the same addresses."""

from typing import NamedTuple

PASSWORD = "nazorg-demo"  # noqa: S105 - shown on the sign-in page of a demo


class Person(NamedTuple):
    email: str
    role: str
    does: str


PEOPLE = (
    Person("begeleider@demo.example", "begeleider", "counsellor at organisation A, about 40 clients"),
    Person("begeleider2@demo.example", "begeleider", "counsellor at organisation A, another caseload"),
    Person("coordinator@demo.example", "coördinator", "plans groups and rooms, sees attendance, no dossiers"),
    Person("client@demo.example", "cliënt", "client at organisation A, six months under way"),
    Person("client2@demo.example", "cliënt", "client at organisation B"),
    Person("naaste@demo.example", "naaste", "relative, sees what the client shares"),
    Person("ervaring@demo.example", "ervaringsdeskundige", "peer worker, leads groups"),
    Person("partner@demo.example", "partner", "professional in the social domain, receives handovers"),
    Person("manager@demo.example", "manager", "sees figures of organisation A, never dossiers"),
    Person("beleid@demo.example", "beleidsmaker", "policy maker, sees figures of a region"),
    Person("beheer@demo.example", "beheerder", "administrator of accounts, no dossiers"),
    Person("buiten@demo.example", "begeleider", "counsellor at organisation B, sees nothing of A"),
)


def table() -> str:
    widths = [max(len(person[column]) for person in PEOPLE) for column in (0, 1)]
    lines = [f"  {person.email:<{widths[0]}}  {person.role:<{widths[1]}}  {person.does}" for person in PEOPLE]
    return "\n".join([f"Sign in with the password {PASSWORD} as one of:", *lines])
