"""Aftercare trajectories: one folder per feature."""
