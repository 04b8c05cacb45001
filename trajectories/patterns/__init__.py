"""What a client's own logs say, in sentences with their numbers."""
