"""A dossier that was opened in an emergency, for tests that visit every URL."""

from datetime import timedelta

from django.utils import timezone

from trajectories.emergencies import actions as emergencies


def opened_in_an_emergency(trajectory, colleague) -> dict[str, list]:
    """By Farah, two days ago, so that it is over."""
    opening = emergencies.begin(
        trajectory=trajectory, by=colleague, reason="Belt in nood.", at=timezone.now() - timedelta(days=2)
    )
    return {"emergencies:end": [opening.pk], "emergencies:review": [opening.pk]}
