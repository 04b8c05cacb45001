"""How far a handover is, and in which words: one line of steps for everybody, and a sentence for the client."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from trajectories.referrals.models import Referral, State


@dataclass(frozen=True)
class Dot:
    label: str
    on: date | None
    is_now: bool

    @property
    def is_done(self) -> bool:
        return self.on is not None


def dots(referral: Referral, *, own: bool = False) -> list[Dot]:
    """The steps there are, those that were taken with their day; what it waits for is `is_now`."""
    arrived = referral.ended_at if referral.state == State.ARRIVED else None
    steps = [
        (_("Proposed"), referral.proposed_at),
        (_("You said yes") if own else _("Client said yes"), referral.agreed_at),
        (_("Talked together"), referral.talked_on),
        (_("Accepted"), referral.accepted_at),
        (_("First contact"), referral.first_contact_on),
        (_("Arrived"), arrived),
    ]
    waits = next((number for number, (_label, on) in enumerate(steps) if on is None), None)
    return [
        Dot(label, _day(on), is_now=referral.is_open and number == waits) for number, (label, on) in enumerate(steps)
    ]


def _day(on) -> date | None:
    return timezone.localdate(on) if hasattr(on, "hour") else on


def for_client(referral: Referral) -> str:
    """Where it stands, to the client."""
    name = {"name": referral.to_name}
    return {
        State.PROPOSED: _("Your counsellor asks whether you want this. Nobody has been told anything yet."),
        State.AGREED: _("You said yes. %(name)s got a message and can answer now.") % name,
        State.TALKED: _("You talked together. %(name)s still has to say yes.") % name,
        State.ACCEPTED: _("%(name)s said yes and gets in touch with you.") % name,
        State.STARTED: _("You had your first contact with %(name)s. In a while we ask how it goes.") % name,
        State.ASKED: _("We would like to know how it goes with %(name)s.") % name,
        State.ARRIVED: _("You said that it goes well with %(name)s.") % name,
        State.DECLINED: _("%(name)s cannot take this on. Your counsellor looks for something else with you.") % name,
        State.STOPPED: _("This has stopped. %(name)s sees nothing of you for it.") % name,
        State.EXPIRED: _("It took too long, so it has ended by itself. %(name)s sees nothing of you for it.") % name,
    }[State(referral.state)]


def waits_for(referral: Referral) -> str:
    """What it waits for, to the care team."""
    name = {"name": referral.to_name}
    return {
        State.PROPOSED: _("Waits for the client’s answer."),
        State.AGREED: _("Waits for a conversation of three, and for an answer of %(name)s.") % name,
        State.TALKED: _("Waits for an answer of %(name)s.") % name,
        State.ACCEPTED: _("Waits for the first contact."),
        State.STARTED: _("Four weeks after the first contact the client is asked how it goes."),
        State.ASKED: _("Waits for the client’s answer whether it goes well there."),
    }.get(State(referral.state), "")
