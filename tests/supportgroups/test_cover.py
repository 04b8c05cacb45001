"""Who could lead a session instead: free, not away, and of the same organisation."""

from datetime import date, timedelta

import pytest

from aftercare.accounts import actions as accounts
from aftercare.accounts.roles import Role
from supportgroups import cover
from supportgroups.cover import Gap
from supportgroups.models import Facilitation, Session
from trajectories.absences import actions as absences
from trajectories.appointments import actions as appointments

MONDAY, FRIDAY = date(2027, 4, 5), date(2027, 4, 9)


@pytest.fixture
def away(organisation):
    def announced(user, since=MONDAY, back_on=FRIDAY):
        return absences.announce(organisation=organisation, by=user, since=since, back_on=back_on)

    return announced


def found() -> list[Gap]:
    return cover.gaps(Session.objects.with_people().order_by("period"))


def test_nobody_is_missed_while_everybody_is_there(plan):
    plan()
    assert found() == []
    assert cover.gaps([]) == []


def test_only_the_sessions_within_an_absence_have_a_gap(plan, away, counsellor, colleague):
    first, *_ = plan().sessions.all()
    away(counsellor)
    assert found() == [Gap(first, [counsellor], [colleague])]


def test_whoever_is_back_that_day_is_there(plan, away, counsellor):
    plan(count=1)
    away(counsellor, back_on=date(2027, 4, 6))
    assert found() == []


def test_whoever_led_the_group_before_is_named_first(plan, colleague, peer_worker):
    plan(first_on=date(2027, 3, 30), count=1, facilitators=[peer_worker])
    session = plan(count=1).sessions.get()
    Facilitation.objects.filter(session=session).delete()
    (gap,) = found()
    assert gap.away == []
    assert gap.free[0] == peer_worker


def test_an_appointment_or_an_own_absence_stands_in_the_way(
    plan, away, counsellor, colleague, peer_worker, other_trajectory
):
    session = plan(count=1).sessions.get()
    for user in (counsellor, peer_worker):
        away(user)
    half = session.period.lower + timedelta(minutes=30)
    appointments.plan(trajectory=other_trajectory, by=colleague, with_user=colleague, starts_at=half)
    (gap,) = found()
    assert gap.free == []


def test_somebody_with_two_roles_is_named_once_and_a_stranger_never(
    plan, organisation, away, counsellor, colleague, outsider
):
    accounts.add_member(user=colleague, role=Role.PEER_WORKER, organisation=organisation, by=counsellor)
    plan(count=1)
    away(counsellor)
    (gap,) = found()
    assert gap.free == [colleague]
