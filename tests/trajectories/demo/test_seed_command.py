"""What `manage.py seed` refuses, and its work in several processes."""

import pytest
from django.core.management import CommandError, call_command

from aftercare.accounts.models import Region
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


def found(name):
    Region.objects.create(name=name)


def test_work_is_shared_over_processes_and_each_piece_is_done_once(committed_db):
    names = [f"Regio {number}" for number in range(9)]
    done = []
    in_parallel(found, names, processes=2, advance=lambda: done.append(1))
    assert sorted(Region.objects.values_list("name", flat=True)) == names
    assert len(done) == len(names)


def fail(task):
    raise ValueError(task)


def test_what_fails_in_one_process_fails_the_whole(committed_db):
    with pytest.raises(ValueError, match="7"):
        in_parallel(fail, [7], processes=2, advance=lambda: None)
