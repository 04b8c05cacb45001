"""Exercises and things to read: a small library, what is assigned from it, and when it was done."""
