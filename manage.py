#!/usr/bin/env python3
"""Django's command line; on a bare machine the environment is made first."""

import importlib
import os
import sys

from aftercare.local import bootstrap

AROUND_DJANGO = {"demo": "aftercare.local.demo", "test": "aftercare.local.testing"}


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    bootstrap.ensure_environment()
    if command in AROUND_DJANGO:
        sys.exit(importlib.import_module(AROUND_DJANGO[command]).main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.settings")
    from django.core.management import execute_from_command_line  # only there once the environment is

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
