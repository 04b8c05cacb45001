"""D4: many at once for one place, one log sent many times, two who edit the same."""

from functools import partial

from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.core import scope
from aftercare.core.errors import Stale
from supportgroups import actions as groups
from supportgroups.models import Enrolment
from tests import personas, races
from tests.faults import people
from tests.faults.outcome import Outcome
from tests.faults.scene import scene
from tests.stage import Stage
from trajectories.plans import actions as plans
from trajectories.plans.models import Kind, PlanItem
from trajectories.triggers import actions as triggers
from trajectories.triggers.models import TriggerEntry

WANTING, SENT_AGAIN = 50, 10


def one_winner(stage: Stage, *, scale: float) -> Outcome:
    rounds = max(1, int(10 * scale))
    outcome = Outcome(
        "D4", f"{rounds} × {WANTING} enrol for the last place; a log sent {SENT_AGAIN} times; stale edits"
    )
    with scene(stage, "D4"):
        kade = people.organisation()
        with scope.system():
            coordinator = personas.member("Ruben Aardema", Role.COORDINATOR, kade)
            counsellor = personas.member("Ilse Doornbosch", Role.COUNSELLOR, kade)
            noor = personas.running(personas.person("Noor Velthuizen", "noor@test.example"), counsellor, kade)
        wanting = people.users(WANTING)
        places = [_last_place(kade, coordinator, wanting, number) for number in range(rounds)]
        told = _stale_edits(noor, counsellor, rounds)
        outcome.exactly("winners of the last places", found=sum(places), wanted=rounds)
        outcome.exactly("rows of each log", found=max(_one_log(noor) for _ in range(rounds)), wanted=1)
        outcome.exactly("edits that were told of the other's", found=told, wanted=rounds)
    return outcome


def _last_place(kade, coordinator: User, wanting: list[User], number: int) -> int:
    with scope.system():
        group = groups.create_group(organisation=kade, by=coordinator, name=f"Stevig Staan {number}", capacity=1)
    races.at_once(*(partial(groups.enrol, group=group, participant=person, by=coordinator) for person in wanting))
    with scope.system():
        return Enrolment.objects.filter(group=group).count()


def _one_log(trajectory) -> int:
    with scope.system():
        key = TriggerEntry._meta.get_field("key").get_default()
    log = partial(triggers.log, trajectory=trajectory, by=trajectory.client.user, strength=6, key=key)
    races.at_once(*[log] * SENT_AGAIN)
    with scope.system():
        return TriggerEntry.objects.filter(key=key).count()


def _stale_edits(trajectory, by: User, rounds: int) -> int:
    """Of two who save over the same revision, one is told, and what the other wrote stands."""
    told = 0
    for number in range(rounds):
        with scope.system():
            item = plans.add(trajectory=trajectory, by=by, kind=Kind.INDIVIDUAL, title=f"Gesprek {number}")
        edits = (
            partial(plans.change, item=item, by=by, revision=1, title=title) for title in ("Van Ilse", "Van Farah")
        )
        answers = races.at_once(*edits)
        with scope.system():
            stands = PlanItem.objects.get(pk=item.pk)
        told += [type(answer) for answer in answers].count(Stale) == 1 and stands.revision == 2
    return told
