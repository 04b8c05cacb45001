"""Looking back on a moment of craving or use, step by step, at the client's pace."""
