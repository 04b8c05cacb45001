"""Somebody who waits for a place, for tests that visit every URL."""

from datetime import timedelta

from django.utils import timezone

from aftercare.core import links
from supportgroups.models import Wait
from supportgroups.own import OFFER


def waiting_for(group, person) -> dict[str, list]:
    """Somebody who has an offer of a place in the group."""
    now = timezone.now()
    wait = Wait.objects.create(
        organisation=group.organisation,
        group=group,
        participant=person,
        asked_by=person,
        offered_at=now,
        offered_until=now + timedelta(days=1),
    )
    token = links.sign(purpose=OFFER, ids={"wait": str(wait.pk), "person": str(person.pk)})
    return {
        "supportgroups:together": [wait.pk],
        "supportgroups:end_wait": [wait.pk],
        "supportgroups:answer": [wait.pk],
        "supportgroups:offer": [token],
    }
