"""The portal as in production, on loopback: one web server for each size of data, and people signed in there."""

from dataclasses import dataclass

from aftercare.local import postgres
from aftercare.local.processes import Child
from tests import serving
from tests.bench import data
from tests.bench.load import Request
from tests.stage import Stage, connected


@dataclass
class Served:
    """One size: its database, its web server, and the cookies of who is signed in."""

    clients: int
    database: str
    stage: Stage
    port: int
    cookies: dict[str, str]
    web: Child

    def get(self, path: str, *, who: str = "") -> Request:
        return Request.get(path, port=self.port, cookie=self.cookies.get(who, ""))

    def page(self, path: str, *, who: str) -> str:
        return serving.ask(self.get(path, who=who), self.port).decode()

    def url(self, role: str = postgres.SUPERUSER) -> str:
        return self.stage.url(role, self.database)


def serve(stage: Stage, *, clients: int, history: int, sessions: int, people: dict[str, str], say) -> Served:
    """Builds the data and starts a server on it. `people` are e-mail addresses by the name that targets use."""
    database = f"clients_{clients}"
    stage.make_database(database)
    with connected(stage.url(postgres.SUPERUSER, database)):
        data.build(clients=clients, history=history, sessions=sessions, say=say)
    application = stage.url(postgres.APPLICATION, database)
    with connected(application):
        cookies = {name: serving.signed_in(email) for name, email in people.items()}
    port, web = serving.start(stage, f"web-{clients}", first="/bench/bare/", DATABASE_URL=application)
    return Served(clients, database, stage, port, cookies, web)
