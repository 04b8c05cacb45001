"""Individual and family sessions."""
