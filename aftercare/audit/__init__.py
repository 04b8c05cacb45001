"""Who did and saw what. Append-only."""
