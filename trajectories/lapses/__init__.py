"""Use after a time without, told by the client or in a conversation."""
