"""How often the team has contact: often at first, then less, as it was agreed."""
