"""Planning in the organisation's wall time, as the counsellor does it; what the caseload says of it."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from aftercare.accounts.models import Organisation
from aftercare.audit.models import AccessEntry, Event
from tests.trajectories.appointments.conftest import NOW
from trajectories.appointments import actions as appointments
from trajectories.appointments.models import Appointment
from trajectories.dossier.models import Summary

State = Appointment.State


def summary_of(trajectory):
    return Summary.objects.values_list("next_appointment_at", "last_contact_at").get(pk=trajectory.pk)


def test_the_first_planned_appointment_is_the_next(trajectory, plan):
    assert summary_of(trajectory) == (None, None)
    later = plan(72)
    assert summary_of(trajectory) == (later.starts_at, None)
    sooner = plan(24, kind=Appointment.Kind.PHONE, place="belt jou")
    assert summary_of(trajectory) == (sooner.starts_at, None)


def test_planning_is_audited(trajectory, plan):
    entry = AccessEntry.objects.get(event=Event.CHANGE, object_id=plan(24).pk)
    assert (entry.segment, entry.role, entry.client) == ("appointment_edit", "counsellor", trajectory.client.user)


def test_an_appointment_is_upcoming_until_its_end(trajectory, counsellor, plan):
    going_on, over, coming, held = plan(-0.5), plan(-1.5), plan(24), plan(-48)
    appointments.record(appointment=held, by=counsellor, state=State.HELD)
    assert list(trajectory.appointments.upcoming(at=NOW)) == [going_on, coming]
    assert list(trajectory.appointments.to_record(at=NOW)) == [over]
    assert list(trajectory.appointments.recorded()) == [held]
    assert list(trajectory.appointments.over(at=NOW)) == [over, held]


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 4},
        {"minutes": 481},
        {"place": "Kadehuis", "video_url": "https://video.example/kamer"},
        {"video_url": "http://video.example/kamer"},
    ],
)
def test_the_database_refuses_what_is_no_appointment(plan, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        plan(24, **wrong)


@pytest.mark.parametrize("wrong", [{"state": State.HELD}, {"cannot_note": "Ziek."}])
def test_who_and_when_come_together(plan, wrong):
    coming = plan(24)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=coming.pk).update(**wrong)


def test_each_state_has_its_look(plan):
    assert [Appointment(state=state).status_level for state in State] == ["info", "ok", "gap", "quiet"]
    assert str(plan(24)).endswith("2026-03-13 09:00")


def test_an_appointment_is_planned_with_oneself_first(desk, url, counsellor):
    html = desk.get(url()).content.decode()
    assert f'<option value="{counsellor.pk}" selected>' in html
    assert "Europe/Amsterdam" in html


def test_what_was_typed_is_the_organisations_wall_time(desk, url, typed, trajectory, counsellor):
    Organisation.objects.filter(pk=trajectory.organisation_id).update(time_zone="Atlantic/Azores")
    page = desk.post(url(), typed)
    assert page.headers["Location"] == trajectory.get_absolute_url()
    appointment = trajectory.appointments.get()
    assert appointment.starts_at == datetime(2026, 3, 19, 11, 30, tzinfo=UTC)
    assert (appointment.with_user, appointment.minutes, appointment.place) == (counsellor, 45, "Kadehuis kamer 2")
    assert "10:30" in desk.get(url()).content.decode()


def test_the_clock_change_between_now_and_then_is_minded(desk, url, typed, trajectory):
    desk.post(url(), typed | {"day": "2026-04-02"})
    assert trajectory.appointments.get().starts_at == datetime(2026, 4, 2, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"day": "2026-03-11"}, "day"),
        ({"day": "2026-03-12", "time": "09:59"}, "day"),
        ({"day": "2029-03-12"}, "day"),
        ({"day": ""}, "day"),
        ({"day": "volgende week"}, "day"),
        ({"time": ""}, "time"),
        ({"time": "half elf"}, "time"),
        ({"minutes": "4"}, "minutes"),
        ({"minutes": "481"}, "minutes"),
        ({"minutes": "lang"}, "minutes"),
        ({"kind": "magic"}, "kind"),
        ({"place": "x" * 121}, "place"),
        ({"video_url": "https://video.example/kamer"}, "video_url"),
        ({"every_weeks": "5"}, "every_weeks"),
        ({"guest-relation_1": "partner"}, "name_1"),
        ({"guest-name_1": "Lot", "guest-email_1": "geen adres"}, "email_1"),
        ({"guest-name_1": "Lot", "guest-email_1": "Noor@test.example"}, "email_1"),
    ],
)
def test_a_wrong_plan_is_said_at_the_field_and_keeps_the_rest(desk, url, typed, trajectory, wrong, where):
    page = desk.post(url(), typed | wrong)
    assert page.status_code == 200
    assert [*page.context["form"].errors, *page.context["guests"].errors] == [where]
    assert 'value="10:30"' in page.content.decode() or "time" in wrong
    assert not trajectory.appointments.exists()


@pytest.mark.parametrize(
    "link",
    [
        "http://video.example/kamer",
        "video.example/kamer",
        "https://",
        "https://localhost/kamer",
        "https://noor:geheim@video.example/kamer",
        "https://video.example/twee kamers",
        "https://[video/kamer",
        "javascript:alert(1)",
    ],
)
def test_a_video_link_is_https_and_carries_no_name(desk, url, typed, trajectory, link):
    page = desk.post(url(), typed | {"place": "", "video_url": link})
    assert list(page.context["form"].errors) == ["video_url"]
    assert not trajectory.appointments.exists()


def test_by_video_or_by_phone(desk, url, typed, trajectory):
    by_video = typed | {"place": "", "video_url": " https://video.example/kamer "}
    page = desk.post(url(), by_video | {"kind": "phone"})
    assert list(page.context["form"].errors) == ["video_url"]
    desk.post(url(), by_video)
    appointment = trajectory.appointments.get()
    assert appointment.video_url == "https://video.example/kamer"
    with translation.override("en"):
        assert appointment.where == "By video"


def test_only_the_care_team_can_be_chosen(desk, url, typed, trajectory, outsider, colleague, peer_worker):
    for somebody in (outsider, colleague):
        page = desk.post(url(), typed | {"with_user": str(somebody.pk)})
        assert list(page.context["form"].errors) == ["with_user"]
    desk.post(url(), typed | {"with_user": str(peer_worker.pk)})
    assert trajectory.appointments.get().with_user == peer_worker


def test_the_page_lists_what_comes_what_waits_and_what_was(desk, url, plan, counsellor):
    coming, waiting, held = plan(24), plan(-3), plan(-48)
    appointments.record(appointment=held, by=counsellor, state=State.HELD)
    context = desk.get(url()).context
    assert (list(context["upcoming"]), list(context["to_record"]), list(context["recorded"])) == (
        [coming],
        [waiting],
        [held],
    )


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("client_user", 403),
        ("peer_worker", 403),
        ("colleague", 404),
        ("coordinator", 404),
        ("relative", 404),
        ("other_client", 404),
        ("administrator", 404),
        ("outsider", 404),
    ],
)
def test_who_plans_changes_and_records_for_a_client(request, browser_of, url, plan, persona, status):
    user = request.getfixturevalue(persona)
    coming = plan(24)
    for address in (url(), url("record", coming.pk), url("change", coming.pk)):
        assert browser_of(user).get(address).status_code == status
        assert browser_of(user).post(address, {"state": "cancelled"}).status_code == status
    assert browser_of(user).post(url("write", coming.pk), {"text": "Voorbereid."}).status_code == status
    coming.refresh_from_db()
    assert (coming.state, coming.revision, coming.notes.count()) == (State.PLANNED, 1, 0)


def test_the_page_costs_the_same_for_one_and_three(desk, url, plan, counsellor, django_assert_max_num_queries):
    def more(number: int):
        plan(24 + number), plan(-3 - number)
        appointments.record(appointment=plan(-48 - number), by=counsellor, state=State.HELD)

    more(0)
    desk.get(url())
    for number in (1, 2):
        with django_assert_max_num_queries(13):
            desk.get(url())
        more(number)
