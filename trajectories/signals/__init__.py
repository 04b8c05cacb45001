"""Stated reasons why a client needs attention, kept with their evidence until somebody settled them."""
