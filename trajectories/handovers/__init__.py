"""Handing a trajectory over to a colleague, with a sheet that the receiver acknowledges."""
