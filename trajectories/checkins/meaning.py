"""Scores with their meaning, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trajectories.checkins.questionnaire import Level, Questionnaire, Scale


@dataclass(frozen=True)
class Said:
    """A sum, what it means, and whether it is worth a look."""

    scale: Scale
    score: int

    @property
    def level(self) -> Level | None:
        return self.scale.level(self.score)

    @property
    def plain(self) -> str:
        """For the client; empty where words help nobody."""
        return str(self.level.plain or "") if self.level else ""

    @property
    def is_flagged(self) -> bool:
        return self.scale.flags(self.score)

    @property
    def of_highest(self) -> str:
        return _("%(score)d of %(highest)d") % {"score": self.score, "highest": self.scale.highest}

    def __str__(self) -> str:
        told = _("%(scale)s: %(score)s") % {"scale": self.scale.label, "score": self.of_highest}
        return f"{told}, {self.level.text}" if self.level else told


def said(questionnaire: Questionnaire, scores: Mapping[str, int]) -> list[Said]:
    """The sums that there are; what one question says needs no number beside it."""
    return [Said(scale, scores[scale.id]) for scale in questionnaire.sums if scale.id in scores]
