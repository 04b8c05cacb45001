"""Being away: who stands in, who is told, what the client reads, being back earlier."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications.models import Message as Notice
from aftercare.notifications.models import State
from tests.personas import member, person, running
from trajectories.absences import actions as absences
from trajectories.absences.models import Absence
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import CareTeamSeat, TeamRole

DAY = timedelta(days=1)
PAGE = "/absence/"


@pytest.fixture
def counsellor(counsellor):
    counsellor.language = "en"
    counsellor.save()
    return counsellor


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def away(organisation, counsellor, trajectory, today):
    """away(days until it begins, days it lasts, stand_in=…) is Ilse's."""

    def announced(begins: int = 0, lasts: int = 7, **details) -> Absence:
        since = today + begins * DAY
        return absences.announce(
            organisation=organisation, by=counsellor, since=since, back_on=since + lasts * DAY, **details
        )

    return announced


def stand_ins() -> list[tuple]:
    seats = CareTeamSeat.objects.filter(role=TeamRole.STAND_IN).order_by("trajectory", "since")
    return list(seats.values_list("trajectory", "user", "since", "until"))


def test_the_stand_in_gets_a_seat_for_these_days_with_each_client_who_has_nobody(
    away, trajectory, relative_trajectory, colleague, today
):
    away(begins=3, stand_in=colleague)
    assert set(stand_ins()) == {
        (pk, colleague.pk, today + 3 * DAY, today + 9 * DAY) for pk in (trajectory.pk, relative_trajectory.pk)
    }


def test_somebody_who_stands_in_the_whole_time_stays_the_one(
    away, trajectory, counsellor, colleague, organisation, today
):

    hanna = member("Hanna Tol", "counsellor", organisation)
    dossier.seat(trajectory=trajectory, user=hanna, role=TeamRole.STAND_IN, since=today, by=counsellor)
    away(stand_in=colleague)
    assert [seat[1] for seat in stand_ins()] == [hanna.pk]


def test_somebody_who_stands_in_on_some_of_the_days_gets_no_second_seat(away, trajectory, counsellor, colleague, today):
    dossier.seat(
        trajectory=trajectory, user=colleague, role=TeamRole.STAND_IN, since=today, until=today + DAY, by=counsellor
    )
    away(stand_in=colleague)
    assert len(stand_ins()) == 1


def test_a_client_handed_over_before_is_not_given_a_stand_in(away, trajectory, counsellor, colleague, today):
    dossier.hand_over(trajectory=trajectory, to=colleague, on=today + DAY, by=counsellor)
    away(begins=2, stand_in=colleague)
    assert stand_ins() == []


def test_each_who_stands_in_is_told_once_and_neutrally(away, trajectory, relative_trajectory, colleague):
    absence = away(stand_in=colleague)
    notice = Notice.objects.get(recipient=colleague)
    assert (notice.key, notice.link_view) == (f"absence:{absence.pk}:{colleague.pk}", "messages:inbox")


def test_being_away_is_audited(away, counsellor):
    absence = away()
    entry = AccessEntry.objects.get(object_id=absence.pk)
    assert (entry.event, entry.user, entry.role, entry.client) == (Event.CHANGE, counsellor, "counsellor", None)


@pytest.mark.parametrize(("begins", "lasts"), [(0, 0), (2, -1), (-5, 5), (-5, 4)])
def test_one_is_back_after_the_first_day_and_not_in_the_past(away, begins, lasts):
    with pytest.raises(Refused, match="terug na"):
        away(begins, lasts)


def test_nobody_is_away_twice_at_once(away):
    away(0, 7)
    with pytest.raises(Refused, match="al dat je"):
        away(6, 2)
    away(7, 2)


def test_who_is_away_as_well_does_not_stand_in(away, organisation, colleague, today):
    absences.announce(organisation=organisation, by=colleague, since=today + 6 * DAY, back_on=today + 9 * DAY)
    with pytest.raises(Refused, match="Farah Noordhoek"):
        away(0, 7, stand_in=colleague)
    away(0, 6, stand_in=colleague)


def test_an_absence_that_is_brought_in_tells_nobody(away, colleague, trajectory):
    away(stand_in=colleague, tell=False)
    assert not Notice.objects.exists()


def test_the_database_refuses_an_end_before_the_start_and_oneself_as_stand_in(away, counsellor, today):
    absence = away()
    for changes in ({"back_on": today}, {"stand_in": counsellor}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.filter(pk=absence.pk).update(**changes)
    assert str(absence).startswith("Ilse Doornbosch")


def test_back_earlier_ends_the_seats_and_what_was_not_sent(away, counsellor, colleague, trajectory, today):
    absence = away(stand_in=colleague)
    since = today - 3 * DAY
    CareTeamSeat.objects.filter(role=TeamRole.STAND_IN).update(since=since)
    Absence.objects.filter(pk=absence.pk).update(since=since)
    absence.refresh_from_db()
    absences.end(absence=absence, by=counsellor)
    assert [seat[2:] for seat in stand_ins()] == [(since, today - DAY)]
    assert Absence.objects.get().back_on == today
    assert Notice.objects.get().state == State.WITHDRAWN
    absence.refresh_from_db()
    with pytest.raises(TransitionRefused):
        absences.end(absence=absence, by=counsellor)


def test_one_who_stays_after_all_was_never_away(away, counsellor, colleague):
    absences.end(absence=away(begins=3, stand_in=colleague), by=counsellor)
    assert stand_ins() == []
    assert not Absence.objects.exists()


def test_a_client_sees_the_absence_of_their_team_and_no_other(
    away, client_user, other_client, colleague, organisation, trajectory, today
):
    away()
    absences.announce(organisation=organisation, by=colleague, since=today, back_on=today + DAY)
    scope.enter(user=client_user.pk)
    assert [absence.user.name for absence in Absence.objects.all()] == ["Ilse Doornbosch"]


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


def test_the_page_takes_it_shows_it_and_takes_it_back(desk, trajectory, colleague, organisation, today):
    typed = {"organisation": organisation.pk, "since": today, "back_on": today + DAY, "stand_in": colleague.pk}
    assert desk.post(PAGE, typed).headers["Location"] == PAGE
    page = desk.get(PAGE).content.decode()
    assert "Farah Noordhoek stands in" in page
    assert "I am back" in page
    desk.post(f"{PAGE}{Absence.objects.get().pk}/end/")
    assert "Nothing is noted." in desk.get(PAGE).content.decode()


def test_the_stand_in_reads_for_whom(browser_of, away, colleague):
    away(stand_in=colleague)
    assert "Ilse Doornbosch" in browser_of(colleague).get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"back_on": ""}, "back_on"), ({"since": "morgen"}, "since"), ({"stand_in": "nobody"}, "stand_in")],
)
def test_what_is_wrong_is_said_at_its_field(desk, trajectory, organisation, today, wrong, field):
    typed = {"organisation": organisation.pk, "since": today, "back_on": today + DAY}
    assert list(desk.post(PAGE, typed | wrong).context["form"].errors) == [field]
    assert list(desk.post(PAGE, typed | {"back_on": today}).context["form"].errors) == ["back_on"]


def test_a_refusal_is_shown_and_nothing_typed_is_lost(desk, away, organisation, today):
    absence = away()
    page = desk.post(PAGE, {"organisation": organisation.pk, "since": today, "back_on": today + DAY})
    assert "on some of these days" in page.content.decode()
    Absence.objects.filter(pk=absence.pk).update(since=today - 2 * DAY, back_on=today)
    assert desk.post(f"{PAGE}{absence.pk}/end/", follow=True).content.decode().count("This absence is over.") == 1


def test_the_dossier_says_who_is_away_until_when(desk, away, trajectory, colleague, today):
    away(stand_in=colleague)
    page = desk.get(trajectory.get_absolute_url()).content.decode()
    with translation.override("en"):
        assert f"Away, back on {date_format(today + 7 * DAY, 'j F')}" in page
    assert "Stand-in: Farah Noordhoek" in page


def test_who_works_at_two_places_says_where(desk, counsellor, other_organisation, trajectory):
    counsellor.memberships.create(organisation=other_organisation, role="counsellor")
    assert '<select name="organisation"' in desk.get(PAGE).content.decode()


@pytest.mark.parametrize("persona", ["client_user", "peer_worker", "coordinator", "administrator"])
def test_who_carries_nobody_has_no_such_page(request, browser_of, persona):
    assert browser_of(request.getfixturevalue(persona)).get(PAGE).status_code == 403


def test_nobody_ends_somebody_else_s_absence(browser_of, away, colleague, outsider):
    absence = away()
    for somebody in (colleague, outsider):
        assert browser_of(somebody).post(f"{PAGE}{absence.pk}/end/").status_code == 404
    assert Absence.objects.exists()


def test_the_page_costs_the_same_for_one_and_three(desk, away, colleague, django_assert_num_queries):
    away(0, 1)
    desk.get(PAGE)
    for begins in (2, 4):
        with django_assert_num_queries(11):
            desk.get(PAGE)
        away(begins, 1, stand_in=colleague)


def test_other_clients_are_left_alone(away, colleague, counsellor, organisation):
    theirs = running(person("Bas Anders"), colleague, organisation)
    away(stand_in=colleague)
    assert theirs.pk not in [seat[0] for seat in stand_ins()]
