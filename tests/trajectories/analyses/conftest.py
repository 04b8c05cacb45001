"""A log of Noor's to look back on; she and her counsellor read English."""

import pytest

from trajectories.analyses import actions as analyses
from trajectories.analyses.access import analysis_of
from trajectories.triggers import actions as triggers


@pytest.fixture
def client_user(client_user):
    client_user.language = "en"
    client_user.save()
    return client_user


@pytest.fixture
def counsellor(counsellor):
    counsellor.language = "en"
    counsellor.save()
    return counsellor


@pytest.fixture
def entry(trajectory, client_user):
    return triggers.log(trajectory=trajectory, by=client_user, strength=7, kind="alone")


@pytest.fixture
def write(trajectory, client_user, entry):
    """write(0, thought="…") is an answer over what stood there at that revision."""

    def written(revision: int, *, by=client_user, about="trigger", of=None, **answers):
        analysis = analysis_of(trajectory, about, (of or entry).pk)
        return analyses.write(analysis=analysis, by=by, revision=revision, **answers)

    return written
