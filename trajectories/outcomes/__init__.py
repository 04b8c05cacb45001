"""What aftercare brings, as figures: for managers of their organisations, for policy makers of their region."""
