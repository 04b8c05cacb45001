"""The portal as people use it: real processes, a real browser."""
