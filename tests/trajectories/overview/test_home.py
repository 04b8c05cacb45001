"""Today and About me, for the client and for the relative."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation
from psycopg.types.range import TimestamptzRange

from aftercare.accounts.models import User
from supportgroups import actions as supportgroups
from supportgroups.models import Enrolment, Room, Series, Session, SupportGroup
from trajectories.appointments import actions as appointments
from trajectories.checkins.models import CheckInSchedule, Occurrence
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import TeamRole
from trajectories.overview.home import greeting, thing_of
from trajectories.plans import actions as plans
from trajectories.plans.models import LifeArea, PlanItem


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def home(phone):
    def page() -> str:
        return phone.get(reverse("overview:me")).content.decode()

    return page


@pytest.fixture
def add(trajectory, counsellor):
    def added(title: str, **details) -> PlanItem:
        details = {"kind": PlanItem.Kind.SELF_CARE, "area": LifeArea.BODY, "state": PlanItem.State.ACTIVE} | details
        return plans.add(trajectory=trajectory, by=counsellor, title=title, **details)

    return added


def open_check_in(trajectory, *, opened_hours_ago: float, hours: float) -> Occurrence:
    schedule, _ = CheckInSchedule.objects.get_or_create(
        organisation=trajectory.organisation,
        trajectory=trajectory,
        instrument="weekly_seven",
        weekday=0,
        wall_time="19:00",
        starts_on=date(2026, 1, 5),
    )
    due_at = timezone.now() - timedelta(hours=opened_hours_ago)
    return Occurrence.objects.create(
        organisation=trajectory.organisation,
        trajectory=trajectory,
        schedule=schedule,
        due_at=due_at,
        closes_at=due_at + timedelta(hours=hours),
    )


def plan_session(organisation, counsellor, *, in_days: float) -> Session:
    group, _ = SupportGroup.objects.get_or_create(organisation=organisation, name="Stevig Staan")
    room, _ = Room.objects.get_or_create(organisation=organisation, name="Zaal 1", defaults={"seats": 10})
    series = Series.objects.create(
        organisation=organisation,
        group=group,
        first_on=date(2026, 1, 5),
        count=1,
        starts="10:00",
        ends="11:00",
        room=room,
        planned_by=counsellor,
    )
    starts = timezone.now() + timedelta(days=in_days)
    period = TimestamptzRange(starts, starts + timedelta(hours=1))
    return Session.objects.create(organisation=organisation, group=group, series=series, room=room, period=period)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (range(6), "Hello, %(name)s"),
        (range(6, 12), "Good morning, %(name)s"),
        (range(12, 18), "Good afternoon, %(name)s"),
        (range(18, 24), "Good evening, %(name)s"),
    ],
)
def test_the_greeting_follows_the_clock(hours, words):
    with translation.override("en"):
        assert {greeting(hour) for hour in hours} == {words}


def test_the_clock_is_the_persons_own(phone, client_user):
    User.objects.filter(pk=client_user.pk).update(time_zone="Atlantic/Azores")
    with time_machine.travel(datetime(2026, 7, 1, 11, 30, tzinfo=UTC), tick=True):
        shown = phone.get(reverse("overview:me")).context["greeting"]
    with translation.override("nl"):
        assert shown == greeting(11) % {"name": "Noor"} != greeting(13) % {"name": "Noor"}


def test_an_empty_home_offers_help_and_a_log(home):
    html = home()
    assert reverse("help_now") in html
    assert reverse("triggers:new") in html
    assert "nz-card-key" not in html
    assert "nz-empty" in html


def test_the_one_thing_is_an_own_running_thing(home, add):
    add("Na het eten een rondje.")
    html = home()
    assert html.count("nz-card-key") == 1
    assert "Na het eten een rondje." in html


def test_there_is_another_thing_each_day_and_the_same_all_day(trajectory, add):
    items = [add("Rondje."), add("Ontbijt.", area=LifeArea.FOOD), add("Nee zeggen", kind="skill", area="")]
    add("Later", state=PlanItem.State.PLANNED)
    days = [date(2026, 3, 10) + timedelta(days=number) for number in range(3)]
    shown = [thing_of(trajectory.plan_items.asking_on(day), on=day).item for day in days]
    assert {item.pk for item in shown} == {item.pk for item in items}
    assert thing_of(trajectory.plan_items.asking_on(days[0]), on=days[0]).item == shown[0]


@pytest.mark.parametrize("done", [True, False])
def test_what_was_said_of_today_stays_and_can_be_changed(home, add, client_user, done):
    item = add("Rondje.")
    plans.tick(item=item, by=client_user, on=timezone.localdate(), done=done)
    html = home()
    assert "nz-card-key" not in html
    assert "Rondje." in html
    assert f'name="done" value="{"no" if done else "yes"}"' in html


def test_an_open_check_in_is_one_tap_away(home, trajectory):
    open_check_in(trajectory, opened_hours_ago=50, hours=48)
    assert "nz-rows" not in home()
    open_check_in(trajectory, opened_hours_ago=1, hours=48)
    assert reverse("checkins:start") in home()
    Occurrence.objects.update(state=Occurrence.State.ANSWERED)
    assert "nz-rows" not in home()


def test_the_next_appointment_stands_on_the_home(home, trajectory, counsellor):
    for days in (9, 2, -3):
        appointments.plan(
            trajectory=trajectory,
            by=counsellor,
            with_user=counsellor,
            starts_at=timezone.now() + timedelta(days=days),
            place=f"over {days} dagen",
        )
    html = home()
    assert "over 2 dagen" in html
    assert "over 9 dagen" not in html


def test_the_next_session_of_an_own_group_stands_on_the_home(home, organisation, counsellor, client_user):
    session = plan_session(organisation, counsellor, in_days=3)
    assert "Stevig Staan" not in home()
    place = supportgroups.enrol(group=session.group, participant=client_user, by=counsellor)
    assert "Stevig Staan" in home()
    supportgroups.leave(enrolment=place, by=counsellor)
    assert "Stevig Staan" not in home()


@pytest.mark.parametrize("group_in", [1, 3])
def test_only_what_comes_first_stands_there(phone, trajectory, organisation, counsellor, client_user, group_in):
    session = plan_session(organisation, counsellor, in_days=group_in)
    supportgroups.enrol(group=session.group, participant=client_user, by=counsellor)
    starts_at = timezone.now() + timedelta(days=2)
    talk = appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=starts_at)
    coming = phone.get(reverse("overview:me")).context["coming"]
    assert coming == [session if group_in == 1 else talk]


def test_a_relative_has_the_same_home_without_a_log(browser_of, relative):
    html = browser_of(relative).get(reverse("overview:me")).content.decode()
    assert "Lot" in html
    assert reverse("help_now") in html
    assert reverse("triggers:new") not in html


def test_what_can_wait_is_folded_away_and_counted(phone, trajectory, counsellor):
    assert "nz-more" not in phone.get(reverse("overview:me")).text
    details = {"trajectory": trajectory, "by": counsellor, "kind": "practical", "state": "active"}
    plans.add(title="Huur", due_on=timezone.localdate(), **details)
    folded = phone.get(reverse("overview:me")).text.partition("<details")[2].partition("</details>")[0]
    assert "1 ding wacht op je" in folded
    assert "Huur" in folded


def test_several_things_to_arrange_are_one_row(phone, trajectory, counsellor):
    for title in ("Huur", "Post"):
        plans.add(
            trajectory=trajectory,
            by=counsellor,
            kind="practical",
            title=title,
            state="active",
            due_on=timezone.localdate(),
        )
        html = phone.get(reverse("overview:me")).text
        assert ("2 dingen om te regelen" in html) == (title == "Post")
    assert reverse("plans:problems") in html


def test_the_home_costs_the_same_for_one_and_three(
    phone, add, trajectory, organisation, counsellor, client_user, django_assert_num_queries
):
    def more(number: int):
        add("Rondje.")
        open_check_in(trajectory, opened_hours_ago=number, hours=48)
        session = plan_session(organisation, counsellor, in_days=number)
        Enrolment.objects.get_or_create(
            organisation=organisation,
            group=session.group,
            participant=client_user,
            defaults={"enrolled_by": counsellor},
        )
        starts_at = timezone.now() + timedelta(days=20 + number)
        appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=starts_at)

    more(1)
    phone.get(reverse("overview:me"))
    for number in (2, 3):
        with django_assert_num_queries(15):
            phone.get(reverse("overview:me"))
        more(number)


def test_about_me_names_the_team_of_today_and_the_agreed_period(phone, trajectory, counsellor, peer_worker, colleague):
    today = timezone.localdate()
    dossier.seat(
        trajectory=trajectory,
        user=colleague,
        role=TeamRole.STAND_IN,
        since=today - timedelta(days=9),
        until=today - timedelta(days=2),
        by=counsellor,
    )
    html = phone.get(reverse("overview:mine")).content.decode()
    assert "Ilse Doornbosch" in html
    assert "Hanneke Broers" in html
    assert "Farah Noordhoek" not in html
    assert str(trajectory.ends_on.year) in html
    for name in ("triggers:mine", "dossier:access_log", "mfa_index", "account_logout"):
        assert reverse(name) in html


def test_about_me_of_a_relative_knows_no_triggers(browser_of, relative):
    html = browser_of(relative).get(reverse("overview:mine")).content.decode()
    assert reverse("triggers:mine") not in html
    assert reverse("dossier:access_log") in html


def test_about_me_costs_the_same_for_one_and_three(phone, trajectory, request, django_assert_num_queries):
    phone.get(reverse("overview:mine"))
    with django_assert_num_queries(12):
        phone.get(reverse("overview:mine"))
    request.getfixturevalue("peer_worker")
    with django_assert_num_queries(12):
        phone.get(reverse("overview:mine"))


@pytest.mark.parametrize("name", ["overview:me", "overview:mine"])
@pytest.mark.parametrize("persona", ["counsellor", "coordinator", "manager", "administrator", "partner", "outsider"])
def test_whoever_has_no_aftercare_has_no_home_here(request, browser_of, name, persona):
    assert browser_of(request.getfixturevalue(persona)).get(reverse(name)).status_code == 404


def test_not_today_is_an_answer_to_the_check_in(phone, trajectory):
    open_check_in(trajectory, opened_hours_ago=1, hours=48)
    home = reverse("overview:me")
    assert reverse("checkins:put_off") in phone.get(home).content.decode()
    response = phone.post(reverse("checkins:put_off"), follow=True)
    assert response.context["put_off"]
    assert reverse("checkins:put_off") not in response.content.decode()
    assert reverse("checkins:start") in response.content.decode()


def test_tomorrow_it_is_asked_again(phone, trajectory):
    open_check_in(trajectory, opened_hours_ago=1, hours=48)
    phone.post(reverse("checkins:put_off"))
    trajectory.occurrences.update(put_off_at=timezone.now() - timedelta(days=1))
    assert not phone.get(reverse("overview:me")).context["put_off"]
