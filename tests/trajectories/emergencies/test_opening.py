"""Opening a dossier in an emergency: who may, for how long, with which reason, and who is told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from aftercare.accounts.models import Membership, Organisation, Region
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications.models import Message
from tests.personas import member, person, running
from tests.races import at_once
from tests.trajectories.emergencies.conftest import NIGHT, REASON
from trajectories.dossier import actions as dossier
from trajectories.dossier.emergencies import LONGEST, EmergencyOpening, Step
from trajectories.dossier.models import TeamRole, Trajectory
from trajectories.emergencies import actions
from trajectories.emergencies.access import to_review

MINUTE = timedelta(minutes=1)


def told(opening) -> dict[str, str]:
    letters = Message.objects.filter(key__startswith=f"emergency:{opening.pk}:")
    return {letter.recipient.name: letter.link_view for letter in letters.select_related("recipient")}


def test_a_colleague_may_read_for_an_hour(opening, noor, colleague):
    assert timedelta(minutes=60) == LONGEST
    assert (opening.by, opening.trajectory, opening.reason) == (colleague, noor, REASON)
    assert (opening.opened_at, opening.until) == (NIGHT, NIGHT + LONGEST)


@pytest.mark.parametrize("reason", ["", "  \n ", "nood", "in nood"])
def test_it_takes_a_reason_of_some_words(noor, colleague, reason):
    with pytest.raises(Refused):
        actions.begin(trajectory=noor, by=colleague, reason=reason)
    assert not EmergencyOpening.objects.exists()


@pytest.mark.parametrize(
    "persona",
    [
        "client_user",
        "other_client",
        "relative",
        "counsellor",
        "coordinator",
        "peer_worker",
        "manager",
        "policy_maker",
        "partner",
        "administrator",
        "outsider",
    ],
)
def test_nobody_else_may(request, noor, persona):
    with pytest.raises(Refused):
        actions.begin(trajectory=noor, by=request.getfixturevalue(persona), reason=REASON)
    assert not EmergencyOpening.objects.exists()


def test_whoever_no_longer_works_here_may_not(noor, colleague):
    colleague.memberships.update(ended_at=NIGHT)
    with pytest.raises(Refused):
        actions.begin(trajectory=noor, by=colleague, reason=REASON)


def test_somebody_who_sits_on_the_team_in_another_role_uses_that(noor, peer_worker, organisation):
    Membership.objects.create(user=peer_worker, role=Role.COUNSELLOR, organisation=organisation)
    with pytest.raises(Refused):
        actions.begin(trajectory=noor, by=peer_worker, reason=REASON)


def test_a_closed_dossier_stays_closed(noor, colleague, counsellor):
    Trajectory.objects.filter(pk=noor.pk).update(status="closed", closed_at=NIGHT, closed_by=counsellor)
    with pytest.raises(TransitionRefused):
        actions.begin(trajectory=noor, by=colleague, reason=REASON)


def test_asking_twice_opens_once_and_tells_once(opening, noor, colleague, clock):
    clock.move_to(NIGHT + MINUTE)
    assert actions.begin(trajectory=noor, by=colleague, reason="Nog een keer geklikt hier.") == opening
    assert EmergencyOpening.objects.get().reason == REASON
    assert Message.objects.filter(kind="emergency").count() == len(told(opening))


def test_after_it_ended_it_can_be_opened_anew(opening, noor, colleague, clock):
    actions.end(opening=opening, by=colleague)
    assert actions.begin(trajectory=noor, by=colleague, reason=REASON) != opening


def test_two_at_once_open_once(committed_db, clock):
    with scope.system():
        organisation = Organisation.objects.create(name="De Kade", region=Region.objects.create(name="Waterrade"))
        farah = member("Farah Noordhoek", Role.COUNSELLOR, organisation)
        ilse = member("Ilse Doornbosch", Role.COUNSELLOR, organisation)
        noor = running(person("Noor Velthuizen", "noor@test.example"), ilse, organisation)

    def open_up() -> EmergencyOpening:
        return actions.begin(trajectory=noor, by=farah, reason=REASON)

    answers = at_once(open_up, open_up)
    with scope.system():
        assert answers[0] == answers[1] == EmergencyOpening.objects.get()


def test_client_carrier_and_managers_are_told_without_a_word_about_it(
    noor, colleague, counsellor, manager, organisation
):
    stand_in = member("Wim Peeters", Role.COUNSELLOR, organisation)
    dossier.seat(trajectory=noor, user=stand_in, role=TeamRole.STAND_IN, since=noor.starts_on, by=counsellor)
    opening = actions.begin(trajectory=noor, by=colleague, reason=REASON)
    review = "emergencies:openings"
    assert told(opening) == {
        "Noor Velthuizen": "dossier:access_log",
        counsellor.name: review,
        stand_in.name: review,
        manager.name: review,
    }
    assert set(Message.objects.filter(kind="emergency").values_list("kind", flat=True)) == {"emergency"}


def test_history_that_is_brought_in_tells_nobody(noor, colleague):
    assert told(actions.begin(trajectory=noor, by=colleague, reason=REASON, tell=False)) == {}


def test_managers_elsewhere_and_former_managers_are_not_told(
    noor, colleague, manager, organisation, other_organisation
):
    member("Loes Manders", Role.MANAGER, other_organisation)
    manager.memberships.update(ended_at=NIGHT)
    opening = actions.begin(trajectory=noor, by=colleague, reason=REASON)
    assert set(told(opening)) == {"Noor Velthuizen", "Ilse Doornbosch"}


def test_a_client_without_an_address_is_told_by_the_log_alone(noor, colleague):
    noor.client.user.email = None
    noor.client.user.save()
    opening = actions.begin(trajectory=noor, by=colleague, reason=REASON)
    assert set(told(opening)) == {"Ilse Doornbosch"}


def test_opening_ending_and_reviewing_are_logged_as_an_emergency(opening, colleague, manager, client_user):
    actions.end(opening=opening, by=colleague)
    actions.review(opening=opening, by=manager)
    lines = AccessEntry.objects.filter(event=Event.EMERGENCY, client=client_user, emergency=True, object_id=opening.pk)
    assert list(lines.order_by("at", "id").values_list("user__name", "role", "segment")) == [
        (colleague.name, "counsellor", Step.OPENED),
        (colleague.name, "counsellor", Step.ENDED),
        (manager.name, "manager", Step.REVIEWED),
    ]


def test_only_whoever_opened_it_ends_it(opening, counsellor):
    with pytest.raises(Refused):
        actions.end(opening=opening, by=counsellor)


@pytest.mark.parametrize("after", [MINUTE, LONGEST, 2 * LONGEST])
def test_ending_counts_while_it_lasts_and_once(opening, colleague, clock, after):
    clock.move_to(NIGHT + after)
    actions.end(opening=opening, by=colleague)
    clock.move_to(NIGHT + after + MINUTE)
    actions.end(opening=opening, by=colleague)
    opening.refresh_from_db()
    assert opening.over_at == min(NIGHT + after, opening.until)
    assert AccessEntry.objects.filter(segment=Step.ENDED).count() == (1 if after < LONGEST else 0)


def test_the_first_review_stands(opening, manager, organisation, clock):
    actions.review(opening=opening, by=manager)
    clock.move_to(NIGHT + MINUTE)
    actions.review(opening=opening, by=member("Joris Maas", Role.MANAGER, organisation))
    opening.refresh_from_db()
    assert (opening.reviewed_by, opening.reviewed_at) == (manager, NIGHT)


@pytest.mark.parametrize("persona", ["counsellor", "colleague", "outsider", "policy_maker", "administrator"])
def test_only_managers_review(request, opening, persona):
    user = request.getfixturevalue(persona)
    assert not to_review(user).exists()
    with pytest.raises(Refused):
        actions.review(opening=opening, by=user)


def test_nobody_reviews_their_own(opening, colleague, organisation, other_organisation):
    Membership.objects.create(user=colleague, role=Role.MANAGER, organisation=organisation)
    with pytest.raises(Refused):
        actions.review(opening=opening, by=colleague)
    with pytest.raises(Refused):
        actions.review(opening=opening, by=member("Loes Manders", Role.MANAGER, other_organisation))


@pytest.mark.parametrize(
    "change",
    [
        {"until": NIGHT + LONGEST + timedelta(seconds=1)},
        {"until": NIGHT},
        {"ended_at": NIGHT - MINUTE},
        {"ended_at": NIGHT + LONGEST + MINUTE},
        {"reason": " \n"},
        {"reviewed_at": NIGHT},
    ],
)
def test_the_database_refuses_what_must_never_be(opening, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyOpening.objects.filter(pk=opening.pk).update(**change)


def test_the_database_keeps_review_by_another_and_one_at_a_time(opening, colleague):
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyOpening.objects.filter(pk=opening.pk).update(reviewed_by=colleague, reviewed_at=NIGHT)
    opening.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        opening.save(force_insert=True)


def test_the_database_shows_it_to_the_client_and_the_organisation(opening, client_user, manager, outsider, relative):
    for user, rows in ((client_user, 1), (manager, 1), (outsider, 0), (relative, 0)):
        scope.enter(user=user.pk)
        assert EmergencyOpening.objects.count() == rows
