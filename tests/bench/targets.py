"""What is measured in rounds: yardsticks, the portal's pages, and a naive list that must look slow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from aftercare.local.postgres import APPLICATION
from tests.bench import data, oracles
from tests.bench.load import Request
from tests.bench.portal import Served
from tests.stage import connected

PEOPLE = {
    "few": "begeleider1@bench.example",
    "many": "begeleider2@bench.example",
    "usual": "begeleider3@bench.example",
    "coordinator": "coordinator@bench.example",
}
H0, H = "H0", "H"
AROUND = {"BEGIN", "COMMIT"}
LOGGING = 200
"""So many clients log a trigger in turn."""


@dataclass(frozen=True)
class Target:
    """`goal` is in yardsticks `per`; without one the row is there to be compared with."""

    name: str
    served: Served
    requests: Sequence[Request]
    row: str = ""
    per: str = ""
    goal: float | None = None
    at_least: bool = False
    pages: int = 1
    """How many requests make up what the goal speaks of."""
    path: str = ""
    who: str = ""
    check: Callable[[], None] = field(default=lambda: None)


def yardsticks(served: Served) -> list[Target]:
    return [
        Target(H0, served, [served.get("/bench/bare/")]),
        Target(H, served, [served.get("/bench/signed-in/", who="usual")]),
    ]


def caseload(served: Served, who: str, *, name: str, pages: int = 1, **goal) -> Target:
    paths = [f"/caseload/?page={number}" for number in range(1, pages + 1)]
    return Target(
        name,
        served,
        [served.get(path, who=who) for path in paths],
        pages=pages,
        path=paths[0],
        who=who,
        check=partial(oracles.caseload, served, who=who, email=PEOPLE[who], pages=pages),
        **goal,
    )


def dossier(served: Served, number: int, *, who: str, name: str, **goal) -> Target:
    path = f"/clients/{oracles.trajectory_of(served, number)}/"
    check = partial(oracles.dossier, served, who=who, number=number)
    return Target(name, served, [served.get(path, who=who)], path=path, who=who, check=check, **goal)


def page(served: Served, path: str, *, who: str, name: str, check: Callable[[], None], **goal) -> Target:
    return Target(name, served, [served.get(path, who=who)], path=path, who=who, check=check, **goal)


def trigger(served: Served) -> Target:
    logging = [oracles.trajectory_of(served, number) for number in range(3, 3 + LOGGING)]
    requests = [Request.post(f"/bench/trigger/{pk}/", "", port=served.port) for pk in logging]
    return Target("trigger logged, no session", served, requests, row="P6", per=H0, goal=8)


def usual_client(served: Served) -> int:
    """Somebody of the usual caseload."""
    return data.FEW + data.many(served.clients) + 5


def of_size(served: Served, *, name: str = "") -> list[Target]:
    """The two pages of which the time must not grow with the number of clients."""
    size = name or f", {served.clients:,} clients"
    number = usual_client(served)
    return [
        caseload(served, "usual", name=f"caseload{size}"),
        dossier(served, number, who="usual", name=f"dossier{size}"),
    ]


def of_largest(served: Served) -> list[Target]:
    number = usual_client(served)
    name = oracles.name_of(served, number)
    pages = -(-oracles.caseload_size(served, PEOPLE["usual"]) // oracles.PAGE)
    return [
        caseload(served, "usual", name="caseload, first 50 rows", row="P1", per=H, goal=2),
        caseload(served, "usual", name=f"caseload, all rows over {pages} pages", pages=pages, row="P1", per=H, goal=4),
        page(
            served,
            "/bench/anew/caseload/",
            who="usual",
            name="caseload, first 50 rows, all drawn anew",
            check=lambda: None,
            row="P1",
            per=H,
        ),
        dossier(served, number, who="usual", name="dossier", row="P2", per=H, goal=4),
        caseload(served, "few", name="caseload of 20"),
        caseload(served, "many", name=f"caseload of {data.many(served.clients):,}"),
        dossier(served, 1, who="few", name="dossier, short history"),
        dossier(served, 2, who="few", name="dossier, long history"),
        page(
            served,
            "/clients/",
            who="usual",
            name="clients by name",
            check=partial(oracles.by_name, served, who="usual", email=PEOPLE["usual"]),
        ),
        page(
            served,
            f"/clients/?q={name.replace(' ', '+')}",
            who="usual",
            name="search by name",
            check=partial(oracles.search, served, who="usual", email=PEOPLE["usual"], number=number),
            row="P11",
            per=H,
            goal=2,
        ),
        page(
            served,
            "/groups/month/",
            who="coordinator",
            name="month of 1,000 sessions",
            check=partial(oracles.month, served, who="coordinator"),
            row="P11",
            per=H,
            goal=6,
        ),
        page(
            served,
            "/bench/anew/month/",
            who="coordinator",
            name="month of 1,000 sessions, all drawn anew",
            check=lambda: None,
            row="P11",
            per=H,
        ),
        trigger(served),
        page(
            served,
            "/bench/naive/",
            who="usual",
            name="naive list of 50",
            check=lambda: None,
            row="control",
            per=H,
            goal=4,
            at_least=True,
        ),
    ]


def queries(target: Target) -> int:
    """How many a page makes for somebody with a session, as the tests count them."""
    from django.db import connection  # later than the settings that measuring makes
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext

    with connected(target.served.url(APPLICATION)):
        browser = Browser(
            SERVER_NAME="127.0.0.1", headers={"X-Forwarded-Proto": "https", "Cookie": target.served.cookies[target.who]}
        )
        browser.get(target.path, secure=True)
        with CaptureQueriesContext(connection) as captured:
            response = browser.get(target.path, secure=True)
    assert response.status_code == 200, f"{target.path}: {response.status_code}"
    return sum(query["sql"] not in AROUND for query in captured.captured_queries)
