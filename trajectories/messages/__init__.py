"""One conversation per trajectory, between the client or relative and the care team."""
