"""Open groups for everybody: what, when and where, and never a name."""

import pytest

from supportgroups import actions
from supportgroups.models import SupportGroup


@pytest.fixture
def listed(group, plan, coordinator, client_user) -> SupportGroup:
    plan()
    actions.enrol(group=group, participant=client_user, by=coordinator)
    SupportGroup.objects.filter(pk=group.pk).update(
        listed=True, about="Samen praten.", about_en="Talking together.", asked="Being on time.", language="en"
    )
    return group


def test_a_visitor_reads_what_when_and_where_and_no_name(listed, client):
    client.cookies["aftercare_language"] = "en"
    overview = client.get("/open-groups/").content.decode()
    page = client.get(f"/open-groups/{listed.pk}/", headers={"accept-language": "en"}).content.decode()
    for shown in (overview, page):
        assert "Stevig Staan" in shown
        assert "De Werf" in shown
        for name in ("Noor", "Velthuizen", "Ilse", "Doornbosch"):
            assert name not in shown


def test_what_it_is_about_is_in_the_reader_s_language(listed, page_of, client_user):
    page = page_of(client_user).get(f"/open-groups/{listed.pk}/").content.decode()
    assert "Talking together." in page
    assert "Samen praten." not in page
    assert "What is asked: Being on time." in page


def test_the_language_that_was_written_is_shown_where_the_other_is_missing():
    assert SupportGroup(about="Samen praten.").about_here == "Samen praten."


def test_groups_that_are_not_listed_ended_or_drafts_do_not_show(listed, client, plan, other_group, coordinator):
    assert client.get(f"/open-groups/{other_group.pk}/").status_code == 404
    actions.end_group(group=listed, by=coordinator)
    assert client.get(f"/open-groups/{listed.pk}/").status_code == 404
    assert "Stevig Staan" not in client.get("/open-groups/").content.decode()


def test_a_draft_shows_no_dates(group, plan, client):
    plan(draft=True)
    SupportGroup.objects.filter(pk=group.pk).update(listed=True)
    assert "De Werf" not in client.get(f"/open-groups/{group.pk}/").content.decode()


def test_a_closed_group_cannot_be_listed(group, page_of, coordinator):
    typed = {"name": "Stevig Staan", "kind": "support", "capacity": "3", "language": "nl", "listed": "on"}
    page = page_of(coordinator).post(f"/groups/{group.pk}/edit/", typed).content.decode()
    assert "Only a group that people can join at any time" in page
    page = page_of(coordinator).post(f"/groups/{group.pk}/edit/", typed | {"open": "on"}, follow=True).content.decode()
    assert "On the public page" in page
