"""The care team reads what was told, and writes down what it heard."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trajectories.appointments import actions as appointments
from trajectories.lapses import actions as lapses

DAY = timedelta(days=1)


@pytest.fixture
def desk(browser_of, counsellor):
    counsellor.language = "en"
    counsellor.save()
    return browser_of(counsellor)


@pytest.fixture
def url(trajectory):
    return lambda name, *args: reverse(f"lapses:{name}", args=[trajectory.pk, *args])


@pytest.fixture
def heard(trajectory, counsellor):
    return lapses.record(trajectory=trajectory, by=counsellor, what="Wijn.")


def test_what_was_told_stands_with_the_time_until_contact(desk, url, trajectory, client_user, counsellor):
    now = timezone.now()
    lapse = lapses.tell(trajectory=trajectory, by=client_user, on=timezone.localdate(), at=now - 2 * DAY)
    lapses.answer(lapse=lapse, by=client_user, what="Bier", before="Ruzie", after="Geslapen", learned="Eerder bellen")
    html = desk.get(url("of_client")).content.decode()
    assert "No contact yet, 2\xa0days after telling." in html
    for words in ("Bier", "Ruzie", "Geslapen", "Eerder bellen"):
        assert f'<dd class="nz-own">{words}</dd>' in html
    call = appointments.plan(
        trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=now - DAY, at=now - 9 * DAY
    )
    appointments.record(appointment=call, by=counsellor, state="held")
    assert "Contact after 1\xa0day." in desk.get(url("of_client")).content.decode()


def test_an_empty_page_says_what_will_be_here(desk, url):
    html = desk.get(url("of_client")).content.decode()
    assert "Nothing told" in html
    assert url("record") in html


def test_what_was_told_in_a_conversation_is_written_down(desk, url, trajectory, counsellor):
    told = {"on": timezone.localdate() - DAY, "extent": "evening", "what": "Wijn", "after": "Belde Lot."}
    page = desk.post(url("record"), told, follow=True)
    assert "written down by Ilse Doornbosch" in page.content.decode()
    lapse = trajectory.lapses.get()
    assert (lapse.what, lapse.after, lapse.told_by) == ("Wijn", "Belde Lot.", counsellor)


@pytest.mark.parametrize("wrong", [{"what": ""}, {"on": "2999-01-01", "what": "Wijn"}, {"what": "x" * 1001}])
def test_nothing_or_nonsense_is_not_written_down(desk, url, trajectory, wrong):
    page = desk.post(url("record"), {"extent": "", "learned": ""} | wrong)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert wrong["what"] in page.content.decode()
    assert not trajectory.lapses.exists()


def test_what_staff_wrote_can_be_corrected(desk, url, heard):
    page = desk.get(url("correct", heard.pk))
    assert "Wijn." in page.content.decode()
    desk.post(url("correct", heard.pk), {"what": "Bier.", "revision": 1})
    heard.refresh_from_db()
    assert heard.what == "Bier."


def test_a_stale_correction_shows_both(desk, url, heard, counsellor):
    lapses.answer(lapse=heard, by=counsellor, what="Van Merel.", on=timezone.localdate())
    page = desk.post(url("correct", heard.pk), {"what": "Net getypt.", "extent": "once", "revision": 1})
    html = page.content.decode()
    assert page.status_code == 409
    assert "<td>Van Merel.</td>" in html
    assert "Net getypt." in html
    assert page.context["form"]["revision"].value() == 2
    again = {"what": "Net getypt.", "revision": 2}
    assert desk.post(url("correct", heard.pk), again).status_code == 302


def test_what_a_client_told_stays_as_it_was_told(desk, url, trajectory, client_user):
    lapse = lapses.tell(trajectory=trajectory, by=client_user)
    assert desk.post(url("correct", lapse.pk), {"what": "Anders", "revision": 1}).status_code == 404
    assert url("correct", lapse.pk) not in desk.get(url("of_client")).content.decode()


def test_the_page_costs_the_same_for_one_and_three(desk, url, trajectory, client_user, django_assert_num_queries):
    lapses.tell(trajectory=trajectory, by=client_user)
    desk.get(url("of_client"))
    for _ in range(2):
        with django_assert_num_queries(10):
            desk.get(url("of_client"))
        lapses.tell(trajectory=trajectory, by=client_user)
        lapses.tell(trajectory=trajectory, by=client_user)


@pytest.mark.parametrize(
    ("persona", "status"),
    [("client_user", 302), ("peer_worker", 403), ("colleague", 404), ("relative", 404), ("outsider", 404)],
)
def test_who_reads_it(request, browser_of, url, heard, persona, status):
    browser = browser_of(request.getfixturevalue(persona))
    assert browser.get(url("of_client")).status_code == status
    assert browser.post(url("record"), {"what": "Wijn"}).status_code == (403 if status == 302 else status)
