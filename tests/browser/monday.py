"""Run beside the demo: five people with four signals each, on the caseload of a counsellor of their own."""

import json
import os
import sys
from pathlib import Path

import django

EMAIL, PASSWORD = "maandag@demo.example", "nazorg-demo"
PEOPLE = ["Abe Maandag", "Bo Maandag", "Cas Maandag", "Dees Maandag", "Elin Maandag"]
RULES = [("use", 1), ("craving-high", 9), ("confidence-low", 2), ("medicine-not-taken", None)]


def main(folder: str) -> None:
    os.environ.update(json.loads((Path(folder) / "environment.json").read_text()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "aftercare.settings"
    django.setup()
    from django.utils import timezone

    from aftercare.accounts.models import Membership, User
    from aftercare.accounts.roles import Role
    from aftercare.core import scope
    from tests.personas import person, running
    from tests.raising import raised
    from trajectories.dossier.models import Summary

    with scope.system():
        organisation = Membership.objects.filter(user__email="begeleider@demo.example").get().organisation
        counsellor = User(name="Maud Weekbegin", email=EMAIL)
        counsellor.set_password(PASSWORD)
        counsellor.save()
        Membership.objects.create(user=counsellor, role=Role.COUNSELLOR, organisation=organisation)
        for name in PEOPLE:
            trajectory = running(person(name), counsellor, organisation)
            Summary.objects.filter(pk=trajectory.pk).update(last_contact_at=timezone.now())
            for rule, value in RULES:
                raised(trajectory, rule, value, at=timezone.now())


if __name__ == "__main__":
    main(sys.argv[1])
