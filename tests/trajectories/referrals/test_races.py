"""Many answers to one handover at the same moment: one counts, the others are told."""

from datetime import timedelta

from django.utils import timezone

from aftercare.accounts.models import Organisation, Region
from aftercare.accounts.roles import Role
from aftercare.core import scope
from aftercare.core.errors import Refused
from tests.personas import member, person, running
from tests.races import at_once
from trajectories.referrals import actions
from trajectories.referrals.models import Referral, ReferralStep, State


def test_of_twenty_answers_at_once_one_counts(committed_db):
    with scope.system():
        organisation = Organisation.objects.create(name="De Kade", region=Region.objects.create(name="Waterrade"))
        ilse = member("Ilse Doornbosch", Role.COUNSELLOR, organisation)
        noor = person("Noor Velthuizen", "noor@test.example")
        trajectory = running(noor, ilse, organisation)
        referral = actions.propose(
            trajectory=trajectory, by=ilse, reason="Schulden", name="Piet", email="piet@elders.example"
        )
        actions.agree(referral=referral, by=noor, until=timezone.localdate() + timedelta(days=30))
    answers = at_once(*[lambda: actions.accept(referral=referral, by=referral.to_user)] * 20)
    assert sum(isinstance(answer, Refused) for answer in answers) == 19
    with scope.system():
        assert Referral.objects.get().state == State.ACCEPTED
        assert ReferralStep.objects.filter(what="accepted").count() == 1
