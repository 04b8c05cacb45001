"""A client gives, changes and stops consent: who may see what, what for, until when."""
