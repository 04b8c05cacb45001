"""Nobody is in two places: refused, explained, and impossible in the database."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from supportgroups.models import Session
from tests.supportgroups.test_races import at_once
from tests.trajectories.appointments.conftest import HOUR, NOW
from trajectories.appointments import actions as appointments
from trajectories.appointments.clashes import Clashing
from trajectories.appointments.models import Appointment

MINUTE = timedelta(minutes=1)


def test_a_counsellor_who_is_taken_is_refused_with_the_reason(plan, other_trajectory, counsellor, trajectory):
    plan(24)
    with translation.override("en"), pytest.raises(Clashing) as refused:
        plan(24.5)
    assert str(refused.value) == "Ilse Doornbosch is taken on Fri 13 March, 10:00–10:45: Noor Velthuizen."
    assert Appointment.objects.count() == 1


def test_one_right_after_the_other_is_no_clash(plan):
    plan(24)
    plan(24.75)
    plan(23.25)
    assert Appointment.objects.count() == 3


def test_whose_client_it_is_is_told_only_to_who_may_know(plan, other_trajectory, counsellor, colleague):
    plan(24, of=other_trajectory, with_user=colleague)
    with translation.override("en"), pytest.raises(Clashing) as refused:
        appointments.plan(trajectory=other_trajectory, by=counsellor, with_user=colleague, starts_at=NOW + 24 * HOUR)
    assert str(refused.value) == "Farah Noordhoek is taken on Fri 13 March, 10:00–10:45."


def test_whoever_facilitates_a_group_is_taken(plan, series, peer_worker, trajectory):
    session = Session.objects.filter(series=series, period__startswith__gt=NOW).earliest("period")
    start = session.period.lower
    with translation.override("en"), pytest.raises(Clashing) as refused:
        appointments.plan(trajectory=trajectory, by=peer_worker, with_user=peer_worker, starts_at=start + HOUR)
    assert "Hanneke Broers is taken" in str(refused.value)
    assert "Stevig Staan" in str(refused.value)


def test_what_was_cancelled_leaves_its_place(plan, counsellor):
    appointments.record(appointment=plan(24), by=counsellor, state=Appointment.State.CANCELLED)
    plan(24)
    assert Appointment.objects.planned().count() == 1


def test_the_page_says_what_is_in_the_way_and_keeps_what_was_typed(desk, url, typed, plan):
    plan(7 * 24 + 0.5)
    page = desk.post(url(), typed)
    assert "Ilse Doornbosch is taken on Thu 19 March, 10:30–11:15: Noor Velthuizen." in page.content.decode()
    assert 'value="Kadehuis kamer 2"' in page.content.decode()


def test_in_a_row_the_days_that_are_taken_say_so_and_start_unticked(desk, url, typed, plan, trajectory):
    plan(14 * 24 + 0.5)
    weekly = typed | {"every_weeks": "1", "times": "3"}
    page = desk.post(url(), weekly)
    preview = page.context["preview"]
    assert [choice.chosen for choice in preview.choices] == [True, False, True]
    assert "Taken: Noor Velthuizen 10:30–11:15" in page.content.decode()
    everything = weekly | {"seen": preview.seen, "on": preview.seen.split(",")}
    assert list(desk.post(url(), everything).context["form"].errors) == ["day"]
    assert trajectory.appointments.count() == 1
    desk.post(url(), weekly | {"seen": preview.seen, "on": [day.on for day in preview.chosen]})
    assert trajectory.appointments.count() == 3


def test_moving_onto_ones_own_old_time_is_no_clash(plan, counsellor):
    coming = plan(24)
    moved = appointments.change(appointment=coming, revision=1, by=counsellor, starts_at=coming.starts_at + 15 * MINUTE)
    assert moved.starts_at == coming.starts_at + 15 * MINUTE


def test_another_broken_rule_is_not_called_a_clash(plan):
    with pytest.raises(IntegrityError, match="5_to_480"), transaction.atomic():
        plan(24, minutes=4)


def test_of_all_who_plan_at_once_one_wins_and_the_others_hear_why(committed_db):
    from aftercare.accounts.models import Organisation, Region
    from aftercare.accounts.roles import Role
    from aftercare.core import scope
    from tests.personas import member, person, running

    with scope.system():
        organisation = Organisation.objects.create(name="De Kade", region=Region.objects.create(name="Waterrade"))
        ilse = member("Ilse Doornbosch", Role.COUNSELLOR, organisation)
        cases = [running(person(f"Cliënt {number}"), ilse, organisation) for number in range(4)]

    def planner(trajectory, minutes: int):
        starts_at = datetime(2026, 4, 1, 8, 0, tzinfo=UTC) + minutes * MINUTE
        return lambda: appointments.plan(trajectory=trajectory, by=ilse, with_user=ilse, starts_at=starts_at)

    for number in range(5):
        answers = at_once(*(planner(case, number * 60 + place * 10) for place, case in enumerate(cases)))
        assert sorted(isinstance(answer, Clashing) for answer in answers) == [False, True, True, True]
        assert "Ilse Doornbosch is taken" in str(next(answer for answer in answers if isinstance(answer, Clashing)))
    with scope.system():
        assert Appointment.objects.count() == 5


def test_a_row_is_planned_whole_or_not_at_all(plan, trajectory, counsellor):
    plan(48)
    with pytest.raises(Clashing):
        appointments.plan_row(
            trajectory=trajectory,
            by=counsellor,
            with_user=counsellor,
            moments=[NOW + 24 * HOUR, NOW + 48 * HOUR],
            every_weeks=1,
            wall_time=time(10),
            zone="Europe/Amsterdam",
        )
    assert trajectory.appointments.count() == 1
