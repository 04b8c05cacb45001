"""The questions about medicines: asked along with a check-in of who uses some, and where the answers go."""

from datetime import timedelta

import pytest
from django.urls import reverse

from aftercare.core import links
from aftercare.core.errors import Refused
from tests.trajectories.checkins.conftest import NOON, SEVEN
from trajectories.checkins import actions, along, definition, library
from trajectories.checkins.access import link_ids
from trajectories.checkins.models import CheckIn
from trajectories.medication import actions as medication
from trajectories.medication.models import MedicineReport

ASKED = ["mood", "craving", "sleep", "risk", "confidence", "use"]
ABOUT_MEDICINES = ["medicines_taken", "medicines_effect", "medicines_words"]
TOLD = {"medicines_taken": 5, "medicines_effect": 10, "medicines_words": "Ik word er misselijk van."}


@pytest.fixture
def medicine(noon, trajectory, counsellor):
    return medication.add(trajectory=trajectory, by=counsellor, name="Naltrexon")


@pytest.fixture
def phone(browser_of, client_user):
    """Noor's, speaking English."""
    browser = browser_of(client_user)
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def send(trajectory, client_user):
    def sent(**answers) -> CheckIn:
        draft = actions.start(trajectory=trajectory, by=client_user)
        return actions.submit(check_in=draft, by=client_user, answers=SEVEN | answers)

    return sent


def ids(questionnaire) -> list[str]:
    return [item.id for item in questionnaire.items]


def test_they_stand_before_the_last_question_which_keeps_the_closing_words(medicine, trajectory):
    asked = along.asked_of(trajectory, "weekly_seven", at=NOON)
    assert ids(asked) == [*ASKED, *ABOUT_MEDICINES, "support"]
    assert asked.closing


def test_who_uses_none_is_asked_nothing_more(noon, trajectory, counsellor, relative_trajectory):
    stopped = medication.add(trajectory=trajectory, by=counsellor, name="Gestopt")
    medication.stop(medicine=stopped, by=counsellor, revision=1, reason="Klaar")
    medication.add(trajectory=trajectory, by=counsellor, name="Later", since=NOON.date() + timedelta(days=1))
    assert ids(along.asked_of(trajectory, "weekly_seven", at=NOON)) == [*ASKED, "support"]
    assert ids(along.asked_of(relative_trajectory, "relative_week", at=NOON)) == ids(library.load("relative_week"))


def test_another_questionnaire_does_not_take_them_along(medicine, trajectory):
    assert ids(along.asked_of(trajectory, "check_up", at=NOON)) == ids(library.load("check_up"))


def test_they_are_no_questionnaire_to_agree_on():
    assert "medicines" not in [one.id for one in library.available("client")]


def test_a_check_in_keeps_the_questions_that_it_began_with(medicine, trajectory, client_user, counsellor):
    draft = actions.start(trajectory=trajectory, by=client_user)
    assert draft.along == {"medicines": 1}
    medication.stop(medicine=medicine, by=counsellor, revision=1, reason="Klaar")
    assert ids(library.of(draft)) == [*ASKED, *ABOUT_MEDICINES, "support"]


def test_the_answers_are_kept_scored_and_wait_for_the_next_contact(medicine, send, trajectory, client_user):
    sent = send(**TOLD)
    assert sent.answers == SEVEN | TOLD
    assert (sent.scores["medicines_taken"], sent.scores["medicines_effect"]) == (5, 10)
    report = trajectory.medicine_reports.to_discuss().get()
    assert (report.taken, report.effect, report.text) == ("partly", "much", "Ik word er misselijk van.")
    assert (report.in_check_in, report.told_by, report.told_at) == (True, client_user, NOON)


def test_sent_twice_is_told_once(medicine, send, trajectory, client_user):
    actions.submit(check_in=send(**TOLD), by=client_user)
    assert trajectory.medicine_reports.count() == 1


def test_taken_as_agreed_is_kept_and_waits_for_nobody(medicine, send, trajectory):
    send(medicines_taken=10, medicines_effect=0, medicines_words=None)
    assert trajectory.medicine_reports.get().taken == MedicineReport.Taken.AS_AGREED
    assert not trajectory.medicine_reports.to_discuss().exists()


@pytest.mark.parametrize("answers", [{}, {"medicines_taken": "unsaid", "medicines_effect": None}])
def test_what_was_passed_over_is_told_to_nobody(medicine, send, trajectory, answers):
    send(**answers)
    assert not trajectory.medicine_reports.exists()


@pytest.mark.parametrize("wrong", ["", "x" * 501, 3, ["x"]])
def test_an_answer_in_words_is_text_of_a_certain_length(medicine, send, trajectory, wrong):
    with pytest.raises(Refused):
        send(medicines_words=wrong)


def test_on_the_phone_the_words_may_be_written_left_empty_and_taken_back(medicine, phone, trajectory, client_user):
    assert "10 short questions" in phone.get(reverse("checkins:start")).content.decode()
    draft = actions.start(trajectory=trajectory, by=client_user)
    url = reverse("checkins:question", args=[draft.pk, 9])
    page = phone.get(url).content.decode()
    assert "never gives advice about a medicine or a dose" in page
    assert 'aria-describedby="h"' in page
    for typed, kept in ((" Mag het met melk? ", "Mag het met melk?"), ("", None)):
        assert phone.post(url, {"answer": typed}).url.endswith("/10/")
        draft.refresh_from_db()
        assert draft.answers["medicines_words"] == kept
    too_long = phone.post(url, {"answer": "x" * 501})
    assert "at most 500 characters" in too_long.content.decode()


def test_by_link_the_words_are_asked_not_shown_and_stay_when_left_empty(medicine, due, phone, trajectory):
    url = reverse("checkins:link", args=[links.sign(purpose="check_in", ids=link_ids(due))])
    assert phone.post(f"{url}9/", {"answer": "Mag het met melk?"}).url == f"{url}10/"
    assert "melk" not in phone.get(f"{url}9/").content.decode()
    phone.post(f"{url}9/", {"answer": ""})
    assert CheckIn.objects.get().answers == {"medicines_words": "Mag het met melk?"}
    assert phone.post(f"{url}10/", {"pass": "1"}).url == f"{url}done/"
    assert trajectory.medicine_reports.get().text == "Mag het met melk?"


def test_both_sides_read_the_answers_back(medicine, send, phone, browser_of, counsellor, trajectory):
    send(**TOLD)
    mine = phone.get(reverse("checkins:mine")).content.decode()
    for told in ("Medicines taken:", "Not always", "About medicines:", "Ik word er misselijk van."):
        assert told in mine
    theirs = browser_of(counsellor).get(reverse("checkins:schedule", args=[trajectory.pk])).content.decode()
    for told in ("Medicijnen ingenomen: Niet altijd · Bijwerking: Ja, veel", "Ik word er misselijk van."):
        assert told in theirs
    assert theirs.count('<th scope="col"') == 8


def test_home_says_how_many_questions_there_are(medicine, due, phone):
    assert "10" in phone.get(reverse("overview:me")).content.decode()


def test_each_condition_of_a_definition_is_known():
    assert along.WHEN.keys() == definition.CONDITIONS


def test_no_question_stands_in_two_that_go_together():
    for name in ("weekly_seven",):
        asked = ids(library.load(name).together(library.parts_of(name)))
        assert len(set(asked)) == len(asked)


def test_another_client_never_gets_them_by_ones_own_medicine(medicine, other_trajectory, outsider, browser_of):
    assert ids(along.asked_of(other_trajectory, "weekly_seven", at=NOON)) == [*ASKED, "support"]
    assert browser_of(outsider).get(reverse("checkins:start")).status_code == 404
