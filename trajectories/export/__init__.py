"""One's own copy of what is kept: to read, and for another system."""
