"""Short questionnaires at agreed moments."""
