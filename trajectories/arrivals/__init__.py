"""A clinic or a partner announces a discharge before it happens; the intake begins from it."""
