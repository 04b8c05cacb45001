"""Ilse's caseload, read in English, so that the words are those of the source."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.personas import person, running
from tests.raising import raised
from trajectories.dossier.models import Summary


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def ilse(counsellor):
    counsellor.language = "en"
    counsellor.save()
    return counsellor


@pytest.fixture
def desk(browser_of, ilse):
    return browser_of(ilse)


@pytest.fixture
def put(ilse, organisation, now):
    """put(name, (rule, …), **summary) puts somebody on Ilse's caseload who was seen yesterday."""

    def on_caseload(name, *signals, **summary):
        trajectory = running(person(name), ilse, organisation)
        for key, *values in signals:
            raised(trajectory, key, *values, at=now)
        Summary.objects.filter(pk=trajectory.pk).update(**{"last_contact_at": now - timedelta(days=1)} | summary)
        return trajectory

    return on_caseload
