"""Written answer by answer, over what the writer saw; gone with the moment that it is about."""

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import Stale
from trajectories.analyses.models import Analysis
from trajectories.lapses import actions as lapses
from trajectories.triggers import actions as triggers


def test_the_first_answer_begins_it_and_the_next_ones_are_added(write, counsellor, trajectory):
    write(0, situation="Thuis.")
    analysis = write(1, by=counsellor, thought="Niemand ziet het.")
    assert trajectory.analyses.get() == analysis
    assert (analysis.situation, analysis.thought, analysis.changed_by) == ("Thuis.", "Niemand ziet het.", counsellor)
    assert (analysis.told, analysis.next_question) == (2, "feeling")
    assert AccessEntry.objects.filter(segment="analysis_edit", event=Event.CHANGE).count() == 2


def test_somebody_who_saw_an_older_one_does_not_overwrite(write, counsellor):
    write(0, situation="Thuis.")
    with pytest.raises(Stale):
        write(0, by=counsellor, situation="Op straat.")
    assert Analysis.objects.get().situation == "Thuis."


def test_a_whole_one_has_no_next_question(write):
    whole = dict.fromkeys(("situation", "thought", "feeling", "act", "short_result", "long_result"), "Iets.")
    assert write(0, **whole).next_question == ""


def test_it_is_of_use_as_well(write, trajectory, client_user):
    lapse = lapses.tell(trajectory=trajectory, by=client_user)
    analysis = write(0, about="lapse", of=lapse, act="Gebeld.")
    assert (analysis.moment, analysis.about, str(analysis)) == (lapse, "lapse", str(lapse))


def test_it_goes_with_the_log_that_is_undone(write, entry, client_user):
    write(0, situation="Thuis.")
    triggers.undo(entry=entry, by=client_user)
    assert not Analysis.objects.exists()


def test_it_is_of_one_moment_and_not_of_two(write, trajectory, client_user):
    analysis = write(0, situation="Thuis.")
    lapse = lapses.tell(trajectory=trajectory, by=client_user)
    for wrong in ({"lapse": lapse}, {"trigger": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Analysis.objects.filter(pk=analysis.pk).update(**wrong)


def test_the_database_shows_it_to_nobody_outside(write, outsider, client_user):
    write(0, situation="Thuis.")
    scope.enter(user=outsider.pk)
    assert not Analysis.objects.exists()
    scope.enter(user=client_user.pk)
    assert Analysis.objects.exists()
