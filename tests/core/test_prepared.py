"""Queries that are built once answer as those that are built each time."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from aftercare.accounts.models import Membership, User
from aftercare.audit.models import AccessEntry, Event
from aftercare.core.prepared import CannotBePrepared, Prepared, insert
from tests.personas import person
from trajectories.dossier.models import Summary

pytestmark = pytest.mark.django_db


@Prepared
def by_id(pk: UUID) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


def test_each_call_finds_what_it_asks_for():
    ilse, noor = person("Ilse Proef"), person("Noor Proef")
    assert by_id(pk=ilse.pk) == [ilse]
    assert by_id(pk=noor.pk) == [noor]
    assert by_id(pk=UUID(int=0)) == []


def test_related_rows_and_annotations_come_along(counsellor):
    @Prepared
    def memberships(user: UUID) -> QuerySet[Membership]:
        return Membership.objects.filter(user=user).select_related("organisation")

    (found,) = memberships(user=counsellor.pk)
    with CaptureQueriesContext(connection) as asked:
        assert found.organisation.name
    assert not asked.captured_queries


def test_values_come_as_they_would():
    noor = person("Noor Proef")

    @Prepared
    def names(pk: UUID) -> QuerySet:
        return User.objects.filter(pk=pk).values_list("name", flat=True)

    assert names(pk=noor.pk) == ["Noor Proef"]


def test_days_and_moments_are_filled_in():
    @Prepared
    def begun(day: date, moment: datetime) -> QuerySet[Membership]:
        return Membership.objects.filter(started_at__date=day, ended_at__gt=moment)

    day, moment = date(2026, 11, 17), datetime(2026, 11, 17, 9, tzinfo=UTC)
    sql, params = begun.sql(day=day, moment=moment)
    direct = begun.build(day=day, moment=moment).query.sql_with_params()
    assert (sql, tuple(params)) == direct


def test_a_list_among_the_parameters_is_no_hindrance():
    @Prepared
    def some(pk: UUID) -> QuerySet[User]:
        return User.objects.filter(pk=pk).extra(where=["language = ANY (%s)"], params=[["nl", "en"]])

    noor = person("Noor Proef")
    assert some(pk=noor.pk) == [noor]


def test_a_query_that_looks_at_a_value_is_refused():
    @Prepared
    def by_text(pk: UUID) -> QuerySet[User]:
        return User.objects.filter(email=str(pk))

    with pytest.raises(CannotBePrepared):
        by_text(pk=UUID(int=1))


def test_new_rows_are_kept_in_one_statement_and_can_be_changed_after_it():
    words = {"plan", "it's 100% {here}"}
    seen = [AccessEntry(event=Event.READ, segment=word) for word in words]
    with CaptureQueriesContext(connection) as asked:
        assert insert(seen) == 2
    assert len(asked) == 1
    assert set(AccessEntry.objects.filter(pk__in=[one.pk for one in seen]).values_list("segment", flat=True)) == words
    assert not any(one._state.adding for one in seen)


def test_what_is_left_to_the_database_gets_its_default(trajectory):
    trajectory.summary.delete()
    for left in ({}, {"colour": "green"}):
        insert([Summary(trajectory=trajectory, organisation=trajectory.organisation, **left)])
        assert Summary.objects.get().colour == left.get("colour", "")
        Summary.objects.all().delete()


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert([]) == 0


def test_what_a_larger_statement_does_is_counted():
    noor = person("Noor Proef")
    greet = "WITH line AS ({insert} RETURNING segment) UPDATE accounts_user SET called = segment FROM line"
    assert insert([AccessEntry(event=Event.READ, segment="Noortje")], within=greet) == User.objects.count()
    noor.refresh_from_db()
    assert noor.called == "Noortje"
