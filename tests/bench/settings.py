"""Production's settings, with the yardsticks beside the portal's pages and a clock that stands still."""

from django.utils import timezone

from tests.bench.clock import NOW

timezone.now = lambda: NOW  # before models take it as a default

from aftercare.settings import *  # noqa: E402, F403 - on that clock
from aftercare.settings import MIDDLEWARE  # noqa: E402

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.yardsticks.without_middleware", *MIDDLEWARE]
