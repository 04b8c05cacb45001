"""Fixtures for every test: the database of the local stack, and the cast."""

pytest_plugins = ["tests.personas", "tests.world"]
