"""A seat gives access from its first day to its last; there is always one counsellor."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aftercare.accounts.roles import Role
from aftercare.core.errors import Refused, TransitionRefused
from tests.personas import member
from trajectories.dossier import actions
from trajectories.dossier.models import CareTeamSeat, TeamRole, Trajectory

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def part(user, trajectory, on=None):
    return Trajectory.objects.visible_to(user, on=on).filter(pk=trajectory.pk).values_list("part", flat=True).first()


def stand_in(trajectory, user, by, since, until=None) -> CareTeamSeat:
    return actions.seat(trajectory=trajectory, user=user, role=TeamRole.STAND_IN, since=since, until=until, by=by)


def test_a_stand_in_sees_the_dossier_on_the_agreed_days_only(trajectory, counsellor, colleague, today):
    stand_in(trajectory, colleague, counsellor, today, today + DAY)
    assert part(colleague, trajectory) == TeamRole.STAND_IN
    assert part(colleague, trajectory, on=today + DAY) == TeamRole.STAND_IN
    assert part(colleague, trajectory, on=today - DAY) is None
    assert part(colleague, trajectory, on=today + 2 * DAY) is None


def test_seats_are_for_people_who_work_here_in_that_role(
    trajectory, counsellor, outsider, coordinator, peer_worker, today
):
    for stranger in (outsider, coordinator, peer_worker):
        with pytest.raises(Refused, match=stranger.name):
            stand_in(trajectory, stranger, counsellor, today)


def test_dates_of_a_seat_are_in_order(trajectory, counsellor, colleague, today):
    with pytest.raises(Refused):
        stand_in(trajectory, colleague, counsellor, today, today - DAY)


def test_nobody_sits_twice_at_a_time(trajectory, counsellor, colleague, today):
    stand_in(trajectory, colleague, counsellor, today, today + 5 * DAY)
    with pytest.raises(Refused):
        stand_in(trajectory, colleague, counsellor, today + 5 * DAY)
    stand_in(trajectory, colleague, counsellor, today + 6 * DAY)
    with pytest.raises(IntegrityError, match="seat_one_at_a_time_per_person"), transaction.atomic():
        CareTeamSeat.objects.create(
            organisation_id=trajectory.organisation_id,
            trajectory=trajectory,
            user=colleague,
            role=TeamRole.STAND_IN,
            since=today,
        )


def test_there_is_one_counsellor_at_a_time(trajectory, counsellor, colleague, today):
    with pytest.raises(Refused):
        actions.seat(trajectory=trajectory, user=colleague, role=TeamRole.COUNSELLOR, since=today, by=counsellor)
    with pytest.raises(IntegrityError, match="seat_one_counsellor_at_a_time"), transaction.atomic():
        CareTeamSeat.objects.create(
            organisation_id=trajectory.organisation_id,
            trajectory=trajectory,
            user=colleague,
            role=TeamRole.COUNSELLOR,
            since=today,
        )


def test_ending_a_seat_ends_the_access_at_once(trajectory, counsellor, peer_worker, colleague, today):
    actions.end_seat(seat=CareTeamSeat.objects.get(user=peer_worker), by=counsellor)
    assert part(peer_worker, trajectory) is None
    assert CareTeamSeat.objects.get(user=peer_worker).until == today - DAY
    actions.end_seat(seat=stand_in(trajectory, colleague, counsellor, today), by=counsellor)
    assert part(colleague, trajectory) is None


def test_the_counsellor_s_seat_is_handed_over_never_ended(trajectory, counsellor):
    with pytest.raises(Refused):
        actions.end_seat(seat=CareTeamSeat.objects.get(user=counsellor), by=counsellor)


def test_a_place_that_ended_stays_as_it_was(trajectory, counsellor, colleague, today):
    seat = stand_in(trajectory, colleague, counsellor, today - 5 * DAY, today - 3 * DAY)
    with pytest.raises(TransitionRefused):
        actions.end_seat(seat=seat, by=counsellor)
    seat.refresh_from_db()
    assert seat.until == today - 3 * DAY


def test_calling_off_an_agreed_hand_over_keeps_the_counsellor(trajectory, counsellor, colleague, today):
    seat = actions.hand_over(trajectory=trajectory, to=colleague, on=today + 7 * DAY, by=counsellor)
    actions.end_seat(seat=seat, by=counsellor)
    assert part(colleague, trajectory, on=today + 8 * DAY) is None
    assert part(counsellor, trajectory, on=today + 8 * DAY) == TeamRole.COUNSELLOR


def test_handing_over_today_moves_the_dossier_at_once(trajectory, counsellor, colleague, today):
    actions.hand_over(trajectory=trajectory, to=colleague, on=today, by=counsellor)
    assert part(colleague, trajectory) == TeamRole.COUNSELLOR
    assert part(counsellor, trajectory) is None


def test_handing_over_to_the_stand_in(trajectory, counsellor, colleague, today):
    stand_in(trajectory, colleague, counsellor, today - 3 * DAY, today - 2 * DAY)
    stand_in(trajectory, colleague, counsellor, today - DAY)
    actions.hand_over(trajectory=trajectory, to=colleague, on=today, by=counsellor)
    assert part(colleague, trajectory) == TeamRole.COUNSELLOR


def test_a_hand_over_can_be_agreed_for_later_and_agreed_anew(trajectory, counsellor, colleague, organisation, today):
    actions.hand_over(trajectory=trajectory, to=colleague, on=today + 7 * DAY, by=counsellor)
    assert part(counsellor, trajectory) == TeamRole.COUNSELLOR
    assert part(counsellor, trajectory, on=today + 7 * DAY) is None
    third = member("Guus Aldershof", Role.COUNSELLOR, organisation)
    actions.hand_over(trajectory=trajectory, to=third, on=today + 5 * DAY, by=counsellor)
    assert part(third, trajectory, on=today + 7 * DAY) == TeamRole.COUNSELLOR
    assert part(colleague, trajectory, on=today + 7 * DAY) is None


def test_a_hand_over_that_makes_no_sense_is_refused(trajectory, counsellor, colleague, outsider, today):
    for to, on in ((colleague, today - DAY), (counsellor, today), (outsider, today)):
        with pytest.raises(Refused), transaction.atomic():
            actions.hand_over(trajectory=trajectory, to=to, on=on, by=counsellor)
    assert part(counsellor, trajectory) == TeamRole.COUNSELLOR


def test_the_team_of_a_closed_trajectory_stays_as_it_was(trajectory, counsellor, colleague, today):
    actions.close(trajectory=trajectory, by=counsellor)
    with pytest.raises(TransitionRefused):
        stand_in(trajectory, colleague, counsellor, today)
    with pytest.raises(TransitionRefused):
        actions.hand_over(trajectory=trajectory, to=colleague, on=today, by=counsellor)


def test_another_role_in_the_organisation_closes_the_dossier(trajectory, counsellor):
    counsellor.memberships.update(role=Role.MANAGER)
    assert part(counsellor, trajectory) is None
