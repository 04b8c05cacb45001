"""Two at once: one room, one facilitator, one place. Real transactions, one winner, no deadlock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from aftercare.accounts.roles import Role
from aftercare.core import scope
from aftercare.core.errors import Refused
from aftercare.notifications.models import Message
from supportgroups import actions
from supportgroups.clashes import Clashing
from supportgroups.models import Attendance, Enrolment, Facilitation, Session, Wait
from tests.personas import member, person, running
from tests.races import at_once
from trajectories.appointments import actions as appointments
from trajectories.appointments.models import Appointment

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def kade():
    """De Kade with two coordinators, two rooms, two groups, two counsellors; committed."""
    from aftercare.accounts.models import Organisation, Region

    class Kade:
        pass

    with scope.system():
        kade = Kade()
        kade.organisation = Organisation.objects.create(name="De Kade", region=Region.objects.create(name="Waterrade"))
        kade.ruben = member("Ruben Aardema", Role.COORDINATOR, kade.organisation)
        kade.ilse = member("Ilse Doornbosch", Role.COUNSELLOR, kade.organisation)
        kade.farah = member("Farah Noordhoek", Role.COUNSELLOR, kade.organisation)
        of = {"organisation": kade.organisation, "by": kade.ruben}
        kade.rooms = [actions.add_room(name=name, seats=12, **of) for name in ("De Werf", "Kadezaal")]
        kade.groups = [actions.create_group(name=name, **of) for name in ("Stevig Staan", "Naastenavond")]
    return kade


def planner(kade, group: int, room: int, *facilitators, **different) -> Callable:
    usual = {"first_on": date(2027, 4, 6), "count": 12, "starts": time(19, 30), "ends": time(21, 0)}
    return lambda: actions.plan_series(
        group=kade.groups[group],
        by=kade.ruben,
        room=kade.rooms[room],
        facilitators=facilitators,
        **usual | different,
    )


@pytest.mark.parametrize("round_number", range(3))
def test_two_coordinators_who_plan_one_room_get_one_series_and_one_explanation(kade, round_number):
    answers = at_once(
        planner(kade, 0, 0, kade.ilse), planner(kade, 1, 0, kade.farah, starts=time(20, 0), ends=time(22, 0))
    )
    (refused,) = [answer for answer in answers if isinstance(answer, Exception)]
    assert isinstance(refused, Clashing)
    with scope.system():
        (winner,) = {session.group.name for session in Session.objects.select_related("group")}
        assert Session.objects.count() == 12
        assert Facilitation.objects.count() == 12
    assert len(refused.clashes) == 12
    assert f"De Werf is taken by {winner}." in str(refused)


@pytest.mark.parametrize("round_number", range(3))
def test_two_series_that_need_the_same_two_people_never_deadlock(kade, round_number):
    answers = at_once(planner(kade, 0, 0, kade.ilse, kade.farah), planner(kade, 1, 1, kade.farah, kade.ilse))
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert [type(error) for error in refused] == [Clashing]
    with scope.system():
        assert Session.objects.count() == 12
    assert all(not clash.of_room for clash in refused[0].clashes)


def test_a_series_and_an_appointment_at_one_moment_are_never_both_planned(kade, clock):
    with scope.system():
        trajectory = running(person("Noor Velthuizen"), by=kade.ilse, organisation=kade.organisation)
    at = datetime(2027, 4, 20, 18, tzinfo=UTC)
    answers = at_once(
        planner(kade, 0, 0, kade.ilse),
        lambda: appointments.plan(trajectory=trajectory, by=kade.ilse, with_user=kade.ilse, starts_at=at),
    )
    (refused,) = [answer for answer in answers if isinstance(answer, Exception)]
    assert isinstance(refused, Refused)
    with scope.system():
        assert Session.objects.exists() != Appointment.objects.exists()


def test_moving_two_sessions_onto_one_moment_moves_one(kade):
    with scope.system():
        first = planner(kade, 0, 0, kade.ilse, count=1)()
        second = planner(kade, 1, 0, kade.farah, count=1, first_on=date(2027, 4, 7))()
        sessions = [series.sessions.get() for series in (first, second)]
    answers = at_once(
        *(
            lambda session=session: actions.move_session(
                session=session,
                by=kade.ruben,
                on=date(2027, 4, 8),
                starts=time(19, 30),
                ends=time(21, 0),
                room=kade.rooms[1],
            )
            for session in sessions
        )
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Clashing", "NoneType"]


def test_the_last_place_goes_to_one_of_fifty(kade):
    group = kade.groups[0]
    with scope.system():
        actions.edit_group(group=group, by=kade.ruben, capacity=1)
        people = [person(f"Cliënt {number}") for number in range(50)]
    answers = at_once(*(lambda who=who: actions.enrol(group=group, participant=who, by=kade.ruben) for who in people))
    assert sum(isinstance(answer, Enrolment) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 49
    with scope.system():
        assert Enrolment.objects.current().count() == 1


def test_many_clocks_at_once_offer_one_place_once(kade, clock):
    group = kade.groups[0]
    with scope.system():
        planner(kade, 0, 0, kade.ilse)()
        actions.edit_group(group=group, by=kade.ruben, capacity=1)
        for number in range(3):
            actions.ask(group=group, participant=person(f"Cliënt {number}"), by=kade.ruben)
    at_once(*[lambda: actions.sweep(at=timezone.now())] * 5)
    with scope.system():
        assert Wait.objects.offered().count() == 1
        assert Message.objects.filter(kind="group_offer").count() == 1


def test_places_cannot_shrink_while_somebody_takes_one(kade):
    group = kade.groups[0]
    with scope.system():
        actions.edit_group(group=group, by=kade.ruben, capacity=2)
        people = [person(f"Cliënt {number}") for number in range(2)]
        actions.enrol(group=group, participant=people[0], by=kade.ruben)
    at_once(
        lambda: actions.enrol(group=group, participant=people[1], by=kade.ruben),
        lambda: actions.edit_group(group=group, by=kade.ruben, capacity=1),
    )
    with scope.system():
        group.refresh_from_db()
        assert Enrolment.objects.current().count() <= group.capacity


def test_one_person_enrolled_twice_at_once_has_one_place(kade):
    group = kade.groups[0]
    with scope.system():
        noor = person("Noor Velthuizen")
    answers = at_once(*[lambda: actions.enrol(group=group, participant=noor, by=kade.ruben)] * 3)
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    with scope.system():
        assert Enrolment.objects.count() == 1


def test_two_facilitators_who_mark_at_once_make_one_row_each(kade, clock):
    group = kade.groups[0]
    with scope.system():
        noor = person("Noor Velthuizen")
        actions.enrol(group=group, participant=noor, by=kade.ruben)
        session = planner(kade, 0, 0, kade.ilse, count=1)().sessions.get()
    clock.move_to(session.period.lower)
    answers = at_once(
        lambda: actions.mark_attendance(session=session, by=kade.ilse, marks={noor.pk: "present"}),
        lambda: actions.mark_attendance(session=session, by=kade.farah, marks={noor.pk: "absent"}),
    )
    assert answers == [1, 1]
    with scope.system():
        assert Attendance.objects.count() == 1
