"""Vandaag: who asks for attention, and why."""
