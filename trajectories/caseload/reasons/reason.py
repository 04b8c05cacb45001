"""What a reason is: when it holds, and how it is said."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from trajectories.caseload.rows import Row, Stated


@dataclass(frozen=True, eq=False)
class Reason:
    name: str
    label: Promise
    sql: str
    level: str
    icon: str
    because: Callable[[Row], str]
    chip: Callable[[Row], str] | None = None
    next_step: str = "contact"
    after_closing: bool = False
    """Whether it also holds for a trajectory that is closed."""

    def state(self, row: Row) -> Stated:
        text = self.chip(row) if self.chip else str(self.label)
        return Stated(self.level, self.icon, text, self.because(row), self.next_step)
