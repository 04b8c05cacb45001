"""Services as the design team writes them: what is asked, what is refused, and two who write at once."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.network import actions as network
from aftercare.network.models import GOOD_FOR, Municipality, Service

WORDS = {
    "name": "Samen lopen",
    "provider": "Sportbuurt",
    "block": "outdoors",
    "about": "Twee keer per week lopen.",
    "areas": ["body"],
    "audiences": ["everybody"],
    "costs": "free",
    "capacity": "room",
}


def url(name: str, *args) -> str:
    return reverse(f"network:{name}", args=args)


@pytest.fixture
def form_of():
    """form_of(service, …) is what the form of the service holds, with changes."""

    def filled(service: Service, **changes) -> dict:
        fields = {**WORDS, "name": service.name, "provider": service.provider, "block": service.block}
        towns = [town.pk for town in service.municipalities.all()]
        return fields | {"municipalities": towns, "revision": service.revision} | changes

    return filled


def test_an_editor_writes_a_draft_that_only_the_team_sees(browser_of, editor, counsellor, region, town):
    answer = browser_of(editor).post(url("new", region.pk), WORDS | {"municipalities": [town.pk]})
    service = Service.objects.get(name="Samen lopen")
    assert (answer.url, service.state, service.reviewed_at) == (service.get_absolute_url(), "draft", None)
    assert list(service.municipalities.all()) == [town]
    assert browser_of(counsellor).get(service.get_absolute_url()).status_code == 404
    assert AccessEntry.objects.filter(event=Event.CHANGE, object_id=service.pk, role="design_team").exists()


def test_all_of_it_is_right_puts_it_in_the_directory_at_once(browser_of, policy_maker, counsellor, region, town):
    words = WORDS | {"municipalities": [town.pk], "reviewed": "on"}
    browser_of(policy_maker).post(url("new", region.pk), words)
    service = Service.objects.get(name="Samen lopen")
    assert service.reviewed_by == policy_maker
    assert browser_of(counsellor).get(service.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"areas": []}, "areas"),
        ({"municipalities": []}, "municipalities"),
        ({"municipalities": ["x"]}, "municipalities"),
        ({"phone": "bel maar"}, "phone"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"waiting_weeks": "-1"}, "waiting_weeks"),
    ],
)
def test_what_is_not_right_is_asked_again(browser_of, editor, region, town, wrong, field):
    answer = browser_of(editor).post(url("new", region.pk), WORDS | {"municipalities": [town.pk]} | wrong)
    assert list(answer.context["form"].errors) == [field]
    assert not Service.objects.exists()


def test_the_same_service_twice_is_refused_in_words(browser_of, editor, region, town, list_service):
    listed = list_service()
    words = WORDS | {"name": listed.name, "provider": listed.provider, "municipalities": [town.pk]}
    answer = browser_of(editor).post(url("new", region.pk), words)
    assert "deze naam en aanbieder" in answer.text
    other = list_service("Avondhuis")
    answer = browser_of(editor).post(url("edit", other.pk), words | {"revision": 1})
    assert "deze naam en aanbieder" in answer.text
    with pytest.raises(Refused, match="naam en aanbieder"):
        network.services.add_all(region=region, by=editor, services=[_as_row(listed, town)])


def _as_row(service: Service, town: Municipality) -> dict:
    return WORDS | {"name": service.name, "provider": service.provider, "municipalities": [town]}


def test_without_municipalities_the_form_says_what_to_do_first(browser_of, policy_maker, region):
    assert "Voeg ze eerst toe" in browser_of(policy_maker).get(url("new", region.pk)).text


def test_a_correction_is_no_review_unless_somebody_says_so(browser_of, editor, list_service, form_of):
    long_ago = timezone.now() - GOOD_FOR
    service = list_service(at=long_ago)
    browser = browser_of(editor)
    browser.post(url("edit", service.pk), form_of(service, phone="06-0000 0202"))
    service.refresh_from_db()
    assert (service.phone, service.reviewed_at, service.changed_by) == ("06-0000 0202", long_ago, editor)
    browser.post(url("edit", service.pk), form_of(service, phone="06-0000 0202", reviewed="on"))
    service.refresh_from_db()
    assert service.reviewed_by == editor


def test_two_who_write_at_once_see_both_texts(browser_of, editor, policy_maker, list_service, form_of, other_town):
    service = list_service()
    network.services.change(
        service=service, by=policy_maker, revision=1, municipalities=[other_town], about="Soep.", areas=["food"]
    )
    typed = form_of(service, revision=1, about="Thee.", municipalities=[str(service.region.municipalities.first().pk)])
    page = browser_of(editor).post(url("edit", service.pk), typed)
    assert page.status_code == 409
    assert ("Wat het is", "Soep.", "Thee.") in page.context["form"].differences
    assert ("gemeenten", "Zandwoude", "Oeverdorp") in page.context["form"].differences
    assert ("leefgebieden", "Voeding", "Lichaam") in page.context["form"].differences
    browser_of(editor).post(url("edit", service.pk), typed | {"revision": 2})
    assert Service.objects.get().about == "Thee."


def test_many_at_once_are_what_they_would_be_one_by_one(browser_of, counsellor, editor, region, town):
    long_ago = timezone.now() - GOOD_FOR
    rows = [WORDS | {"municipalities": [town], "access": ["online"]}]
    rows.append(WORDS | {"name": "Fietsen", "municipalities": [town], "reviewed_at": long_ago})
    walking, cycling = network.services.add_all(region=region, by=editor, services=rows)
    assert (walking.is_stale(timezone.now()), cycling.is_stale(timezone.now())) == (False, True)
    assert list(cycling.municipalities.all()) == [town]
    assert "Online" in browser_of(counsellor).get(walking.get_absolute_url()).text
    assert AccessEntry.objects.filter(event=Event.CHANGE, object_type="network.service").count() == 2


def test_a_service_covers_its_own_region_only(editor, elsewhere, region, town, list_service, policy_maker):
    far = network.team.add_municipality(region=elsewhere, by=policy_maker, name="Verweg")
    with pytest.raises(Refused, match="eigen regio"):
        network.services.change(service=list_service(), by=editor, revision=1, municipalities=[far])
    with pytest.raises(Refused, match="eigen regio"):
        network.services.add_all(region=region, by=editor, services=[WORDS | {"municipalities": [town, far]}])


def test_reviewing_needs_one_button(browser_of, editor, list_service):
    service = list_service(at=timezone.now() - GOOD_FOR)
    browser_of(editor).post(url("review", service.pk), {"revision": 1})
    service.refresh_from_db()
    assert service.reviewed_by == editor
    assert service.reviewed_at > timezone.now() - GOOD_FOR


def test_what_is_taken_out_says_why_and_can_come_back(browser_of, editor, counsellor, list_service):
    service, browser = list_service(), browser_of(editor)
    assert "why" in browser.post(url("withdraw", service.pk), {"revision": 1, "why": ""}).context["form"].errors
    browser.post(url("withdraw", service.pk), {"revision": 1, "why": "Gestopt per 1 mei."})
    assert "Gestopt per 1 mei." in browser.get(service.get_absolute_url()).text
    assert "al uit het overzicht" in browser.post(url("withdraw", service.pk), {"revision": 2, "why": "Nog eens"}).text
    browser.post(url("publish", service.pk), {"revision": 2})
    assert browser_of(counsellor).get(service.get_absolute_url()).status_code == 200


def test_a_step_that_does_not_fit_is_refused(browser_of, editor, list_service):
    service, draft = list_service(), list_service("Concept", published=False)
    with pytest.raises(TransitionRefused, match="al in het overzicht"):
        network.services.publish(service=service, by=editor, revision=1)
    with pytest.raises(TransitionRefused, match="alleen wat in het overzicht"):
        network.services.review(service=draft, by=editor, revision=1)
    with pytest.raises(Stale):
        network.services.review(service=service, by=editor, revision=7)
    page = browser_of(editor).post(url("publish", service.pk), {"revision": 1}, follow=True)
    assert "Dit staat al in het overzicht." in page.text
    page = browser_of(editor).post(url("review", service.pk), {}, follow=True)
    assert Service.objects.get(pk=service.pk).revision == 1


@pytest.mark.parametrize("who", ["counsellor", "client_user", "relative", "partner", "manager", "outsider"])
def test_readers_do_not_write(request, browser_of, region, list_service, who):
    service, browser = list_service(), browser_of(request.getfixturevalue(who))
    for name in ("edit", "withdraw"):
        assert browser.get(url(name, service.pk)).status_code == 403
    assert browser.post(url("review", service.pk), {"revision": 1}).status_code == 403
    assert browser.get(url("new", region.pk)).status_code == 403
    assert browser.get(url("keep", region.pk)).status_code == 403


def test_the_team_of_one_region_does_not_write_in_another(browser_of, editor, elsewhere):
    for name in ("new", "keep"):
        assert browser_of(editor).get(url(name, elsewhere.pk)).status_code == 403


@pytest.mark.parametrize(
    "broken",
    [
        {"reviewed_at": None},
        {"state": "withdrawn"},
        {"withdrawn_why": "Zomaar"},
        {"areas": []},
        {"audiences": []},
        {"reviewed_by": None},
    ],
)
def test_the_database_holds_what_always_is(list_service, broken):
    service = list_service()
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=service.pk).update(**broken)
