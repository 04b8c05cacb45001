"""The ladder when nobody answers: a second reminder, the counsellor, the stand-in, the coordinator."""
