"""The people around a client: who supports, who brings risk, which contact to make or to repair."""
