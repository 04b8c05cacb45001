"""Fixtures for every test: the database of the local stack, and the cast."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.personas", "tests.world"]

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
