"""Moments of craving or risk, logged by the client."""
