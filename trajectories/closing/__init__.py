"""Closing well: what both take along, the open door back, and starting again with the old plan."""
