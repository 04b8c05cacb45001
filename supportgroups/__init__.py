"""Support groups, their series and sessions. Works without a trajectory."""
