"""Bring the Dutch catalogue in line with the source and compile it, or check that it is."""

from django.core.management.base import BaseCommand, CommandError

from aftercare.local import catalogue


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail when something is missing")

    def handle(self, *, check: bool, **options):
        if not check:
            catalogue.write(catalogue.update(catalogue.translated()))
        if problems := catalogue.problems():
            raise CommandError("\n".join(problems))
