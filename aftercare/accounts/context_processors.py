"""What the shell around a page needs to know of the person."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from aftercare.accounts import news, own_phone
from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.core.addresses import address


@dataclass(frozen=True)
class Place:
    """One entry of the menu."""

    url: str
    label: str
    icon: str
    current: bool = False
    is_help: bool = False
    news: str = ""


@dataclass(frozen=True)
class Shell:
    """Which frame to draw: kind is visitor, client, relative or staff."""

    kind: str
    nav: tuple[Place, ...] = ()
    person: str = ""
    role_label: str = ""
    own_phone: bool = False

    @property
    def base(self) -> str:
        return {"staff": "base_staff.html", "visitor": "base_visitor.html"}.get(self.kind, "base_client.html")


CLIENT_PLACES = [
    ("overview:me", "house"),
    ("plans:mine", "route"),
    ("help_now", "life-buoy"),
    ("messages:mine", "message-circle"),
    ("overview:mine", "user-round"),
]

IN_CARE = {Role.COUNSELLOR, Role.COORDINATOR, Role.PEER_WORKER, Role.MANAGER}

STAFF_PLACES = [
    ("home", "house", {Role.PARTNER, Role.MANAGER, Role.POLICY_MAKER}),
    ("referrals:received", "arrow-right-left", {Role.PARTNER}),
    ("overview:shared", "inbox", {Role.PARTNER}),
    ("caseload:today", "list-checks", {Role.COUNSELLOR}),
    ("caseload:clients", "users-round", {Role.COUNSELLOR}),
    ("messages:inbox", "message-circle", {Role.COUNSELLOR}),
    ("appointments:agenda", "calendar-clock", {Role.COUNSELLOR, Role.PEER_WORKER}),
    ("supportgroups:list", "calendar-days", {Role.COUNSELLOR, Role.COORDINATOR, Role.PEER_WORKER}),
    ("arrivals:list", "door-open", {Role.COUNSELLOR, Role.COORDINATOR}),
    ("caseload:team", "users", {Role.COORDINATOR}),
    ("silence:unreached", "phone", {Role.COORDINATOR}),
    ("network:directory", "map-pinned", set(Role) - {Role.ADMINISTRATOR}),
    ("guide:regions", "book-marked", set(Role) - {Role.ADMINISTRATOR}),
    ("exercises:library", "book-open", {Role.COUNSELLOR, Role.PEER_WORKER}),
    ("plans:templates", "layout-list", {Role.COUNSELLOR, Role.COORDINATOR}),
    ("gaps:show", "grid-3x3", {Role.MANAGER, Role.POLICY_MAKER}),
    ("outcomes:show", "chart-line", {Role.MANAGER, Role.POLICY_MAKER}),
    ("continuity:show", "chart-no-axes-column", {Role.MANAGER}),
    ("emergencies:openings", "siren", {Role.MANAGER}),
    ("silence:hours", "bell-ring", {Role.MANAGER}),
    ("stepping:rules", "scale", {Role.MANAGER}),
    ("panel:polls", "messages-square", IN_CARE | {Role.POLICY_MAKER}),
    ("accounts:people", "user-round-cog", {Role.ADMINISTRATOR}),
    ("delivery:show", "send", {Role.ADMINISTRATOR}),
    ("help_now", "life-buoy", set(Role)),
]


LABELS = {
    "home": _("Start"),
    "overview:me": _("Today"),
    "plans:mine": _("My plan"),
    "help_now": _("Help now"),
    "messages:mine": _("Messages"),
    "overview:mine": _("About me"),
    "referrals:received": _("Handovers"),
    "arrivals:list": _("Announced"),
    "overview:shared": _("Shared with me"),
    "caseload:today": _("Today"),
    "caseload:clients": _("Clients"),
    "caseload:team": _("Team"),
    "messages:inbox": _("Messages"),
    "appointments:agenda": _("Agenda"),
    "supportgroups:list": _("Groups"),
    "network:directory": _("Recovery network"),
    "guide:regions": _("Guide"),
    "exercises:library": _("Exercises"),
    "plans:templates": _("Plan templates"),
    "gaps:show": _("Gaps"),
    "outcomes:show": _("Outcomes"),
    "continuity:show": _("Continuity"),
    "silence:unreached": _("Nobody reached"),
    "stepping:rules": _("Rules"),
    "emergencies:openings": _("Emergencies"),
    "silence:hours": _("When nobody answers"),
    "panel:polls": _("Client panel"),
    "accounts:people": _("People"),
    "delivery:show": _("Delivery"),
}


def shell(request: HttpRequest) -> dict:
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> Shell:
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return Shell(kind="visitor")
    user: User = request.user
    roles = [Role(membership.role) for membership in active_memberships(user)]
    if roles:
        places = [(name, icon) for name, icon, whose in STAFF_PLACES if whose & set(roles)]
        return Shell("staff", _places(request, places), user.name, ", ".join(str(role.label) for role in roles))
    return Shell("client", _places(request, CLIENT_PLACES), user.short_name, own_phone=own_phone.is_own(request))


def _places(request: HttpRequest, names: list[tuple[str, str]]) -> tuple[Place, ...]:
    here = request.path
    return tuple(
        Place(
            url=(url := address(name)),
            label=str(LABELS[name]),
            icon=icon,
            current=here == url or (name not in {"home", "overview:me"} and here.startswith(url)),
            is_help=name == "help_now",
            news=news.at(name, request.user),
        )
        for name, icon in names
    )
