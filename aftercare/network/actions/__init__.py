"""Verbs of the directory: services, what stands behind them, who keeps it, what was gone through."""

from aftercare.network.actions import behind, services, team

__all__ = ["behind", "services", "team"]
