"""What `manage.py seed` refuses, and what happens when one of its processes fails."""

import pytest
from django.core.management import CommandError, call_command

from tests.personas import person
from trajectories.demo.building import FEWEST
from trajectories.demo.parallel import in_parallel


def test_people_of_any_kind_are_left_alone(seen_by_system):
    person("Wout Brinkman")
    with pytest.raises(CommandError, match="fills an empty one only"):
        call_command("seed")


def test_fewer_clients_than_the_cast_needs_are_refused(db):
    with pytest.raises(CommandError, match=f"at least {FEWEST} clients"):
        call_command("seed", clients=FEWEST - 1)


def fail(task):
    raise ValueError(task)


def test_what_fails_in_one_process_fails_the_whole(committed_db):
    with pytest.raises(ValueError, match="7"):
        in_parallel(fail, [7], processes=2, advance=lambda: None)
