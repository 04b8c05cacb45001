"""Fixtures for every test: the database of the local stack, and the cast."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.personas", "tests.network.directory", "tests.world"]

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """What a page of one test was in is not the language of the next."""
    yield
    translation.deactivate()
