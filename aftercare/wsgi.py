"""The WSGI application that Granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.settings")

application = get_wsgi_application()

from django.urls import resolve  # noqa: E402 - these need the settings that Django has set up by now

from aftercare.accounts.single_sign_on.checks import refuse_faulty_providers  # noqa: E402
from aftercare.core.checks import refuse_privileged_role  # noqa: E402

refuse_privileged_role()
refuse_faulty_providers()
resolve("/")  # reads every address with its views, so that no visitor waits for it
gc.collect()
gc.freeze()  # what is there now stays: no collection looks at it again in the middle of a page
