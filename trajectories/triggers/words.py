"""The words of a log: the client's own list first, then those that everybody is offered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from trajectories.dossier.models import Trajectory
from trajectories.plans.models import TriggerKind
from trajectories.triggers.models import AROUND, FEELINGS

FREQUENT_FOR = timedelta(weeks=26)
MOST_OWN = 6


@dataclass(frozen=True)
class Word:
    """`field` is kind for a word that everybody is offered, own_word for one of the client's own."""

    field: str
    value: str
    label: str

    @property
    def is_own(self) -> bool:
        return self.field == "own_word"


@dataclass(frozen=True)
class Words:
    own: list[Word]
    feelings: list[Word]
    around: list[Word]


def words_for(trajectory: Trajectory, *, at: datetime) -> Words:
    """First what was logged most of late, then what the client wrote an own step for."""
    used = trajectory.trigger_entries.frequent_words(since=at - FREQUENT_FOR)
    prepared = trajectory.coping_steps.current().exclude(trigger="").values_list("trigger", flat=True)
    found = [row["kind"] or row["own_word"] for row in used] + list(prepared)
    unique = {value.casefold(): value for value in reversed(found)}
    own = sorted(unique.values(), key=found.index)[:MOST_OWN]
    feelings, around = ([word_of(kind) for kind in kinds if kind not in own] for kinds in (FEELINGS, AROUND))
    return Words([word_of(value) for value in own], feelings, around)


def word_of(value: str) -> Word:
    label = dict(TriggerKind.choices).get(value)
    return Word("kind", value, str(label)) if label else Word("own_word", value, value)
