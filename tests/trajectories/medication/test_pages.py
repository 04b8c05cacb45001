"""Medicines on the client's phone and on the counsellor's desk, on paper, and who gets there."""

import re

import pytest
from django.urls import reverse

from aftercare.audit.models import AccessEntry, Outcome
from tests.trajectories.medication.conftest import DAY, NOW
from trajectories.medication import actions as medication
from trajectories.plans import actions as plans
from trajectories.plans.models import Kind

TYPED = {
    "name": "Naltrexon",
    "dose": "50 mg, 1 tablet",
    "times": "'s ochtends",
    "reason": "minder trek",
    "prescriber": "huisarts De Wit",
    "phone": "020-000 0101",
    "since": "2026-03-02",
    "until": "",
}


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def read(phone):
    return lambda name="medication:mine", *args: words(phone.get(reverse(name, args=args)).content.decode())


@pytest.fixture
def of_client(desk, trajectory):
    return lambda: words(desk.get(reverse("medication:of_client", args=[trajectory.pk])).content.decode())


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_client_sees_what_is_noted_and_that_the_portal_gives_no_advice(read, desk, trajectory):
    assert "Hier staan nog geen medicijnen" in read()
    desk.post(reverse("medication:add", args=[trajectory.pk]), TYPED)
    text = read()
    for told in ("Naltrexon", "50 mg, 1 tablet, &#x27;s ochtends", "minder trek", "huisarts De Wit", "2 maart 2026"):
        assert told in text
    assert "geeft nooit advies over een medicijn of een dosis" in text
    assert "Mijn medicijnen" in read("overview:mine")


@pytest.mark.parametrize(
    ("about", "stored"),
    [
        ("side_effect", ("", "some")),
        ("not_taken", ("partly", "")),
        ("question", ("", "")),
        ("other", ("", "")),
    ],
)
def test_the_client_tells_something_and_reads_what_came_of_it(phone, read, desk, trajectory, about, stored):
    phone.post(reverse("medication:tell"), {"about": about, "text": "Ik word er misselijk van."})
    report = trajectory.medicine_reports.get()
    assert (report.taken, report.effect, report.in_check_in) == (*stored, False)
    assert "Komt terug bij je volgende contact" in read()
    desk.post(reverse("medication:discuss", args=[trajectory.pk, report.pk]), {"outcome": "Nu bij het eten."})
    text = read()
    assert "Komt terug bij je volgende contact" not in text
    assert "Nu bij het eten." in text
    assert "Ilse Doornbosch" in text


def test_without_words_nothing_is_told_and_the_choice_is_kept(phone, trajectory):
    page = phone.post(reverse("medication:tell"), {"about": "question", "text": " "})
    assert page.context["form"].errors["text"]
    assert 'value="question"' in page.content.decode()
    assert not trajectory.medicine_reports.exists()


def test_the_counsellor_sees_what_waits_and_says_that_it_was_discussed(desk, of_client, tell, trajectory):
    report = tell(taken="not", text="Ik was ze vergeten.", in_check_in=True)
    text = of_client()
    for told in ("To discuss about medicines", "Not taken", "Ik was ze vergeten.", "At the check-in, today 12:00"):
        assert told in text
    url = reverse("medication:discuss", args=[trajectory.pk, report.pk])
    too_long = words(desk.post(url, {"outcome": "x" * 301}).content.decode())
    assert "at most 300 characters" in too_long
    assert "Ik was ze vergeten." in too_long
    desk.post(url, {"outcome": ""})
    assert "To discuss" not in of_client()
    assert "discussed by Ilse Doornbosch, today" in of_client()


def test_a_medicine_is_changed_and_what_stood_there_before_is_shown(desk, of_client, add, trajectory):
    medicine = add(dose="25 mg", since=NOW.date(), until=NOW.date() + DAY)
    url = reverse("medication:change", args=[trajectory.pk, medicine.pk])
    assert "25 mg" in desk.get(url).content.decode()
    desk.post(url, TYPED | {"revision": 1})
    assert "50 mg, 1 tablet" in of_client()
    text = words(desk.get(url).content.decode())
    assert "Medicine noted Naltrexon, 25 mg, from 18 March 2026, until 19 March 2026" in text


def test_a_wrong_period_or_phone_is_explained_and_nothing_typed_is_lost(desk, trajectory):
    url = reverse("medication:add", args=[trajectory.pk])
    page = desk.post(url, TYPED | {"until": "2026-03-01", "phone": "bel maar"})
    assert {"until", "phone"} <= set(page.context["form"].errors)
    assert "bel maar" in page.content.decode()
    assert not trajectory.medicines.exists()


def test_two_who_change_the_same_medicine_lose_nothing(desk, add, trajectory, counsellor):
    medicine = add(dose="25 mg")
    medication.change(medicine=medicine, by=counsellor, revision=1, dose="Van een ander")
    url = reverse("medication:change", args=[trajectory.pk, medicine.pk])
    page = desk.post(url, TYPED | {"revision": 1})
    assert page.status_code == 409
    assert "Van een ander" in page.content.decode()
    assert "50 mg, 1 tablet" in page.content.decode()
    desk.post(url, TYPED | {"revision": page.context["form"]["revision"].value()})
    assert trajectory.medicines.get().dose == "50 mg, 1 tablet"


def test_a_change_of_what_was_stopped_meanwhile_is_refused_and_kept_on_the_page(desk, add, trajectory, counsellor):
    medicine = add()
    medication.stop(medicine=medicine, by=counsellor, revision=1, reason="Klaar")
    url = reverse("medication:change", args=[trajectory.pk, medicine.pk])
    text = desk.post(url, TYPED | {"revision": 1}).content.decode()
    assert "This medicine was stopped already." in text
    assert "50 mg, 1 tablet" in text
    assert "50 mg, 1 tablet" not in desk.get(url).content.decode()


def test_stopping_asks_why_and_keeps_it_in_sight(desk, of_client, read, add, trajectory):
    medicine = add()
    url = reverse("medication:stop", args=[trajectory.pk, medicine.pk])
    assert desk.post(url, {"reason": "", "revision": 1}).context["stop_form"].errors["reason"]
    desk.post(url, {"reason": "Afgebouwd met de huisarts", "revision": 1})
    assert "Stopped today, noted by Ilse Doornbosch: Afgebouwd met de huisarts" in of_client()
    assert "Gestopt vandaag: Afgebouwd met de huisarts" in read()
    desk.post(url, {"reason": "Nog eens", "revision": 2})
    assert "Afgebouwd met de huisarts" in of_client()


def test_stopping_what_somebody_changed_meanwhile_asks_to_look_first(desk, add, trajectory, counsellor):
    medicine = add(dose="25 mg")
    medication.change(medicine=medicine, by=counsellor, revision=1, dose="50 mg")
    url = reverse("medication:stop", args=[trajectory.pk, medicine.pk])
    page = desk.post(url, {"reason": "Afgebouwd", "revision": 1})
    assert "Afgebouwd" in page.content.decode()
    assert "Somebody changed this medicine meanwhile." in page.content.decode()
    assert trajectory.medicines.current().exists()
    desk.post(url, {"reason": "Afgebouwd", "revision": page.context["stop_form"]["revision"].value()})
    assert not trajectory.medicines.current().exists()


def test_the_dossier_points_at_them(desk, trajectory):
    page = desk.get(trajectory.get_absolute_url()).content.decode()
    assert reverse("medication:of_client", args=[trajectory.pk]) in page


def test_an_end_that_has_passed_is_pointed_out(of_client, add):
    add(until=NOW.date() - DAY)
    assert "The end has passed" in of_client()


def test_the_overview_tells_each_medicine_and_its_limits(read, add, desk, trajectory):
    add(dose="50 mg", prescriber="huisarts De Wit")
    text = read("medication:overview")
    for told in ("Noor Velthuizen, 18 maart 2026", "50 mg", "huisarts De Wit", "geeft nooit advies", "De Kade"):
        assert told in text
    page = desk.get(reverse("medication:overview_of", args=[trajectory.pk]))
    assert "Who prescribes it" in words(page.content.decode())


def test_the_plan_points_at_the_medicines(phone, desk, trajectory, counsellor):
    item = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.MEDICATION, title="Naltrexon")
    assert reverse("medication:mine") in phone.get(reverse("plans:item", args=[item.pk])).content.decode()
    page = desk.get(reverse("plans:edit", args=[trajectory.pk, item.pk]))
    assert reverse("medication:of_client", args=[trajectory.pk]) in page.content.decode()


def test_a_client_who_comes_by_the_desks_address_goes_to_the_own_page(phone, trajectory):
    page = phone.get(reverse("medication:of_client", args=[trajectory.pk]))
    assert page.headers["Location"] == reverse("medication:mine")


def test_nobody_reads_or_writes_the_medicines_of_somebody_else(
    browser_of, other_client, outsider, add, tell, trajectory
):
    medicine, report = add(), tell(text="Vraag")
    for user in (other_client, outsider):
        browser = browser_of(user)
        for name, args in (
            ("medication:of_client", [trajectory.pk]),
            ("medication:overview_of", [trajectory.pk]),
            ("medication:add", [trajectory.pk]),
            ("medication:change", [trajectory.pk, medicine.pk]),
        ):
            assert browser.get(reverse(name, args=args)).status_code == 404
        for name, pk in (("stop", medicine.pk), ("discuss", report.pk)):
            answer = browser.post(reverse(f"medication:{name}", args=[trajectory.pk, pk]), {"reason": "x"})
            assert answer.status_code == 404
    assert trajectory.medicines.current().exists()
    assert trajectory.medicine_reports.to_discuss().exists()


def test_a_relative_and_a_peer_worker_are_refused_and_that_is_written_down(
    browser_of, relative, peer_worker, trajectory
):
    assert browser_of(relative).get(reverse("medication:mine")).status_code == 403
    page = browser_of(peer_worker).get(reverse("medication:of_client", args=[trajectory.pk]))
    assert page.status_code == 403
    assert AccessEntry.objects.filter(segment="medication", outcome=Outcome.DENIED).count() == 2


@pytest.mark.parametrize("name", ["medication:mine", "medication:of_client"])
def test_the_pages_cost_the_same_for_one_and_three(
    phone, desk, add, tell, counsellor, trajectory, name, django_assert_max_num_queries
):
    browser, args = (phone, []) if name == "medication:mine" else (desk, [trajectory.pk])
    counts = []
    for times in (1, 2):
        for number in range(times):
            add(f"Middel {number}")
            stopped = add(f"Gestopt {number}")
            medication.stop(medicine=stopped, by=counsellor, revision=1, reason="Klaar")
            tell(text="Vraag")
            medication.discuss(report=tell(text="Vraag"), by=counsellor)
        browser.get(reverse(name, args=args))
        with django_assert_max_num_queries(14) as queries:
            browser.get(reverse(name, args=args))
        counts.append(len(queries))
    assert counts[0] == counts[1]
