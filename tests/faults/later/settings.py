"""The portal's settings, with what the next version adds."""

from aftercare.settings import *  # noqa: F403 - all of them
from aftercare.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.later"]
MIGRATION_MODULES = {"trajectories": "tests.faults.later.of_trajectories"}
