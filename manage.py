#!/usr/bin/env python3
"""Django's command line; on a bare machine the environment is made first."""

import os
import sys

from aftercare.local import bootstrap


def main() -> None:
    bootstrap.ensure_environment()
    command, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    if command == "test":
        from aftercare.local import testing

        sys.exit(testing.main(arguments))
    if command in {"bench", "faults"}:
        from aftercare.local import proofs

        sys.exit(proofs.main(command, arguments))
    if command == "demo" or not os.environ.get("DATABASE_URL"):
        from aftercare.local import demo

        if command == "demo":
            sys.exit(demo.main(arguments))
        if not demo.join() and command == "seed":
            sys.exit(demo.seed(arguments))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.settings")
    from django.core.management import execute_from_command_line  # only there once the environment is

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
