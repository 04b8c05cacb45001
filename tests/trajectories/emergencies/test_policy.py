"""Whatever is opened, ended and changed: the one dossier page opens, and no list, search or calendar is any wider."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftercare.accounts.models import Membership
from aftercare.core import scope
from tests.trajectories.emergencies.conftest import NIGHT, REASON
from trajectories.caseload.access import caseload_of
from trajectories.dossier.emergencies import LONGEST, EmergencyOpening
from trajectories.dossier.models import Trajectory

OPENERS = ("colleague", "outsider", "manager", "counsellor", "relative", "partner")
OPENINGS = st.lists(
    st.tuples(
        st.sampled_from(OPENERS),
        st.sampled_from(["noor", "mats"]),
        st.sampled_from([timedelta(0), LONGEST / 2, LONGEST, 2 * LONGEST]),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one[:2],
)
INVISIBLE = {"outsider", "manager", "relative", "partner"}


@pytest.fixture
def people(request) -> dict:
    return {name: request.getfixturevalue(name) for name in OPENERS}


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(openings=OPENINGS, works=st.booleans())
def test_a_page_opens_as_long_as_the_opening_lasts_and_lists_stay_as_they_are(
    noor, other_trajectory, relative_trajectory, people, browser_of, openings, works
):
    clients = {"noor": noor, "mats": other_trajectory}
    carried = {"counsellor": {"noor"}, "colleague": {"mats"}}
    also = {"counsellor": {relative_trajectory.pk}}
    with transaction.atomic():
        scope.enter(system=True)
        for opener, client, ago, ended in openings:
            begun = timezone.now() - ago
            EmergencyOpening.objects.create(
                organisation=noor.organisation,
                trajectory=clients[client],
                by=people[opener],
                reason=REASON,
                opened_at=begun,
                until=begun + LONGEST,
                ended_at=begun + ago / 2 if ended and ago < LONGEST else None,
            )
        if not works:
            Membership.objects.filter(user=people["colleague"]).update(ended_at=NIGHT)
        lasting = {(who, whom) for who, whom, ago, ended in openings if ago < LONGEST and not ended}
        for name, person in people.items():
            employed = works or name != "colleague"
            own = carried.get(name, set()) if employed else set()
            opened = {whom for who, whom in lasting if who == name} if employed and name not in INVISIBLE else set()
            browser = browser_of(person)
            pages = {client: browser.get(reverse("overview:dossier", args=[one.pk])) for client, one in clients.items()}
            assert {client for client, page in pages.items() if page.status_code == 200} == own | opened
            scope.enter(system=True)
            listed = {one.pk for one in caseload_of(person)}
            visible = {one.pk for one in Trajectory.objects.visible_to(person).exclude(client__user=person)}
            assert listed == visible == {clients[client].pk for client in own} | also.get(name, set())
        transaction.set_rollback(True)
