"""A dossier with something of everything, built by the actions; the counsellor reads English."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from trajectories.checkins import actions as checkins

DAY = timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def counsellor(counsellor):
    counsellor.language = "en"
    counsellor.save()
    return counsellor


@pytest.fixture
def fill_in(trajectory, client_user):
    """fill_in(at, craving=4, …) is a check-in that Noor sent at that moment."""

    def submitted(at: datetime, *, note: str = "", of=None, **answers):
        of = of or trajectory
        draft = checkins.start(trajectory=of, by=of.client.user, at=at)
        return checkins.submit(check_in=draft, by=of.client.user, answers=answers, note=note, at=at)

    return submitted


@pytest.fixture
def dossier(browser_of, counsellor, trajectory):
    """dossier(show="logs") is the page as Ilse gets it."""

    def page(**params):
        response = browser_of(counsellor).get(f"/clients/{trajectory.pk}/", params)
        assert response.status_code == 200
        return response

    return page
