"""The notice outside: who gets it, how often, when it is taken back, and that it says nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from aftercare.accounts.models import User
from aftercare.notifications import letters
from aftercare.notifications.models import Message as Notice
from aftercare.notifications.models import State
from tests.personas import person, running
from tests.trajectories.messages.conftest import DAY, MINE, words
from trajectories.absences import actions as absences
from trajectories.dossier import actions as dossier
from trajectories.messages import actions as messages
from trajectories.messages.notices import EVERY

NOON = datetime(2027, 3, 10, 11, 0, tzinfo=UTC)
SOON = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def noon(time_machine, seen_by_system):
    """Wednesday 10 March 2027, noon in Amsterdam; time_machine.move_to() goes on."""
    time_machine.move_to(NOON, tick=False)


def waiting(**of) -> list[tuple]:
    return list(Notice.objects.filter(state=State.DUE, **of).order_by("due_at").values_list("recipient", "due_at"))


def sent(**of) -> None:
    Notice.objects.filter(state=State.DUE, **of).update(state=State.SENT, sent_at=datetime.now(tz=UTC))


def read_all(trajectory, user) -> None:
    messages.mark_read(trajectory=trajectory, by=user, messages=list(trajectory.messages.unread_by(user)))


def test_the_counsellor_hears_after_a_while_that_something_is_ready(write, counsellor, stand_in):
    write("Hoi")
    assert waiting() == [(counsellor.pk, NOON + SOON)]


def test_the_client_hears_of_an_answer(write, counsellor, client_user):
    write("Dag", by=counsellor)
    assert waiting() == [(client_user.pk, NOON + SOON)]


def test_one_notice_waits_however_much_is_written(write, organisation, counsellor):
    for text in ("Hoi", "Nog iets", "En dit"):
        write(text)
    other = running(person("Bas Anders", "bas@test.example"), counsellor, organisation)
    write("Hallo", by=other.client.user, of=other)
    assert len(waiting(recipient=counsellor)) == 1


def test_the_next_one_comes_hours_after_the_last(write, counsellor, time_machine):
    write("Hoi")
    sent()
    time_machine.move_to(NOON + timedelta(hours=1), tick=False)
    write("Nog iets")
    assert waiting() == [(counsellor.pk, NOON + EVERY)]
    sent()
    time_machine.move_to(NOON + DAY, tick=False)
    write("Een dag later")
    assert waiting() == [(counsellor.pk, NOON + DAY + SOON)]


def test_reading_first_takes_it_back_and_a_new_message_brings_another(write, counsellor, trajectory):
    write("Hoi")
    read_all(trajectory, counsellor)
    assert waiting() == []
    write("Nog iets")
    assert len(waiting()) == 1


def test_it_stays_while_another_conversation_is_not_read(write, counsellor, trajectory, organisation):
    other = running(person("Bas Anders", "bas@test.example"), counsellor, organisation)
    write("Hoi")
    write("Hallo", by=other.client.user, of=other)
    read_all(trajectory, counsellor)
    assert len(waiting()) == 1
    read_all(other, counsellor)
    assert waiting() == []


def test_the_client_s_is_taken_back_at_opening_the_page(phone, write, counsellor):
    write("Dag", by=counsellor)
    phone.get(MINE)
    assert waiting() == []


def test_closing_takes_back_what_the_client_would_find_closed(write, counsellor, trajectory):
    write("Dag", by=counsellor)
    dossier.close(trajectory=trajectory, by=counsellor)
    assert waiting() == []


def test_who_has_no_address_gets_no_notice(write, counsellor, client_user):
    User.objects.filter(pk=client_user.pk).update(email=None)
    client_user.email = None
    write("Dag", by=counsellor)
    assert waiting() == []


def test_history_that_is_brought_in_tells_nobody(write):
    write("Hoi", tell=False)
    assert waiting() == []


def test_a_message_sent_twice_is_told_once(write):
    key = "0190a0a0-0000-7000-8000-000000000000"
    from uuid import UUID

    for _ in range(2):
        write("Hoi", key=UUID(key))
    assert Notice.objects.count() == 1


@pytest.fixture
def ilse_is_away(organisation, counsellor, trajectory):
    today = NOON.date()
    return lambda **who: absences.announce(
        organisation=organisation, by=counsellor, since=today, back_on=today + 7 * DAY, **who
    )


def test_while_the_counsellor_is_away_the_stand_in_hears_of_it(write, ilse_is_away, colleague, counsellor, trajectory):
    ilse_is_away(stand_in=colleague)
    Notice.objects.all().delete()
    message = write("Hoi")
    assert waiting() == [(colleague.pk, NOON + SOON)]
    read_all(trajectory, counsellor)
    assert len(waiting()) == 1
    write("Ik ben er toch", by=counsellor)
    assert waiting(recipient=colleague) == []
    assert message.readings.count() == 1


def test_when_nobody_stands_in_the_counsellor_hears_of_it_all_the_same(write, ilse_is_away, counsellor):
    ilse_is_away()
    write("Hoi")
    assert waiting() == [(counsellor.pk, NOON + SOON)]


def test_the_client_reads_when_she_is_back_and_who_reads_along(phone, desk, url, ilse_is_away, colleague):
    ilse_is_away(stand_in=colleague)
    for page in (phone.get(MINE), desk.get(url)):
        assert "Ilse is back on 17 March. Farah reads along." in words(page)
    assert "Farah reads what you write here." in words(phone.get(MINE))


def test_the_client_reads_that_nobody_reads_along(phone, desk, url, ilse_is_away):
    ilse_is_away()
    for page in (phone.get(MINE), desk.get(url)):
        assert "Ilse is back on 17 March. Until then nobody reads along." in words(page)


def test_words_names_and_files_are_in_no_notice_mail_or_log(write, counsellor, client_user, caplog):
    write("Kanariepiet", by=counsellor)
    notice = Notice.objects.select_related("recipient").get()
    stored = " ".join(str(value) for value in Notice.objects.values().get().values())
    letter = letters.write(notice).as_bytes().decode()
    for secret in ("Kanariepiet", "Ilse", "Doornbosch", "De Kade", "zorg"):
        assert secret not in stored + letter + caplog.text
    assert client_user.name not in stored
    assert letter.count("/me/messages/") == 2
    assert mail.outbox == []


def test_an_absence_within_a_week_is_told_beforehand(phone, desk, url, organisation, counsellor, colleague, trajectory):
    first = NOON.date() + 7 * DAY
    absences.announce(
        organisation=organisation, by=counsellor, since=first, back_on=first + 2 * DAY, stand_in=colleague
    )
    for page in (phone.get(MINE), desk.get(url)):
        assert "Ilse is away from 17 March and back on 19 March. Farah then reads along." in words(page)
    assert "Ilse reads what you write here." in words(phone.get(MINE))


def test_an_absence_of_next_month_is_not_told_yet(phone, organisation, counsellor, trajectory):
    first = NOON.date() + 8 * DAY
    absences.announce(organisation=organisation, by=counsellor, since=first, back_on=first + DAY)
    assert "is away from" not in words(phone.get(MINE))
