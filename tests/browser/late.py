"""Run beside the demo: a session was quiet for longer than staff may be."""

import json
import os
import sys
from pathlib import Path

import django

FORTY_MINUTES = 40 * 60


def main(folder: str, key: str) -> None:
    os.environ.update(json.loads((Path(folder) / "environment.json").read_text()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "aftercare.settings"
    django.setup()
    from django.contrib.sessions.backends.cached_db import SessionStore

    session = SessionStore(key)
    session["session_seen"] -= FORTY_MINUTES
    session.save()


if __name__ == "__main__":
    main(*sys.argv[1:])
