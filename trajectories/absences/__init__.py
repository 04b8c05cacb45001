"""When somebody of a care team is away, who stands in, and when they are back."""
