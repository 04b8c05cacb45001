"""`manage.py seed` and the demo as it then stands: the cast, its history, nothing to be sent late."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.management import CommandError, call_command
from django.db.models import Max, Min, Q
from django.urls import reverse

from aftercare.accounts.models import Membership, User
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry, Event
from aftercare.local.people import PASSWORD, PEOPLE
from aftercare.notifications.models import WAITING, Message
from supportgroups.models import Attendance, Enrolment, Session
from tests.database import empty_tables
from trajectories.appointments.models import Appointment
from trajectories.checkins import actions as checkins
from trajectories.checkins.models import CheckIn, CheckInSchedule, Occurrence
from trajectories.demo.building import FEWEST
from trajectories.demo.inventing import workday
from trajectories.demo.stories import wall
from trajectories.demo.world import BEFORE
from trajectories.dossier.models import Summary, Trajectory
from trajectories.plans.models import LifeArea
from trajectories.signalplan.reading import versions_of
from trajectories.triggers.models import TriggerEntry

NOW = datetime(2027, 3, 16, 13, 20, 31, tzinfo=UTC)
pytestmark = pytest.mark.xdist_group("demo")  # one process builds it, once
ROLES = {
    "begeleider": Role.COUNSELLOR,
    "begeleider2": Role.COUNSELLOR,
    "coordinator": Role.COORDINATOR,
    "client": Role.CLIENT,
    "client2": Role.CLIENT,
    "naaste": Role.RELATIVE,
    "naaste2": Role.RELATIVE,
    "ervaring": Role.PEER_WORKER,
    "partner": Role.PARTNER,
    "manager": Role.MANAGER,
    "beleid": Role.POLICY_MAKER,
    "beheer": Role.ADMINISTRATOR,
    "buiten": Role.COUNSELLOR,
}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Built by the command, committed, and gone after this module. Returns what the command said."""
    said = StringIO()
    with django_db_blocker.unblock():
        with time_machine.travel(NOW, tick=False), pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr("os.cpu_count", lambda: 1)
            call_command("seed", clients=FEWEST, stdout=said)
        yield said.getvalue()
        empty_tables()


@pytest.fixture(autouse=True)
def that_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def user(local: str) -> User:
    return User.objects.get(email=f"{local}@demo.example")


def role_of(somebody: User) -> str:
    own = Trajectory.objects.filter(client__user=somebody).values_list("kind", flat=True)
    return own.first() or Membership.objects.active().get(user=somebody).role


def names_visible_to(local: str) -> set[str]:
    return set(Trajectory.objects.visible_to(user(local)).values_list("client__user__name", flat=True))


def test_the_cast_has_its_roles_and_signs_in_and_each_counsellor_sees_their_own_clients(demo, browser_of):
    assert {person.email.split("@")[0] for person in PEOPLE} == set(ROLES)
    assert {local: role_of(user(local)) for local in ROLES} == ROLES
    signing_in = User.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    assert len(set(signing_in.values_list("password", flat=True))) == 1  # hashed once for all
    browser = browser_of(None)
    response = browser.post(reverse("account_login"), {"login": "client@demo.example", "password": PASSWORD})
    assert response.status_code == 302
    assert browser.session["_auth_user_id"] == str(user("client").pk)

    of_ilse, of_farah, of_bram = map(names_visible_to, ["begeleider", "begeleider2", "buiten"])
    assert "Noor Velthuizen" in of_ilse
    assert "Lot Brandsma" in of_farah
    assert "Milan Tervoort" in of_bram
    assert not of_ilse & of_farah
    assert not (of_ilse | of_farah) & of_bram
    assert names_visible_to("coordinator") == names_visible_to("beheer") == names_visible_to("manager") == set()


def recount_messages(trajectory: Trajectory) -> dict:
    """An exchange that ended with thanks was settled, so it waits no more."""
    written = list(trajectory.messages.order_by("sent_at").values_list("written_as", "sent_at"))
    of_client = [at for part, at in written if part == trajectory.kind]
    of_team = [at for part, at in written if part != trajectory.kind]
    return {
        "client_wrote_at": of_client[-1] if of_client else None,
        "team_wrote_at": of_team[-1] if of_team else None,
    }


def recount(trajectory: Trajectory) -> dict:
    """The summary, from the histories alone."""
    answered = CheckIn.objects.filter(trajectory=trajectory, submitted_at__isnull=False).order_by("submitted_at")
    cravings = [scores["craving"] for scores in answered.values_list("scores", flat=True) if "craving" in scores]
    last = answered.last()
    used = [one.submitted_at for one in answered if one.scores.get("use")]
    used += trajectory.lapses.by_client().values_list("told_at", flat=True)
    triggers = TriggerEntry.objects.filter(trajectory=trajectory).order_by("at")
    missed = Occurrence.objects.filter(trajectory=trajectory, state=Occurrence.State.MISSED)
    since = missed.filter(due_at__gt=last.occurrence.due_at) if last else missed
    appointments = Appointment.objects.filter(trajectory=trajectory).aggregate(
        following=Min("starts_at", filter=Q(state=Appointment.State.PLANNED)),
        held=Max("starts_at", filter=Q(state=Appointment.State.HELD)),
    )
    called = trajectory.team_tasks.contacts().values_list("done_at", flat=True)
    return {
        "cravings": cravings[-6:],
        "last_check_in_at": last and last.submitted_at,
        "check_ins_missed": since.count(),
        "use_reported_at": max(used, default=None),
        "last_trigger_at": triggers.last() and triggers.last().at,
        "last_trigger_strength": triggers.last() and triggers.last().strength,
        "colour_set_at": trajectory.set_colours.values_list("set_at", flat=True).first(),
        "trigger_count": triggers.count(),
        **recount_messages(trajectory),
        "next_appointment_at": appointments["following"],
        "last_contact_at": max(filter(None, [appointments["held"], *called]), default=None),
    }


def test_use_that_a_check_in_reported_is_mostly_told_and_noor_was_called_the_day_after(demo, seen_by_system):
    noor = Trajectory.objects.get(client__user=user("client"))
    *_earlier, latest = noor.lapses.with_contact().order_by("told_at")
    assert noor.lapses.count() == 3
    assert latest.after.startswith("Hanneke gebeld")
    assert latest.contact_at - latest.told_at == timedelta(hours=14)


def test_noor_told_everything_at_her_intake(demo, seen_by_system):
    noor = Trajectory.objects.select_related("intake").get(client__user=user("client"))
    assert noor.intake.finished_at - noor.intake.started_at == timedelta(minutes=30)
    assert noor.areas_told.count() == len(LifeArea)
    assert noor.episodes.count() == noor.earlier_episodes


def test_noor_s_signal_plan_was_adjusted_after_use_and_some_others_set_a_colour(demo, seen_by_system):
    noor = Trajectory.objects.get(client__user=user("client"))
    second, first = versions_of(noor, told=list(noor.lapses.all()))
    assert (first.plan.number, second.plan.is_proposed) == (1, False)
    assert second.after == noor.lapses.first()
    assert noor.set_colours.first().colour == noor.summary.colour == "green"


def test_every_summary_equals_a_recount_of_its_histories(demo, seen_by_system):
    summaries = {summary.pk: summary for summary in Summary.objects.all()}
    trajectories = list(Trajectory.objects.all())
    assert len(trajectories) == len(summaries) > FEWEST
    for trajectory in trajectories:
        expected = recount(trajectory)
        assert {name: getattr(summaries[trajectory.pk], name) for name in expected} == expected, trajectory
    assert CheckIn.objects.filter(trajectory__client__user=user("client")).count() > 20


def test_noor_and_ilse_write_to_each_other_and_the_last_is_not_read_yet(demo, seen_by_system):
    noor, ilse = Trajectory.objects.get(client__user=user("client")), user("begeleider")
    written = noor.messages.order_by("sent_at")
    assert written.count() == 16
    assert [message.text[:17] for message in written.unread_by(ilse).from_client()] == [
        "Vanavond was last",
        "Kan het gesprek v",
    ]
    assert not written.from_team().unread_by(user("client")).exists()
    assert all(message.sent_at.weekday() < 5 for message in written.from_team())


def test_nothing_of_the_past_waits_to_be_sent_and_noor_is_asked_in_two_minutes(demo, seen_by_system):
    assert not Message.objects.filter(state__in=WAITING).exists()
    assert not CheckInSchedule.objects.filter(ended_at=None, next_due_at__lte=NOW).exists()
    assert not Session.objects.filter(attendances__isnull=False, period__startswith__gt=NOW).exists()
    assert Occurrence.objects.open(at=NOW).filter(trajectory__client__user=user("client2")).exists()

    checkins.open_due(at=NOW + timedelta(minutes=3))
    asked = set(Message.objects.filter(state__in=WAITING).values_list("recipient__email", flat=True))
    assert asked == {"client@demo.example", "yassin.berkani@demo.example"}


def test_history_carries_the_days_on_which_it_happened(demo, seen_by_system):
    noor = Trajectory.objects.get(client__user=user("client"))
    assert not AccessEntry.objects.filter(at__gt=NOW).exists()
    assert set(Membership.objects.values_list("started_at", flat=True)) == {wall(workday((NOW - BEFORE).date()), 9)}
    logged = dict(AccessEntry.objects.filter(event=Event.CHANGE).values_list("object_id", "at"))
    assert all(logged[entry.pk] == entry.at for entry in TriggerEntry.objects.filter(trajectory=noor))
    reads = AccessEntry.objects.filter(event=Event.READ, client=user("client"), at__gte=NOW - timedelta(days=30))
    assert set(reads.values_list("user__name", flat=True)) >= {"Ilse Doornbosch", "Hanneke Broers", "Merel Oosterhuis"}


def test_groups_have_met_and_will_meet_and_somebody_s_mark_is_still_to_be_given(demo, seen_by_system):
    group = Enrolment.objects.get(participant=user("client"), group__name="Stevig Staan").group
    over = group.sessions.filter(period__endswith__lte=NOW).order_by("period")
    assert group.sessions.filter(period__startswith__gt=NOW).exists()
    assert Attendance.objects.filter(session__in=over, participant=user("client")).exists()
    assert over.last().attendance_closed_at is None
    assert over.first().attendance_closed_at == over.first().period.upper


def test_the_command_says_how_many_it_made_and_leaves_a_filled_database_alone(demo, seen_by_system):
    assert f"{Trajectory.objects.count()} people with a trajectory" in demo
    with pytest.raises(CommandError, match="There are people in this database already"):
        call_command("seed")
