"""The directory: to read for everybody who is signed in, to keep for the design team of a region."""
