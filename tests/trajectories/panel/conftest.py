"""A poll of Marit's to the panel of De Kade, and as many members as a test wants."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.personas import person, running
from trajectories.panel import actions as panel
from trajectories.panel.models import Poll, PollQuestion, PollTurnout

Kind = PollQuestion.Kind
QUESTIONS = [
    panel.Asked(Kind.ONE, "Komt de avond je uit?", ["Ja", "Nee"]),
    panel.Asked(Kind.SEVERAL, "Wat helpt?", ["Bellen", "De groep", "Schrijven"]),
    panel.Asked(Kind.SCALE, "Voel je je gehoord?", ["1, nee", "2", "3", "4", "5, ja"]),
    panel.Asked(Kind.OPEN, "Wat mis je?"),
]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def draft(organisation, manager, today):
    """draft(title="…") is a poll that nobody got yet."""

    def written(place=organisation, *, by=manager, title="De groepen", questions=QUESTIONS, **days) -> Poll:
        days = {"from_on": today, "until_on": today + timedelta(days=7)} | days
        return panel.write(by=by, place=place, title=title, questions=questions, **days)

    return written


@pytest.fixture
def poll(draft, manager) -> Poll:
    """Open from today."""
    poll = draft()
    panel.publish(poll=poll, by=manager)
    return Poll.objects.get(pk=poll.pk)


@pytest.fixture
def joined(trajectory, client_user):
    """Noor, on the panel."""
    panel.join(trajectory=trajectory, by=client_user)
    return trajectory


@pytest.fixture
def members(counsellor, organisation):
    """members(12) are so many more people on the panel."""

    def many(count: int) -> list:
        trajectories = []
        for number in range(count):
            user = person(f"Lid {number}", f"lid{number}@test.example")
            trajectory = running(user, counsellor, organisation)
            panel.join(trajectory=trajectory, by=user)
            trajectories.append(trajectory)
        return trajectories

    return many


@pytest.fixture
def answered(poll, draft):
    """answered(12) gives so many members' answers to the poll: yes, the group, five, and their own words."""

    def by(trajectories: list, *, of: Poll = poll, words: str = "Meer tijd.") -> Poll:
        questions = {question.kind: question.pk for question in of.questions.all()}
        said = {Kind.ONE: "1", Kind.SEVERAL: ["2", "3"], Kind.SCALE: "5", Kind.OPEN: words}
        answers = {questions[kind]: said[kind] for kind in questions}
        for trajectory in trajectories:
            panel.answer(poll=of, trajectory=trajectory, by=trajectory.client.user, answers=answers)
        return Poll.objects.get(pk=of.pk)

    return by


@pytest.fixture
def closed(manager):
    """closed(poll) is the poll stopped and counted."""

    def close(poll: Poll) -> Poll:
        panel.stop(poll=poll, by=manager)
        panel.close(at=timezone.now())
        return Poll.objects.get(pk=poll.pk)

    return close


def who_answered(poll: Poll) -> set:
    return set(PollTurnout.objects.filter(poll=poll).values_list("user__name", flat=True))
