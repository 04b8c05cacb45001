"""How messages leave the portal, for operators: what waits, what failed and why, what a person must settle."""
