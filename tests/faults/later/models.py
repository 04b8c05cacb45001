"""What the next version knows of a trigger."""

from django.db import models

from trajectories.triggers.models import TriggerEntry

PLACES = {"": "not told", "home": "at home", "away": "elsewhere"}

TriggerEntry.add_to_class("place", models.CharField(max_length=10, choices=PLACES, blank=True, db_default=""))
