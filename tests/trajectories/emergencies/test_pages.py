"""The page that opens a dossier in an emergency, the bar, what the client sees, and the list that is reviewed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from aftercare.audit.models import AccessEntry, Outcome
from aftercare.core import scope
from aftercare.notifications import letters
from tests.personas import PASSWORD, member
from tests.trajectories.emergencies.conftest import NIGHT, REASON
from trajectories.dossier.emergencies import LONGEST, EmergencyOpening, Step
from trajectories.emergencies import access, actions

BEGIN, OPENINGS, LOG = (reverse(name) for name in ("emergencies:begin", "emergencies:openings", "dossier:access_log"))
BY_NUMBER = {"number": "K-1042", "reason": REASON}
BY_NAME = {"name": "Noor Velthuizen", "birth_date": "1989-04-17", "reason": REASON}
WRONG = [
    {"number": "K-9999"},
    {"number": "K-104"},
    {"name": "Noor Velthuizen", "birth_date": "1989-04-18"},
    {"name": "Noor", "birth_date": "1989-04-17"},
    {"number": "K-1042", "name": "Mats Wielinga", "birth_date": "1989-04-17"},
]


def signs_in_again(user, browser):
    user.set_password(PASSWORD)
    user.save()
    browser.force_login(user)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


@pytest.fixture
def farah(noor, colleague, browser_of):
    """Signed in, and just now once more."""
    return signs_in_again(colleague, browser_of(colleague))


def alerts(page) -> list[str]:
    return page.context["form"].non_field_errors()


@pytest.mark.parametrize("told", [BY_NUMBER, BY_NAME, BY_NUMBER | BY_NAME, BY_NUMBER | {"number": " k-1042 "}])
def test_who_names_the_client_exactly_reads_the_dossier(farah, noor, told):
    assert farah.get(BEGIN).status_code == 200
    answer = farah.post(BEGIN, told)
    assert (answer.status_code, answer.url) == (302, noor.get_absolute_url())
    assert farah.get(answer.url).status_code == 200
    assert EmergencyOpening.objects.get().reason == REASON


def test_accents_capitals_and_spaces_do_not_matter(farah, noor):
    noor.client.user.name = "Noör Velthuizen"
    noor.client.user.save()
    assert farah.post(BEGIN, BY_NAME | {"name": "noor  VELTHUIZEN"}).status_code == 302


def test_sending_twice_opens_once(farah):
    assert [farah.post(BEGIN, BY_NUMBER).status_code for _ in range(2)] == [302, 302]
    assert EmergencyOpening.objects.count() == 1


def test_every_wrong_guess_gets_the_same_answer_and_is_logged(farah, noor, colleague, outsider):
    pages = [farah.post(BEGIN, wrong | {"reason": REASON}) for wrong in WRONG]
    assert {page.status_code for page in pages} == {200}
    assert len({str(alerts(page)) for page in pages}) == 1
    misses = AccessEntry.objects.filter(user=colleague, segment="emergency", outcome=Outcome.DENIED, emergency=True)
    assert [line.client_id for line in misses] == [None] * len(WRONG)
    assert not EmergencyOpening.objects.exists()


def test_a_closed_dossier_and_one_elsewhere_are_as_if_they_were_not_there(
    farah, noor, counsellor, outsider, browser_of
):
    missed = str(alerts(farah.post(BEGIN, {"number": "K-9999", "reason": REASON})))
    elsewhere = signs_in_again(outsider, browser_of(outsider))
    assert str(alerts(elsewhere.post(BEGIN, BY_NUMBER))) == missed
    noor.status, noor.closed_at, noor.closed_by = "closed", NIGHT, counsellor
    noor.save()
    assert str(alerts(farah.post(BEGIN, BY_NUMBER))) == missed


def test_two_who_fit_are_nobody(farah, noor, other_trajectory):
    other = other_trajectory.client
    other.birth_date, other.user.name = noor.client.birth_date, "Noor Velthuizen"
    other.user.save()
    other.save()
    assert alerts(farah.post(BEGIN, BY_NAME))
    assert farah.post(BEGIN, BY_NUMBER).status_code == 302


def test_who_guesses_too_often_waits_even_with_the_right_answer(farah, clock):
    for _ in range(5):
        farah.post(BEGIN, {"number": "K-9999", "reason": REASON})
    assert farah.post(BEGIN, BY_NUMBER).status_code == 429
    clock.shift(timedelta(minutes=4))
    assert farah.post(BEGIN, BY_NUMBER).status_code == 429
    assert not EmergencyOpening.objects.exists()


def test_who_is_right_is_never_counted(farah, noor):
    for _ in range(7):
        assert farah.post(BEGIN, BY_NUMBER).status_code == 302


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"reason": REASON},
        {"number": "K-1042"},
        {"number": "K-1042", "reason": "in nood"},
        {"name": "Noor Velthuizen", "reason": REASON},
        {"birth_date": "1989-04-17", "reason": REASON},
    ],
)
def test_what_is_not_filled_in_is_asked_and_no_guess(farah, colleague, told):
    page = farah.post(BEGIN, {"number": "", **told})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not AccessEntry.objects.filter(user=colleague, segment="emergency").exists()


def test_it_asks_to_sign_in_again(noor, colleague, browser_of):
    colleague.set_password(PASSWORD)
    colleague.save()
    browser = browser_of(colleague)
    answer = browser.get(BEGIN)
    assert (answer.status_code, answer.url) == (
        302,
        f"{reverse('account_reauthenticate')}?next={BEGIN.replace('/', '%2F')}",
    )
    assert browser.post(answer.url, {"password": PASSWORD}).url == BEGIN
    assert browser.get(BEGIN).status_code == 200


def test_signed_in_again_too_long_ago_keeps_what_was_typed_and_opens_nothing(farah, clock):
    clock.shift(timedelta(minutes=6))
    page = farah.post(BEGIN, BY_NUMBER)
    assert page.status_code == 200
    assert REASON in page.content.decode()
    assert not EmergencyOpening.objects.exists()
    farah.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert farah.post(BEGIN, BY_NUMBER).status_code == 302


def test_without_a_way_to_sign_in_again_it_stays_shut(noor, colleague, browser_of):
    for answer in (browser_of(colleague).get(BEGIN), browser_of(colleague).post(BEGIN, BY_NUMBER)):
        assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))
    assert not EmergencyOpening.objects.exists()


@pytest.mark.parametrize(
    "persona", ["client_user", "relative", "partner", "manager", "policy_maker", "administrator", "coordinator"]
)
def test_nobody_but_counsellors_comes_in_and_that_is_logged(request, noor, browser_of, persona):
    user = request.getfixturevalue(persona)
    browser = signs_in_again(user, browser_of(user))
    assert [browser.get(BEGIN).status_code, browser.post(BEGIN, BY_NUMBER).status_code] == [403, 403]
    assert AccessEntry.objects.filter(user=user, segment="emergency", outcome=Outcome.DENIED).count() == 2


def test_an_own_client_opens_as_always(noor, counsellor, browser_of):
    browser = signs_in_again(counsellor, browser_of(counsellor))
    assert browser.post(BEGIN, BY_NUMBER).url == noor.get_absolute_url()
    assert not EmergencyOpening.objects.exists()


def test_the_bar_stands_on_each_page_and_ends_it(farah, noor, colleague):
    farah.post(BEGIN, BY_NUMBER)
    opening = EmergencyOpening.objects.get()
    end = reverse("emergencies:end", args=[opening.pk])
    for name in ("overview:dossier", "plans:items", "triggers:of_client", "dossier:team"):
        html = farah.get(reverse(name, args=[noor.pk])).content.decode()
        assert end in html or name == "dossier:team"
        assert "00:40" in html or name == "dossier:team"
    assert end not in farah.get(reverse("caseload:clients")).content.decode()
    assert [str(noor.pk) in farah.get(BEGIN).content.decode(), farah.post(end).status_code] == [True, 302]
    assert farah.get(noor.get_absolute_url()).status_code == 404
    assert str(noor.pk) not in farah.get(BEGIN).content.decode()


def test_only_ones_own_opening_can_be_ended(opening, counsellor, browser_of):
    assert browser_of(counsellor).post(reverse("emergencies:end", args=[opening.pk])).status_code == 404


def test_no_page_that_is_read_offers_to_write(farah, noor):
    farah.post(BEGIN, BY_NUMBER)
    for name in ("overview:dossier", "plans:items", "signalplan:of_client", "lapses:of_client", "medication:of_client"):
        html = farah.get(reverse(name, args=[noor.pk])).content.decode()
        assert f'action="/clients/{noor.pk}' not in html
        assert f"/clients/{noor.pk}/messages" not in html


def test_the_search_that_finds_nobody_leads_here(farah):
    assert BEGIN in farah.get(reverse("caseload:clients"), {"q": "Zzyzx"}).content.decode()
    assert BEGIN in farah.get(reverse("caseload:clients")).content.decode()


def test_the_client_reads_who_when_and_why(opening, noor, colleague, manager, client_user, browser_of, clock):
    browser_of(colleague).get(noor.get_absolute_url())
    clock.shift(LONGEST + timedelta(minutes=40))
    scope.enter(system=True)
    actions.review(opening=opening, by=manager)
    page = browser_of(client_user).get(LOG)
    visits = [visit for _day, found in page.context["days"] for visit in found if visit.opening]
    assert [(visit.who, visit.opening.reason) for visit in visits] == [
        (manager.name, REASON),
        (colleague.name, REASON),
    ]
    html = page.content.decode()
    assert html.count(REASON) == 2
    assert str(Step.OPENED.label) in html


def test_two_openings_close_together_keep_their_own_reasons(opening, noor, colleague, client_user, browser_of, clock):
    actions.end(opening=opening, by=colleague)
    clock.shift(timedelta(minutes=1))
    actions.begin(trajectory=noor, by=colleague, reason="Belt een tweede keer, nog in nood.")
    browser_of(colleague).get(noor.get_absolute_url())
    page = browser_of(client_user).get(LOG)
    reasons = [visit.opening.reason for _day, found in page.context["days"] for visit in found if visit.opening]
    assert reasons == ["Belt een tweede keer, nog in nood.", REASON]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_letter_tells_nothing(opening, language):
    with translation.override(language):
        words = letters.words("emergency", language)
    for word in ("nood", "dossier", "emergency", "Farah", "Noor"):
        assert word.lower() not in (words.subject + words.text + words.html).lower()


def test_managers_review_without_a_name_of_a_client(opening, noor, colleague, manager, browser_of):
    browser = browser_of(manager)
    html = browser.get(OPENINGS).content.decode()
    assert colleague.name in html
    assert REASON in html
    assert "Ilse Doornbosch" in html
    for word in ("Velthuizen", "K-1042", str(noor.pk)):
        assert word not in html
    review = reverse("emergencies:review", args=[opening.pk])
    assert review in html
    assert browser.post(review).url == OPENINGS
    html = browser.get(OPENINGS).content.decode()
    assert review not in html
    assert html.count(manager.name) > 1


def test_the_counsellor_sees_which_client_it_was_and_that_is_logged(opening, noor, counsellor, browser_of):
    before = AccessEntry.objects.filter(user=counsellor, client=noor.client.user).count()
    html = browser_of(counsellor).get(OPENINGS).content.decode()
    assert noor.get_absolute_url() in html
    assert reverse("emergencies:review", args=[opening.pk]) not in html
    assert AccessEntry.objects.filter(user=counsellor, client=noor.client.user).count() == before + 1


@pytest.mark.parametrize("persona", ["colleague", "outsider"])
def test_others_have_an_empty_list(request, opening, browser_of, persona):
    page = browser_of(request.getfixturevalue(persona)).get(OPENINGS)
    assert page.context["page"].object_list == [] or not page.context["page"].object_list.exists()


def test_nobody_in_charge_of_the_client_is_said(opening, noor, manager, browser_of):
    noor.seats.all().delete()
    html = browser_of(manager).get(OPENINGS).content.decode()
    assert "Ilse Doornbosch" not in html


def test_the_list_asks_as_much_of_three_as_of_one(
    opening, noor, other_trajectory, colleague, counsellor, manager, organisation, browser_of, django_assert_num_queries
):
    browser = browser_of(manager)
    browser.get(OPENINGS)
    with django_assert_num_queries(9) as one:
        browser.get(OPENINGS)
    scope.enter(system=True)
    actions.begin(trajectory=other_trajectory, by=counsellor, reason=REASON)
    actions.begin(trajectory=noor, by=member("Wim Peeters", "counsellor", organisation), reason=REASON)
    with django_assert_num_queries(len(one)):
        assert len(browser.get(OPENINGS).context["page"].object_list) == 3


@pytest.mark.parametrize("persona", ["client_user", "relative", "coordinator", "partner", "administrator"])
def test_the_list_is_for_managers_and_counsellors(request, opening, browser_of, persona):
    user = request.getfixturevalue(persona)
    assert browser_of(user).get(OPENINGS).status_code == 403
    assert AccessEntry.objects.filter(user=user, segment=Step.REVIEWED, outcome=Outcome.DENIED).exists()


@pytest.mark.parametrize("told", [{}, {"name": "Noor Velthuizen"}, {"birth_date": date(1989, 4, 17)}])
def test_less_than_a_number_or_name_and_birth_date_finds_nobody(noor, colleague, told):
    assert access.find(by=colleague, **{"number": "", "name": "", "birth_date": None, **told}) is None
