"""That no answer leads to a person: not in the schema, not by its id, not before closing, not by the counts."""

from itertools import product

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from aftercare.core import scope
from trajectories.dossier.models import Client, Trajectory
from trajectories.panel import actions as panel
from trajectories.panel.models import ENOUGH, PanelMember, PollChoice, PollTurnout, PollWords
from trajectories.panel.results import FEW, cell, results_of

ANSWERS = (PollChoice, PollWords)
PEOPLE = {get_user_model(), Client, Trajectory, PanelMember, PollTurnout}


def test_no_answer_points_at_a_person_and_nobody_at_an_answer():
    """Questions and polls join both sides, but only as a crowd joins a room."""
    for model in ANSWERS:
        assert {field.related_model.__name__ for field in model._meta.fields if field.related_model} == {"PollQuestion"}
    pointing = {
        model.__name__ for model in apps.get_models() for field in model._meta.fields if field.related_model in ANSWERS
    }
    assert pointing == set()
    assert {field.name for field in PollTurnout._meta.fields} == {"id", "poll", "user"}


def test_no_answer_has_a_moment_or_an_id_that_tells_one(joined, answered):
    answered([joined])
    for model in ANSWERS:
        assert not [field.name for field in model._meta.fields if "Date" in type(field).__name__]
    assert PollWords.objects.get().pk.version == 4
    assert PollTurnout.objects.get().pk.version == 4


@pytest.mark.parametrize("reader", ["manager", "counsellor", "client_user", "policy_maker", "outsider"])
def test_the_database_shows_nobody_own_words_before_closing(request, joined, members, answered, closed, reader):
    user = request.getfixturevalue(reader)
    poll = answered([joined, *members(9)])
    scope.enter(user=user.pk)
    assert not PollWords.objects.exists()
    assert PollTurnout.objects.count() == (1 if reader == "client_user" else 0)
    scope.enter(system=True)
    closed(poll)
    scope.enter()
    assert not PollWords.objects.exists()


def test_closing_stores_own_words_anew(members, answered, closed):
    poll = answered(members(10))
    before = set(PollWords.objects.values_list("pk", flat=True))
    closed(poll)
    assert before.isdisjoint(PollWords.objects.values_list("pk", flat=True))


def test_nine_answers_show_nothing_and_ten_show_something(members, answered, draft, manager, closed, poll):
    people = members(ENOUGH)
    nine = closed(answered(people[:-1]))
    assert [result.is_shown for result in results_of(nine)] == [False] * 4
    again = draft(title="Nog eens")
    again.published_at = again.written_at
    again.save()
    ten = closed(answered(people, of=again))
    one, several, scale, words = results_of(ten)
    assert [found.shown for found in one.cells] == ["(bijna) iedereen", "minder dan 3"]
    assert [found.shown for found in several.cells] == ["minder dan 3", "(bijna) iedereen", "(bijna) iedereen"]
    assert scale.sentence == "Het vaakst: 5, ja."
    assert not words.is_shown


def test_a_question_that_fewer_than_ten_answered_shows_nothing_in_a_poll_of_ten(members, answered, closed, poll):
    people = members(ENOUGH)
    answered(people[:-1])
    question = poll.questions.first()
    panel.answer(poll=poll, trajectory=people[-1], by=people[-1].client.user, answers={question.pk: "2"})
    one, *others = results_of(closed(poll))
    assert one.is_shown
    assert not any(result.is_shown for result in others)


@pytest.mark.parametrize("choices", [2, 3, 4])
def test_no_cell_of_a_few_follows_from_what_is_shown(choices):
    """Every poll of 10 to 16 people, as somebody sees it who knows how it is rounded."""
    behind: dict[tuple, list] = {}
    for of in range(ENOUGH, ENOUGH + 7):
        polls = (votes for votes in product(range(of + 1), repeat=choices) if sum(votes) == of and max(votes) >= FEW)
        for votes in polls:
            behind.setdefault(tuple(cell("", count, of=of).shown for count in votes), []).append(votes)
    columns = [counts for found in behind.values() for counts in zip(*found, strict=True)]
    known = [counts for counts in columns if 0 < min(counts) == max(counts) < FEW]
    assert known == []


def test_answers_too_far_apart_look_like_too_few(members, poll, closed):
    scale = poll.questions.get(kind="scale")
    for number, trajectory in enumerate(members(ENOUGH)):
        answers = {scale.pk: str(number % 5 + 1)}
        panel.answer(poll=poll, trajectory=trajectory, by=trajectory.client.user, answers=answers)
    assert not any(result.is_shown for result in results_of(closed(poll)))


def test_two_answers_given_as_often_are_not_told_apart(members, poll, closed):
    one = poll.questions.get(kind="one")
    for number, trajectory in enumerate(members(ENOUGH)):
        panel.answer(poll=poll, trajectory=trajectory, by=trajectory.client.user, answers={one.pk: str(number % 2 + 1)})
    result = results_of(closed(poll))[0]
    assert result.sentence == ""
    assert [(found.about, found.width) for found in result.cells] == [(5, 50), (5, 50)]
