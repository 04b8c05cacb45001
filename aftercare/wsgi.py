"""The WSGI application that Granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.settings")

application = get_wsgi_application()

from aftercare.core.checks import refuse_privileged_role  # noqa: E402 - needs the settings that Django has set up by now

refuse_privileged_role()
