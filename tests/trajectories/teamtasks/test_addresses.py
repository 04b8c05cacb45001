"""A client's address that does not work: the care team hears of it once, and by ticking it off tries again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.notifications import actions as notifications
from aftercare.notifications import delivery, undeliverable
from aftercare.notifications.models import Message, State, Undeliverable
from tests import sink
from tests.personas import person
from trajectories.dossier import actions as dossier
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.models import TeamTask


@pytest.fixture
def server(settings):
    """A mail server that knows nobody."""
    settings.QUIET_HOURS = ("00:00", "00:00")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with sink.running(lambda *_: "550 nobody") as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def bounce(server):
    def to(user, key: str = "letter") -> None:
        until = timezone.now() + timedelta(days=1)
        notifications.queue(key=key, recipient=user, kind="check_in", expires_at=until)
        delivery.drain()

    return to


@pytest.fixture
def task(bounce, client_user, trajectory) -> TeamTask:
    bounce(client_user)
    return trajectory.team_tasks.open().get()


def test_the_team_is_asked_once_in_words(task, bounce, client_user, trajectory, other_trajectory):
    bounce(client_user, "another")
    assert trajectory.team_tasks.get().kind == TeamTask.Kind.ADDRESS
    assert "noor@test.example" in task.text
    assert not other_trajectory.team_tasks.exists()


def test_the_counsellor_reads_it_on_the_dossier_and_today(task, browser_of, counsellor, outsider, trajectory):
    counsellor.language = "en"
    counsellor.save()
    browser = browser_of(counsellor)
    assert "this address does not exist" not in browser_of(outsider).get(reverse("caseload:today")).content.decode()
    assert "noor@test.example" in browser.get(trajectory.get_absolute_url()).content.decode()
    assert "Messages do not arrive" in browser.get(reverse("caseload:today")).content.decode()


def test_ticking_it_off_tries_again(task, server, counsellor):
    server.behaviour = lambda *_: "ok"
    teamtasks.finish(task=task, by=counsellor)
    assert not Undeliverable.objects.exists()
    delivery.drain()
    assert Message.objects.get().state == State.SENT


def test_it_comes_back_as_a_new_task_when_it_still_does_not_work(task, counsellor, trajectory):
    teamtasks.finish(task=task, by=counsellor)
    delivery.drain()
    assert trajectory.team_tasks.open().get() != task


def test_another_task_that_is_done_says_nothing_of_addresses(task, counsellor, trajectory):
    other = teamtasks.ask(
        trajectory=trajectory, kind=TeamTask.Kind.CALL, key="x", due_at=timezone.now() + timedelta(days=1), by=None
    )
    teamtasks.finish(task=other, by=counsellor)
    assert Undeliverable.objects.exists()


def test_another_address_ends_the_task_and_is_used(bounce, server, counsellor, organisation):
    wout = person("Wout Rietveld", "wuot@test.example", kept_by=organisation)
    trajectory = dossier.register(
        organisation=organisation, user=wout, by=counsellor, starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    bounce(wout)
    server.behaviour = lambda *_: "ok"
    contact = {"name": wout.name, "called": "", "email": "wout@test.example", "phone": ""}
    trajectory.refresh_from_db()
    dossier.correct(trajectory=trajectory, revision=trajectory.revision, by=counsellor, contact=contact)
    assert not trajectory.team_tasks.filter(kind=TeamTask.Kind.ADDRESS).open().exists()
    delivery.drain()
    assert server.recipients == ["wout@test.example"]


def test_a_number_that_does_not_exist_is_told_too(trajectory, client_user):
    message = notifications.compose(
        key="text", recipient=client_user, kind="check_in", expires_at=timezone.now() + timedelta(days=1)
    )
    message.channel, client_user.phone = "sms", "06-0000 0001"
    undeliverable.note(message, reason="sms 404", at=timezone.now())
    assert "06-0000 0001" in trajectory.team_tasks.get().text


def test_the_dossier_says_who_wants_no_e_mail(browser_of, counsellor, trajectory, client_user):
    counsellor.language = "en"
    counsellor.save()
    page = trajectory.get_absolute_url()
    assert "Wants no e-mail" not in browser_of(counsellor).get(page).content.decode()
    type(client_user).objects.filter(pk=client_user.pk).update(gets_letters=False)
    assert "Wants no e-mail" in browser_of(counsellor).get(page).content.decode()
