"""What a closed poll shows: rounded counts, and none in which somebody could be told apart."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from trajectories.panel.models import ENOUGH, Poll, PollQuestion, PollWords

FEW = 3
"""A smaller cell, or all but so few, could be somebody who is known to have said so."""
STEP = 5
"""Counts are rounded to it, so that no cell can be had by taking others off a total (docs/decisions)."""


@dataclass(frozen=True)
class Cell:
    """One answer, and about how many gave it; `shown` says so in words, the `width` of its bar no more than that."""

    text: str
    shown: str
    about: int
    width: int = 0


@dataclass(frozen=True)
class Result:
    """Without cells and words it shows nothing, and does not tell why: too few answers, or too far apart."""

    question: PollQuestion
    sentence: str = ""
    cells: list[Cell] = field(default_factory=list)
    words: list[PollWords] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return bool(self.cells or self.words)


def at_least(count: int) -> int:
    return count - count % STEP


def results_of(poll: Poll) -> list[Result]:
    return [_result(question) for question in poll.questions.prefetch_related("choices", "words")]


def _result(question: PollQuestion) -> Result:
    if question.answered < ENOUGH:
        return Result(question)
    if question.kind == PollQuestion.Kind.OPEN:
        words = [one for one in question.words.all() if one.state == PollWords.State.SHOWN]
        return Result(question, words=words)
    choices = question.choices.all()
    if all(choice.votes < FEW for choice in choices):
        return Result(question)
    cells = with_bars([cell(choice.text, choice.votes, of=question.answered) for choice in choices])
    return Result(question, _sentence(cells), cells)


EVERYBODY = 100


def cell(text: str, votes: int, *, of: int) -> Cell:
    """By its own count alone: what other cells show says nothing more of it."""
    if votes < FEW:
        return Cell(text, _("fewer than %(few)d") % {"few": FEW}, 0)
    if of - votes < FEW:
        return Cell(text, _("(nearly) everybody"), 0, EVERYBODY)
    about = STEP * round(votes / STEP)
    return Cell(text, _("about %(count)d") % {"count": about}, about)


def with_bars(cells: list[Cell]) -> list[Cell]:
    """Beside each other, and never to a total: that would tell how many answered."""
    longest = max(one.about for one in cells) + STEP
    return [one if one.width else replace(one, width=EVERYBODY * one.about // longest) for one in cells]


def _sentence(cells: list[Cell]) -> str:
    """Without saying how many answered this one question: with that, a cell of a few could follow from the rest."""
    most = [one for one in cells if one.width == max(other.width for other in cells)]
    return _("Most often: %(most)s.") % {"most": most[0].text} if len(most) == 1 else ""
