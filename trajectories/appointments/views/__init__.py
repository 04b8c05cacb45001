"""Pages of appointments: the counsellor's, the agenda, the client's own."""
