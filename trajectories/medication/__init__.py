"""Medication guidance: what somebody uses, as they and their prescriber agreed. The portal prescribes nothing."""
