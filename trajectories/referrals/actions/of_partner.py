"""What the partner does, behind a link or signed in: say yes or no, ask, propose something for the plan.

A partner sees nothing else of the trajectory; each act reaches into it for itself alone.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core import scope
from aftercare.core.errors import Refused
from trajectories.plans.actions import proposals
from trajectories.plans.models import Proposal
from trajectories.referrals.actions.steps import What, ask_team, end, lock, move, take, tell_client, tell_partner
from trajectories.referrals.models import ANSWERABLE, WITH_PARTNER, Referral, State
from trajectories.sharing import actions as sharing

QUESTIONS = 3
"""So many questions may wait for an answer."""


@transaction.atomic
def accept(*, referral: Referral, by: User, at: datetime | None = None) -> Referral:
    """Yes. The link that was answered is dead; a new one is for telling of the first contact."""
    at = at or timezone.now()
    with scope.reaching(referral.trajectory_id):
        stored = lock(referral, among=ANSWERABLE)
        move(stored, State.ACCEPTED, by=by, at=at, accepted_at=at)
        tell_partner(stored, at=at)
        tell_client(stored, at=at)
    return stored


@transaction.atomic
def decline(*, referral: Referral, by: User, reason: str, at: datetime | None = None) -> None:
    """No, with a reason that the client and the care team read. What was shared for it is shared no more."""
    at = at or timezone.now()
    with scope.reaching(referral.trajectory_id):
        stored = lock(referral, among=[*ANSWERABLE, State.ACCEPTED])
        end(stored, State.DECLINED, by=by, at=at, because=reason)
        ask_team(stored, occasion="declined", by=by, at=at, words=reason)
        tell_client(stored, at=at)


@transaction.atomic
def ask_question(*, referral: Referral, by: User, words: str, at: datetime | None = None) -> None:
    """To the care team. The client reads it too."""
    at = at or timezone.now()
    with scope.reaching(referral.trajectory_id):
        stored = lock(referral, among=[one for one in WITH_PARTNER if one != State.ARRIVED])
        answered = stored.steps.filter(what=What.ANSWER).order_by("-at").values_list("at", flat=True).first()
        asked = stored.steps.filter(what=What.QUESTION)
        waiting = (asked.filter(at__gt=answered) if answered else asked).count()
        if waiting >= QUESTIONS:
            raise Refused(_("Your questions wait for an answer. You get a message when it is there."))
        take(stored, What.QUESTION, by=by, at=at, words=words)
        ask_team(stored, occasion=f"question:{asked.count()}", by=by, at=at, words=words)


@transaction.atomic
def propose_for_plan(
    *,
    referral: Referral,
    by: User,
    title: str,
    kind: str = "",
    goal: str = "",
    why: str = "",
    at: datetime | None = None,
) -> Proposal:
    """Something for the client’s plan, where the client agreed to that. The counsellor answers it."""
    with scope.reaching(referral.trajectory_id):
        stored = lock(referral, among=WITH_PARTNER)
        if not stored.may_propose:
            raise Refused(_("The client did not agree that you add to the plan."))
        return proposals.propose(
            trajectory=stored.trajectory,
            by=by,
            wish=Proposal.Wish.ADD,
            title=title,
            kind=kind,
            goal=goal,
            why=why,
            at=at,
        )


def note_look(*, referral: Referral, at: datetime) -> None:
    """So that what is shared for a handover does not lapse while the partner reads it."""
    with scope.reaching(referral.trajectory_id):
        recipients = list(referral.trajectory.recipients.filter(pk=referral.recipient_id))
    sharing.note_look(trajectory=referral.trajectory, recipients=recipients, at=at)
