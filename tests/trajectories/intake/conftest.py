"""A counsellor who reads English at a desk, and pages of an intake to fill in."""

import pytest
from django.urls import reverse

from trajectories.dossier.models import Trajectory
from trajectories.intake import told


@pytest.fixture
def counsellor(counsellor):
    counsellor.language = "en"
    counsellor.save()
    return counsellor


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def url(trajectory):
    """url("areas") is that step of Noor's intake."""
    return lambda step: reverse("intake:step", args=[trajectory.pk, step])


@pytest.fixture
def save(desk, url):
    """save("reasons", learned="…") sends a step that nobody saved before; `revision` says otherwise."""

    def send(step: str, *, lines: list[dict] | None = None, revision: int = 0, by=None, **answers):
        return (by or desk).post(url(step), {"revision": revision, **answers, **as_lines(lines or [])})

    return send


def as_lines(lines: list[dict], *, initial: int = 0) -> dict:
    management = {"line-TOTAL_FORMS": len(lines), "line-INITIAL_FORMS": initial}
    return management | {
        f"line-{place}-{name}": said for place, line in enumerate(lines) for name, said in line.items()
    }


@pytest.fixture
def so_far(trajectory):
    """so_far() is what was told until now."""
    return lambda: told.read(Trajectory.objects.select_related("client__user").get(pk=trajectory.pk))
