"""Clients from a file: read, matched to columns, checked row by row, then all of them or none."""
