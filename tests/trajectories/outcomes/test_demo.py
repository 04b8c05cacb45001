"""The demo's people of before: enough of them that figures tell something, and on nobody's list."""

from django.utils import timezone

from trajectories.demo import outcomes
from trajectories.dossier.models import Client, Trajectory
from trajectories.outcomes import figures
from trajectories.outcomes.access import Scope
from trajectories.outcomes.counting import Period


def test_the_year_before_tells_something(organisation, region, counsellor, partner, town, other_town):
    today = timezone.localdate()
    outcomes.remember(organisation, by=counsellor, partner=partner, count=400, today=today)
    outcomes.settle([organisation])
    period = Period(today.year - 1, today.replace(day=1))
    found = figures.of_scope(Scope(region), period)
    for what in ("people", "month_6", "week_16", "better_sleep", "again_1", "missed", "arrived", "relatives"):
        assert found.of(what, Scope(region)).is_told, what
    assert not Trajectory.objects.visible_to(counsellor).exists()
    assert Client.objects.exclude(municipality=None).count() > 60
