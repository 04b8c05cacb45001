"""A relative brings in a concern: the right team reads it, the client sees of it only what the relative allows."""

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry
from aftercare.core import scope
from aftercare.core.errors import Refused
from trajectories.dossier.models import Category
from trajectories.relatives import actions
from trajectories.relatives.models import Concern
from trajectories.sharing import actions as sharing

WORDS = "Ze komt al drie dagen haar bed niet uit."


@pytest.fixture
def recipient(trajectory, client_user, relative):
    """Noor shares her plan with Lot."""
    return sharing.share(
        trajectory=trajectory,
        by=client_user,
        name="Lot",
        email=relative.email,
        categories=[Category.PLAN],
        purpose="near",
    )


@pytest.fixture
def told(recipient, trajectory, relative_trajectory, relative):
    def tell(**details) -> Concern:
        return actions.bring_in(own=relative_trajectory, by=relative, words=WORDS, client=trajectory, **details)

    return tell


def text(response) -> str:
    return response.content.decode()


def test_it_becomes_a_signal_that_leads_to_the_words(told, trajectory, counsellor, browser_of):
    concern = told()
    signal = trajectory.signals.get(rule="concern")
    assert signal.evidence[0]["id"] == str(concern.pk)
    ilse = browser_of(counsellor)
    address = f"/clients/{trajectory.pk}/relatives/"
    assert address in text(ilse.get(f"/clients/{trajectory.pk}/signals/"))
    page = text(ilse.get(address))
    assert WORDS in page
    assert "Noor mag niet weten" in page


def test_it_goes_in_through_the_page_of_the_relative(recipient, trajectory, relative, counsellor, browser_of):
    lot = browser_of(relative)
    assert ">Noor<" in text(lot.get("/me/concern/"))
    posted = lot.post("/me/concern/", {"client": trajectory.pk, "words": WORDS, "client_may_know": "on"})
    assert posted["Location"] == "/me/"
    assert trajectory.signals.filter(rule="concern").exists()
    assert "mag weten dat dit binnenkwam" in text(browser_of(counsellor).get(f"/clients/{trajectory.pk}/relatives/"))


def test_about_somebody_who_shares_nothing_it_goes_to_the_relatives_own_counsellor(
    trajectory, relative_trajectory, relative, counsellor, browser_of
):
    lot = browser_of(relative)
    assert "Noor" not in text(lot.get("/me/concern/"))
    lot.post("/me/concern/", {"about": "Noor", "words": WORDS, "client_may_know": "on"})
    assert not trajectory.signals.exists()
    assert relative_trajectory.signals.get().rule == "concern"
    page = text(browser_of(counsellor).get(f"/clients/{relative_trajectory.pk}/relatives/"))
    assert "over Noor" in page


def test_the_client_sees_nothing_unless_the_relative_agrees(told, client_user, browser_of):
    noor = browser_of(client_user)

    def seen() -> list[str]:
        pages = [text(noor.get(page)) for page in ("/me/sharing/", "/me/", "/me/access-log/?who=others")]
        return [page for page in pages if "Lot Brandsma" in page or "vertelde je team" in page]

    told()
    assert seen() == []
    scope.enter(user=client_user.pk)
    assert not Concern.objects.exists()
    scope.enter(system=True)
    told(client_may_know=True)
    page = text(noor.get("/me/sharing/"))
    assert "Lot vertelde je team over een zorg" in page
    assert WORDS not in page


def test_the_access_log_names_the_client_only_when_they_may_know(told, client_user, relative):
    lines = AccessEntry.objects.filter(user=relative, segment="concern_tell").order_by("at")
    told()
    told(client_may_know=True)
    assert [line.client for line in lines] == [relative, client_user]


def test_once_sharing_stopped_the_client_is_not_named_any_more(
    recipient, told, trajectory, client_user, relative, browser_of
):
    sharing.stop(recipient=recipient, by=client_user)
    with pytest.raises(Refused):
        told()
    lot = browser_of(relative)
    posted = {"client": trajectory.pk, "words": WORDS}
    assert lot.post("/me/concern/", posted).status_code == 200
    assert not Concern.objects.exists()


def test_what_is_refused_says_why_and_keeps_the_words(recipient, trajectory, relative, browser_of, monkeypatch):
    def refuse(**_details):
        raise Refused("Vandaag niet.")

    monkeypatch.setattr(actions, "bring_in", refuse)
    page = text(browser_of(relative).post("/me/concern/", {"client": trajectory.pk, "words": WORDS}))
    assert "Vandaag niet." in page
    assert WORDS in page


@pytest.mark.parametrize("missing", ["about", "words"])
def test_what_lacks_is_asked_and_the_rest_stays(relative, browser_of, missing):
    posted = {"about": "Mijn broer", "words": WORDS} | {missing: ""}
    answer = browser_of(relative).post("/me/concern/", posted)
    page = text(answer)
    assert list(answer.context["form"].errors) == [missing]
    assert ("Mijn broer" in page) + (WORDS in page) == 1


def test_who_could_be_meant_is_asked_also_when_somebody_shares(recipient, relative, browser_of):
    answer = browser_of(relative).post("/me/concern/", {"words": WORDS})
    assert list(answer.context["form"].errors) == ["about"]


def test_the_care_team_reads_that_there_are_none(trajectory, counsellor, outsider, browser_of):
    address = f"/clients/{trajectory.pk}/relatives/"
    assert "Geen zorgen verteld" in text(browser_of(counsellor).get(address))
    assert browser_of(outsider).get(address).status_code == 404


def test_what_a_client_may_know_is_never_about_somebody_else(told):
    concern = told(client_may_know=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).update(about="Kim")
