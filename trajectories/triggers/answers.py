"""What the portal answers to a log: the client's own steps, whom to call, what helped before. Nothing is made up."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from trajectories.dossier.models import Trajectory
from trajectories.exercises import library
from trajectories.exercises.library import Exercise
from trajectories.plans.models import CopingStep
from trajectories.socialmap.models import KnownPerson, Stance
from trajectories.triggers.models import Helped, TriggerEntry

ENOUGH = 2
"""Fewer times than this say nothing about a person."""

MOST_STEPS, MOST_PEOPLE = 3, 3
Eased = dict[UUID, tuple[float, int]]


@dataclass(frozen=True)
class Offer:
    """An own step: whether it was written for this word, and how far craving sank after it before, how often."""

    step: CopingStep
    matches: bool
    sank: float = 0
    times: int = 0

    @property
    def helped(self) -> bool:
        return self.sank > 0

    @property
    def rank(self) -> tuple:
        """What helped comes first, what did not help last; between them what was written for this word."""
        return -self.sank, not self.matches, self.step.trigger != "", self.step.written_at


@dataclass(frozen=True)
class Answer:
    """`times` and `helped` tell of before."""

    offers: list[Offer]
    people: list[KnownPerson]
    times: int
    helped: str
    helped_times: int
    exercise: Exercise | None

    @property
    def step(self) -> CopingStep | None:
        return self.offers[0].step if self.offers else None

    @property
    def matches(self) -> bool:
        return any(offer.matches for offer in self.offers)


def answer_to(entry: TriggerEntry) -> Answer:
    earlier = entry.trajectory.trigger_entries.about(entry.trigger).filter(at__lt=entry.at)
    times = earlier.count()
    most = _helped_most(earlier) if times >= ENOUGH else None
    return Answer(
        offers=_offers(entry, earlier.eased_by()),
        people=whom_to_call(entry.trajectory),
        times=times if times >= ENOUGH else 0,
        helped=Helped(most["helped"]).label if most else "",
        helped_times=most["times"] if most else 0,
        exercise=_exercise(entry),
    )


def _exercise(entry: TriggerEntry) -> Exercise | None:
    """One that suits this trigger: what is assigned comes first."""
    suiting = library.suiting(entry.kind)
    asked = set(entry.trajectory.assigned_exercises.on(timezone.localdate()).order_by().values_list("slug", flat=True))
    return min(suiting, key=lambda one: one.slug not in asked, default=None)


def whom_to_call(trajectory: Trajectory) -> list[KnownPerson]:
    """Who has a number on the client's map and brings no risk: whom they put at Help now first, then who supports."""
    can_be_called = trajectory.known_people.current().exclude(phone="")
    trusted = can_be_called.filter(Q(stance=Stance.SUPPORTIVE) | Q(at_help=True))
    return list(trusted.order_by("-at_help", "ring", "name", "id")[:MOST_PEOPLE])


def offers_for_any(trajectory: Trajectory) -> list[Offer]:
    """Every own step, what eased the craving most first: for a page that does not know yet what the log will say."""
    eased = trajectory.trigger_entries.eased_by()
    offers = [_offer(step, "", eased) for step in trajectory.coping_steps.current()]
    return sorted(offers, key=lambda offer: offer.rank)


def _offers(entry: TriggerEntry, eased: Eased) -> list[Offer]:
    """Steps for this word, those that helped at it, and those for any moment; else whatever is pinned."""
    offers = [_offer(step, entry.trigger, eased) for step in entry.trajectory.coping_steps.current()]
    pinned = [offer for offer in offers if offer.step.pinned]
    fitting = [offer for offer in offers if offer.matches or offer.helped]
    fitting += [offer for offer in pinned if not offer.step.trigger and offer not in fitting]
    return sorted(fitting or pinned, key=lambda offer: offer.rank)[:MOST_STEPS]


def _offer(step: CopingStep, word: str, eased: Eased) -> Offer:
    sank, times = eased.get(step.pk, (0, 0))
    matches = word != "" and step.trigger.casefold() == word.casefold()
    return Offer(step, matches=matches, sank=sank, times=times)


def _helped_most(earlier) -> dict | None:
    told = earlier.exclude(helped__in=["", Helped.NOTHING]).order_by()
    return (
        told.values("helped").annotate(times=Count("pk")).filter(times__gte=ENOUGH).order_by("-times", "helped").first()
    )
