"""The part of the world that partners have to do with: whom Noor is handed over to."""

from datetime import timedelta

from django.utils import timezone

from trajectories.arrivals import actions as arrivals
from trajectories.arrivals.access import token_of
from trajectories.referrals import actions as referrals
from trajectories.referrals.access import new_link


def referred(trajectory, client, counsellor, partner) -> dict[str, list]:
    """Noor goes to Tamar, who has an account, and to Piet, who answers by a link."""
    by_ilse = {"trajectory": trajectory, "by": counsellor, "reason": "Schulden op een rij."}
    found = {
        "tamar": referrals.propose(professional=partner.memberships.get(), **by_ilse),
        "piet": referrals.propose(name="Piet Schouten", email="piet@elders.example", **by_ilse),
    }
    for referral in found.values():
        referrals.agree(referral=referral, by=client, until=timezone.localdate() + timedelta(days=60))
        referral.refresh_from_db()
    tamar, link = found["tamar"].pk, new_link(found["piet"])
    return _announced(trajectory.organisation, counsellor) | {
        "referrals:of_client": [trajectory.pk],
        "referrals:propose": [trajectory.pk],
        "referrals:one": [trajectory.pk, tamar],
        "referrals:act_of_team": [trajectory.pk, tamar, "talk"],
        "referrals:again": [trajectory.pk, tamar],
        "referrals:mine_one": [tamar],
        "referrals:stop": [tamar],
        "referrals:how": [tamar],
        "referrals:act": [tamar, "ask"],
        "referrals:act_link": [link, "ask"],
        "overview:referral": [tamar],
        "overview:referral_link": [link],
    }


def _announced(organisation, counsellor) -> dict[str, list]:
    """Somebody whom a clinic expects to go home."""
    soon = timezone.localdate() + timedelta(days=5)
    link = arrivals.give_link(organisation=organisation, place="Kliniek Zonneduin", until=soon, by=counsellor)
    arrival = arrivals.announce(
        organisation=organisation,
        place=link.place,
        link=link,
        person="J.",
        expected_on=soon,
        contact_name="Anne Vos",
        contact_phone="020 1234567",
    )
    return {
        "arrivals:accept": [arrival.pk],
        "arrivals:decline": [arrival.pk],
        "arrivals:take_back": [link.pk],
        "arrivals:announce_link": [token_of(link)],
    }
