"""Noor's aftercare, closed long enough ago to think of what is kept of it."""

from tests.trajectories.closing.conftest import both_wrote, clock, closed, counsellor, trajectory

__all__ = ["both_wrote", "clock", "closed", "counsellor", "trajectory"]
