"""The continuity clock: how long it took until the first contact, and how long there was none."""
