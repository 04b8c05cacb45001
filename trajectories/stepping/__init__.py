"""Proposals for more or less contact, from evidence over weeks. A person decides, with the client."""
