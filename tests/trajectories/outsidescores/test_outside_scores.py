"""Scores from elsewhere: written down by the team, seen on the dossier, never by others."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused
from trajectories.outsidescores import actions
from trajectories.outsidescores.models import OutsideScore

FORM = {"instrument": "who5", "part": "", "taken_on": "2026-03-02", "score": "52"}


@pytest.fixture
def desk(browser_of, counsellor):
    browser = browser_of(counsellor)
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def url(trajectory) -> str:
    return reverse("outsidescores:of_client", args=[trajectory.pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def record(trajectory, by, **details) -> OutsideScore:
    told = {"instrument": "who5", "taken_on": date(2026, 3, 2), "score": Decimal(52), **details}
    return actions.record(trajectory=trajectory, by=by, **told)


def test_a_score_is_written_down_and_stands_on_the_dossier(desk, url, trajectory):
    assert "No scores yet" in text(desk.get(url))
    assert desk.post(url, FORM).status_code == 302
    assert "written down by" in text(desk.get(url))
    page = text(desk.get(reverse("overview:dossier", args=[trajectory.pk])))
    assert "WHO-5" in page
    assert "from elsewhere" in page
    assert "WHO-5: 52" in page  # on the timeline


def test_the_same_day_again_the_new_score_stands(trajectory, counsellor):
    first = record(trajectory, counsellor)
    again = record(trajectory, counsellor, score=Decimal(60))
    assert first.pk == again.pk
    assert OutsideScore.objects.get().score == 60


def test_parts_of_one_instrument_stand_beside_each_other(trajectory, counsellor):
    for part in ("MATE-1", "MATE-5"):
        record(trajectory, counsellor, instrument="mate", part=part, score=Decimal("3.5"))
    assert sorted(map(str, OutsideScore.objects.all())) == ["MATE MATE-1", "MATE MATE-5"]


@pytest.mark.parametrize(
    ("instrument", "score"), [("who5", 101), ("sure", 20), ("sure", 64), ("ors", 41), ("mate", -1), ("oq45", 181)]
)
def test_a_score_that_cannot_be_is_refused(instrument, score, trajectory, counsellor):
    with pytest.raises(Refused):
        record(trajectory, counsellor, instrument=instrument, score=Decimal(score))
    assert not OutsideScore.objects.exists()


@pytest.mark.parametrize(("instrument", "score"), [("who5", 0), ("sure", 21), ("sure", 63), ("mate", 9999)])
def test_the_ends_of_a_range_belong_to_it(instrument, score, trajectory, counsellor):
    assert record(trajectory, counsellor, instrument=instrument, score=Decimal(score))


def test_a_day_to_come_is_refused_and_said(desk, url):
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = desk.post(url, FORM | {"taken_on": tomorrow.isoformat()})
    assert page.status_code == 200
    assert "still to come" in text(page)


def test_a_mistake_is_taken_away_and_stays_in_the_access_log(desk, url, trajectory, counsellor):
    score = record(trajectory, counsellor)
    assert desk.post(reverse("outsidescores:remove", args=[trajectory.pk, score.pk])).status_code == 302
    assert not OutsideScore.objects.exists()
    lines = AccessEntry.objects.filter(object_id=score.pk, event="change")
    assert lines.count() == 2


def test_a_score_of_somebody_else_is_not_there(desk, trajectory, other_trajectory, counsellor):
    other = record(other_trajectory, counsellor)
    assert desk.post(reverse("outsidescores:remove", args=[trajectory.pk, other.pk])).status_code == 404


@pytest.mark.parametrize(("person", "status"), [("outsider", 404), ("colleague", 404), ("client_user", 403)])
def test_nobody_else_comes_in(person, status, url, browser_of, request):
    browser = browser_of(request.getfixturevalue(person))
    assert browser.get(url).status_code == status
    assert browser.post(url, FORM).status_code == status
    assert not OutsideScore.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(count, desk, url, trajectory, counsellor, django_assert_max_num_queries):
    for days in range(count):
        record(trajectory, counsellor, taken_on=date(2026, 3, 2 + days))
    with django_assert_max_num_queries(12):
        desk.get(url)
