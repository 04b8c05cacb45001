"""A next version of the portal, for D3: `trajectories` with a column more, and the migrations that bring it."""
