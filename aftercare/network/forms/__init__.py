"""What people ask of the directory, and what they write in it."""
