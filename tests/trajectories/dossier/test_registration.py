"""A client is registered once, corrected knowingly, and closed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from aftercare.accounts.models import Invitation
from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, Stale, TransitionRefused
from trajectories.dossier import access, actions, likenesses
from trajectories.dossier.models import CareTeamSeat, Client, Status, Trajectory

BORN = date(1988, 4, 12)


def register(organisation, by, name="Wout Brinkman", email="wout@test.example", **details) -> Trajectory:
    today = timezone.localdate()
    return actions.register_person(
        organisation=organisation,
        by=by,
        name=name,
        email=email,
        starts_on=today,
        ends_on=today + timedelta(days=91),
        **details,
    )


def test_who_registers_carries_the_trajectory(organisation, counsellor):
    trajectory = register(organisation, counsellor, called="Wout", birth_date=BORN, number="K-1", learned="Rust")
    client = trajectory.client
    assert (client.user.name, client.user.called, client.birth_date, client.number) == (
        "Wout Brinkman",
        "Wout",
        BORN,
        "K-1",
    )
    assert CareTeamSeat.objects.get(trajectory=trajectory).user == counsellor
    entry = AccessEntry.objects.filter(object_id=trajectory.pk, event=Event.CHANGE).last()
    assert (entry.user, entry.role, entry.client) == (counsellor, "counsellor", client.user)


def test_a_start_in_the_future_is_seen_by_its_counsellor_from_today(organisation, counsellor):
    day = timezone.localdate() + timedelta(days=14)
    trajectory = actions.register_person(
        organisation=organisation, by=counsellor, name="Wout Brinkman", starts_on=day, ends_on=day
    )
    assert Trajectory.objects.visible_to(counsellor).filter(pk=trajectory.pk).exists()


def test_a_running_trajectory_is_not_registered_again(organisation, counsellor, colleague):
    register(organisation, counsellor)
    with pytest.raises(Refused):
        register(organisation, colleague)


def test_after_closing_the_same_client_gets_a_new_trajectory(organisation, counsellor):
    first = register(organisation, counsellor)
    actions.close(trajectory=first, by=counsellor)
    assert register(organisation, counsellor).client == first.client


def test_a_number_is_used_once(organisation, counsellor):
    register(organisation, counsellor, number="K-1")
    with pytest.raises(Refused, match=r"nummer|number"):
        register(organisation, counsellor, name="Sofie de Boer", email="", number="K-1")


def test_somebody_of_another_organisation_is_the_same_person_with_a_registration_of_its_own(
    organisation, other_organisation, counsellor, outsider
):
    here = register(organisation, counsellor, phone="06 11111111", birth_date=BORN)
    there = register(other_organisation, outsider, phone="06 22222222")
    assert (there.client.user, there.client.organisation) == (here.client.user, other_organisation)
    assert there.client.user.phone == "06 11111111"
    assert there.client.birth_date is None
    assert not Trajectory.objects.visible_to(outsider).filter(pk=here.pk).exists()
    likely = likenesses.likely_duplicates(
        by=outsider, organisation=other_organisation, name="Wout Brinkman", birth_date=BORN, email=""
    )
    assert [likeness.trajectory for likeness in likely] == [there]


def test_a_colleague_is_not_registered_as_client(organisation, counsellor, colleague):
    with pytest.raises(Refused):
        register(organisation, counsellor, name=colleague.name, email=colleague.email)


@pytest.mark.parametrize(
    ("name", "birth_date", "email", "number", "found"),
    [
        ("Wout Brinkman", BORN, "", "", True),
        ("Wouter Brinkmann", BORN, "", "", True),
        ("Sofie de Boer", BORN, "", "", False),
        ("wout brinkman", None, "", "", True),
        ("Wouter Brinkmann", None, "", "", False),
        ("Wout Brinkman", date(1990, 1, 1), "", "", False),
        ("Sofie de Boer", None, "WOUT@test.example", "", True),
        ("Sofie de Boer", None, "", "K-1", True),
        ("Sofie de Boer", None, "", "K-2", False),
    ],
)
def test_likely_duplicates(organisation, counsellor, name, birth_date, email, number, found):
    registered = register(organisation, counsellor, birth_date=BORN, number="K-1")
    likely = likenesses.likely_duplicates(
        by=counsellor, organisation=organisation, name=name, birth_date=birth_date, email=email, number=number
    )
    assert [likeness.trajectory for likeness in likely] == ([registered] if found else [])
    assert AccessEntry.objects.filter(event=Event.SEARCH, client=registered.client.user).exists() == found


def test_of_somebody_without_a_birth_date_the_name_decides(organisation, counsellor):
    registered = register(organisation, counsellor)
    likely = likenesses.likely_duplicates(
        by=counsellor, organisation=organisation, name="Wout Brinkman", birth_date=BORN, email=None
    )
    assert [likeness.trajectory for likeness in likely] == [registered]


def test_a_colleague_s_client_is_a_duplicate_without_a_name(organisation, counsellor, colleague):
    register(organisation, colleague, birth_date=BORN)
    likely = likenesses.likely_duplicates(
        by=counsellor, organisation=organisation, name="Wout Brinkman", birth_date=BORN, email=None
    )
    assert likely == [likenesses.Likeness(trajectory=None)]
    assert not AccessEntry.objects.filter(event=Event.SEARCH).exists()


def test_only_counsellors_of_care_organisations_register(
    organisation,
    counsellor,
    coordinator,
    manager,
    administrator,
    policy_maker,
    partner,
    peer_worker,
    client_user,
    outsider,
):
    assert list(access.may_register_at(counsellor)) == [organisation]
    for other in (coordinator, manager, administrator, policy_maker, partner, peer_worker, client_user):
        assert not access.may_register_at(other).exists()
    assert organisation not in access.may_register_at(outsider)


def test_a_correction_reaches_person_client_and_trajectory(organisation, counsellor):
    trajectory = register(organisation, counsellor)
    actions.correct(
        trajectory=trajectory,
        revision=1,
        by=counsellor,
        contact={"name": "Wouter Brinkman"},
        number="K-2",
        learned="Bellen",
    )
    trajectory = Trajectory.objects.select_related("client__user").get(pk=trajectory.pk)
    assert (trajectory.client.user.name, trajectory.client.number, trajectory.learned) == (
        "Wouter Brinkman",
        "K-2",
        "Bellen",
    )
    assert trajectory.revision == 2


def test_a_stale_correction_changes_nothing(organisation, counsellor):
    trajectory = register(organisation, counsellor)
    actions.correct(trajectory=trajectory, revision=1, by=counsellor, learned="Eerst")
    with pytest.raises(Stale):
        actions.correct(trajectory=trajectory, revision=1, by=counsellor, learned="Later")
    trajectory.refresh_from_db()
    assert trajectory.learned == "Eerst"


def test_a_correction_that_is_refused_changes_nothing(organisation, counsellor, trajectory):
    register(organisation, counsellor, number="K-1")
    with pytest.raises(Refused):
        actions.correct(trajectory=trajectory, revision=1, by=counsellor, number="K-1", learned="Half")
    with pytest.raises(Refused):
        actions.correct(trajectory=trajectory, revision=1, by=counsellor, contact={"name": "Ander"}, learned="Half")
    trajectory.refresh_from_db()
    assert (trajectory.learned, Client.objects.get(pk=trajectory.client_id).number) == ("", "")


def test_closing_ends_the_trajectory_and_its_invitation(trajectory, counsellor):
    actions.invite(trajectory=trajectory, by=counsellor)
    actions.close(trajectory=trajectory, by=counsellor)
    trajectory.refresh_from_db()
    assert (trajectory.status, trajectory.closed_by) == (Status.CLOSED, counsellor)
    assert not Invitation.objects.pending().exists()


def test_what_is_closed_is_not_closed_again_nor_invited(trajectory, counsellor):
    actions.close(trajectory=trajectory, by=counsellor)
    with pytest.raises(TransitionRefused):
        actions.close(trajectory=trajectory, by=counsellor)
    with pytest.raises(TransitionRefused):
        actions.invite(trajectory=trajectory, by=counsellor)


def test_the_client_sees_in_the_log_that_an_invitation_was_sent(trajectory, counsellor, client_user):
    actions.invite(trajectory=trajectory, by=counsellor)
    assert AccessEntry.objects.filter(client=client_user, segment=access.Permission.INVITE, user=counsellor).exists()
