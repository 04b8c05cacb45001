"""What both lists share: what the address asks for, searching by name, whose clients are shown, and pages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trajectories.caseload.reasons import REASONS
from trajectories.caseload.rows import Listed

PAGE = 50
SHORTEST_SEARCH = 2

WITHOUT, NEWS = "none", "new"
"""The filters for those without a reason, and for those with something new since the reader looked."""

ORDERS: dict[str, tuple[Promise, str]] = {
    "need": (_("Contact first"), "reasons[1], cardinality(reasons) DESC, heard_at"),
    "waiting": (_("Longest waiting"), "coalesce(last_contact_at, starts_on)"),
    "name": (_("Name"), "plain_name"),
}
WHOSE: dict[str, tuple[Promise, str]] = {
    "": (_("All clients"), "true"),
    "own": (_("My own clients"), "NOT stands_in"),
    "stand_in": (_("For whom I stand in"), "stands_in"),
}

SEARCH = """
WHERE person.plain_name LIKE '%%' || (SELECT aftercare_plain(%s)) || '%%'
   OR (SELECT aftercare_plain(%s)) <%% person.plain_name
"""
AS_TYPED_FIRST = "plain_name NOT LIKE '%%' || (SELECT aftercare_plain(%s)) || '%%', "
"""Of what a search finds: whose name holds what was typed, then whose name looks like it."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for. What it does not know is left out, never an error."""

    reason: str = ""
    order: str = "need"
    search: str = ""
    page: int = 1
    whose: str = ""

    @classmethod
    def of(cls, params: Mapping[str, str]) -> "Asked":
        known = {reason.name for reason in REASONS} | {WITHOUT, NEWS}
        reason, order, page = params.get("reason", ""), params.get("order", ""), params.get("page", "")
        return cls(
            reason=reason if reason in known else "",
            order=order if order in ORDERS else "need",
            search=" ".join(params.get("q", "").replace("\x00", "").split())[:100],
            page=int(page) if page.isascii() and page.isdigit() and 0 < int(page) < 10_000 else 1,
            whose=params["whose"] if params.get("whose") in WHOSE else "",
        )

    @property
    def searches(self) -> bool:
        return len(self.search) >= SHORTEST_SEARCH

    @property
    def view(self) -> str:
        """What of it can be kept under a name."""
        usual = Asked()
        parts = {"reason": self.reason, "order": self.order, "whose": self.whose}
        return urlencode({name: value for name, value in parts.items() if value != getattr(usual, name)})

    def narrowed(self, **to: str | None) -> str:
        """The query of the first page of what is narrowed to something else."""
        return replace(self, page=1, **{name: value or "" for name, value in to.items()}).query

    @property
    def query(self) -> str:
        """The whole, for coming back to it."""
        rest = {"q": self.search, "page": self.page if self.page > 1 else ""}
        return "&".join(filter(None, [self.view, urlencode({name: value for name, value in rest.items() if value})]))

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE

    @property
    def pattern(self) -> str:
        """What is searched for, as LIKE takes it."""
        return self.search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

    @property
    def whose_sql(self) -> str:
        return WHOSE[self.whose][1]


@dataclass(frozen=True)
class Filter:
    name: str | None
    text: Promise
    count: int
    current: bool


@dataclass(frozen=True)
class Listing:
    """One page of rows, and how many there are."""

    asked: Asked
    rows: list[Listed]
    total: int
    """Over all pages."""
    stood_in: int
    """For how many the reader stands in, and how many there are in all, whichever are shown."""
    everybody: int

    @property
    def listed(self) -> list[Listed]:
        return self.rows

    @property
    def matching(self) -> int:
        """How many the list holds over all its pages."""
        return self.total

    @property
    def pages(self) -> int:
        return max(1, -(-self.matching // PAGE))

    @property
    def is_past_the_end(self) -> bool:
        return self.asked.page > self.pages

    @property
    def is_last(self) -> bool:
        return self.asked.page == self.pages

    @property
    def views(self) -> list[Filter]:
        """Whose clients are shown: a choice for whoever stands in for somebody."""
        counts = {"": self.everybody, "own": self.everybody - self.stood_in, "stand_in": self.stood_in}
        each = [
            Filter(name or None, text, counts[name], name == self.asked.whose) for name, (text, _holds) in WHOSE.items()
        ]
        return each if self.stood_in or self.asked.whose else []
