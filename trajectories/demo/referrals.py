"""Warm handovers: Noor's to the neighbourhood team and to work, one that stands still, and who is announced."""

from collections.abc import Callable
from datetime import datetime, timedelta

from aftercare.accounts.models import Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.network.models import Service
from aftercare.notifications import actions as notifications
from trajectories.arrivals import actions as arrivals
from trajectories.dossier.models import Category, TeamRole, Trajectory
from trajectories.referrals import actions
from trajectories.referrals.models import Referral

DAY = timedelta(days=1)
MONEY = "Noor heeft drie schulden en een brief van de deurwaarder. Ze wil één overzicht en iemand die meekijkt."
WORK = "Noor wil weer een paar ochtenden werken, met iemand die weet dat het soms stroef gaat."
HOME = "Hij moet voor de zomer uit zijn kamer en zoekt een plek waar het ’s avonds rustig is."
BAS = {"name": "Bas Wiersma", "email": "bas.wiersma@werkplein.example", "place": "Werkplein Waterrade"}
KIM = {"name": "Kim Adriaans", "email": "kim.adriaans@wonen.example", "place": "Wonen Waterrade"}
CLINIC = "Kliniek Zonneduin"


def tell(trajectory: Trajectory, *, by: User, tamar: User, now: datetime) -> None:
    """Noor's: Tamar said yes and gets in touch; with Bas she has arrived."""
    noor, until = trajectory.client.user, (now + 60 * DAY).date()
    member = tamar.memberships.get(role=Role.PARTNER)
    money = Service.objects.published().filter(region=trajectory.organisation.region_id, block="money").first()
    _propose(trajectory, 11, by=by, now=now, professional=member, listed=money, service="Schulden", reason=MONEY).then(
        (
            10,
            lambda it, at: actions.agree(
                referral=it,
                by=noor,
                until=until,
                categories=[Category.PRACTICAL, Category.PLAN],
                may_propose=True,
                at=at,
            ),
        ),
        (
            8,
            lambda it, at: actions.ask_question(
                referral=it, by=tamar, words="Is er al een afspraak met de deurwaarder?", at=at
            ),
        ),
        (
            8,
            lambda it, at: actions.answer_question(
                referral=it, by=by, words="Nee. Noor wil dat samen met jou doen.", at=at
            ),
        ),
        (6, lambda it, at: actions.note_talk(referral=it, by=by, on=at.date(), at=at)),
        (5, lambda it, at: actions.accept(referral=it, by=tamar, at=at)),
    )
    _propose(trajectory, 50, by=by, now=now, service="Werk", reason=WORK, **BAS).then(
        (49, lambda it, at: actions.agree(referral=it, by=noor, until=until, shares_phone=True, at=at)),
        (45, lambda it, at: actions.note_talk(referral=it, by=by, on=at.date(), at=at)),
        (44, lambda it, at: actions.accept(referral=it, by=it.to_user, at=at)),
        (40, lambda it, at: actions.note_contact(referral=it, by=it.to_user, on=at.date(), at=at)),
        (12, lambda _it, at: actions.ask_after(at=at)),
        (
            11,
            lambda it, at: actions.tell_how_it_goes(
                referral=it, by=noor, well=True, words="Bas belt als ik niet kom. Dat helpt.", at=at
            ),
        ),
    )


def stand_still(organisation: Organisation, *, by: User, but: str, now: datetime) -> None:
    """Somebody else of the same counsellor said yes, and the partner has not answered."""
    mine = Trajectory.objects.running().filter(kind="client", seats__user=by, seats__role=TeamRole.COUNSELLOR)
    mine = mine.filter(organisation=organisation).exclude(client__user__name=but).order_by("-client__user__email")
    other = mine.select_related("client__user", "organisation").first()
    if other:
        until = (now + 60 * DAY).date()
        _propose(other, 13, by=by, now=now, service="Wonen", reason=HOME, **KIM).then(
            (12, lambda it, at: actions.agree(referral=it, by=other.client.user, until=until, at=at)),
        )


def announce(organisation: Organisation, *, coordinator: User, tamar: User, now: datetime) -> None:
    """One by the link of a clinic, one by Tamar."""
    with audit.dated(at := now - 20 * DAY):
        link = arrivals.give_link(
            organisation=organisation, place=CLINIC, until=(now + 150 * DAY).date(), by=coordinator
        )
    with audit.dated(at := now - timedelta(hours=5)):
        arrivals.announce(
            organisation=organisation,
            place=CLINIC,
            link=link,
            person="J. de W.",
            expected_on=(now + 9 * DAY).date(),
            contact_name="Anne Vos",
            contact_phone="020 555 01 23",
            words="Woont straks in de stad. Doordeweeks na vier uur kan.",
            at=at,
        )
    with audit.dated(at := now - 6 * DAY):
        welcome = arrivals.announce(
            organisation=organisation,
            place=tamar.memberships.get(role=Role.PARTNER).organisation.name,
            by=tamar,
            person="Samira",
            expected_on=(now + 2 * DAY).date(),
            contact_name="Tamar Visser",
            contact_phone="020 555 01 40",
            at=at,
        )
    with audit.dated(at := now - 5 * DAY):
        arrivals.accept(arrival=welcome, by=coordinator, at=at)
    _tell_nobody("arrival:")


class _Told:
    """A handover, and what happened to it so many days ago."""

    def __init__(self, referral: Referral, now: datetime) -> None:
        self.referral, self.now = referral, now

    def then(self, *steps: tuple[int, Callable[[Referral, datetime], object]]) -> None:
        for days, take in steps:
            with audit.dated(at := self.now - days * DAY):
                take(self.referral, at)
        _tell_nobody(f"referral:{self.referral.pk}:")


def _tell_nobody(key_prefix: str) -> None:
    """What happened in the past is no news."""
    notifications.withdraw(key_prefix=key_prefix)


def _propose(trajectory: Trajectory, days: int, *, by: User, now: datetime, **details) -> _Told:
    with audit.dated(at := now - days * DAY):
        return _Told(actions.propose(trajectory=trajectory, by=by, at=at, **details), now)
