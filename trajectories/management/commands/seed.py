"""`manage.py seed`: fills an empty database with the demo people and their months."""

import gc
import os
import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from aftercare.accounts.models import User
from trajectories.demo.building import AS_USUAL, FEWEST, SEED, Demo


class Command(BaseCommand):
    help = "Fill an empty database with demo people and six months of history."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--clients", type=int, default=AS_USUAL, help=f"how many clients (default {AS_USUAL})")
        parser.add_argument("--seed", type=int, default=SEED, help="another number gives other people")

    def handle(self, *, clients: int, seed: int, **options) -> None:
        if clients < FEWEST:
            raise CommandError(f"The cast needs at least {FEWEST} clients. Ask for more with --clients.")
        if User.objects.exists():
            raise CommandError("There are people in this database already. Seed fills an empty one only.")
        began = time.monotonic()
        demo = Demo(clients=clients, now=timezone.now(), seed=seed)
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        leave_what_lives_on()
        with Progress(*columns) as progress:
            task = progress.add_task("Inventing people and their six months", total=len(demo.cases))
            demo.build(processes=min(os.cpu_count() or 1, 4), advance=lambda: progress.advance(task))
        self.stdout.write(f"{len(demo.cases)} people with a trajectory, {time.monotonic() - began:.0f} s.")


def leave_what_lives_on() -> None:
    """Rows come and go by the thousand: without this a tenth of the time goes to looking again at what stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
