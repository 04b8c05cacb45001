"""`manage.py verify_log`: whether the access log is still what was sealed."""

from django.core.management.base import BaseCommand, CommandError

from aftercare.audit import seals


class Command(BaseCommand):
    help = "Check the hash chain over the access log. Exit code 1 and the first seal that does not hold, if any."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--digest", default="", help="one that was kept elsewhere; a seal must still have it")

    def handle(self, *, digest: str, **options) -> None:
        try:
            chain = seals.check(kept=digest)
        except seals.Broken as broken:
            raise CommandError(broken) from broken
        if not chain.seals:
            self.stdout.write("Nothing is sealed yet.")
            return
        moment = f"{chain.made_at:%Y-%m-%d %H:%M} UTC"
        self.stdout.write(f"Whole: {chain.entries} entries, up to seal {chain.seals}, made at {moment}.")
        self.stdout.write(f"Its digest: {chain.digest}")
