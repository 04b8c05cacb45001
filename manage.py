#!/usr/bin/env python3
"""Django's command line; on a bare machine the environment is made first."""

import os
import sys

from aftercare.local import bootstrap


def main() -> None:
    bootstrap.ensure_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.settings")
    from django.core.management import execute_from_command_line  # only there once the environment is

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
