"""Everybody or nobody, once, with the counsellor of each row; and the file does not stay."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.notifications.models import Message
from tests.core.tables.files import HEADINGS, WOUT, ZOE, as_csv
from tests.personas import person
from trajectories.agreements.models import Agreement
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import CareTeamSeat, Client, Summary, Trajectory
from trajectories.imports import actions, sitting, tasks
from trajectories.imports.models import KEPT, ClientImport, ColumnMemory

WIDE = (
    (
        "Naam Geboortedatum Nummer E-mail Telefoon Taal Soort Begeleider Start Einddatum Behandeling Kliniek "
        "Ontslagdatum Roepnaam Voornaamwoorden"
    ).split(),
    (
        "Wout/12-04-1988/K-1/wout@test.example/06 00000000/en/client/farah@test.example/01-11-2026/01-05-2027/kliniek/"
        "De Terp/30-10-2026/Wout/hij"
    ).split("/"),
    ["Lot Brandsma", "", "", "", "", "", "naaste"],
)


@pytest.fixture
def confirm(administrator):
    """confirm(imported) agrees to the report as it is now."""

    def send(imported, *, others: frozenset[int] = frozenset(), seen: str = ""):
        seen = seen or sitting.check(imported).digest
        actions.confirm(imported=imported, by=administrator, seen=seen, others=others)
        return imported

    return send


def test_everything_in_a_row_is_registered_with_its_counsellor(matched, confirm, organisation, counsellor, colleague):
    confirm(matched(*WIDE))
    wout = Trajectory.objects.select_related("client__user").get(client__number="K-1")
    user = wout.client.user
    assert (user.name, user.email, user.phone, user.language, user.called, user.kept_by) == (
        "Wout",
        "wout@test.example",
        "06 00000000",
        "en",
        "Wout",
        organisation,
    )
    assert not user.has_usable_password()
    assert (wout.client.birth_date, wout.client.pronouns) == (date(1988, 4, 12), "hij")
    assert (wout.starts_on, wout.ends_on) == (date(2026, 11, 1), date(2027, 5, 1))
    assert (wout.treatment, wout.treatment_place, wout.treatment_ended_on) == (
        "clinic",
        "De Terp",
        date(2026, 10, 30),
    )
    assert Trajectory.objects.visible_to(colleague).get() == wout
    lot = Trajectory.objects.visible_to(counsellor).get()
    assert (lot.kind, lot.client.user.email, lot.starts_on) == ("relative", None, date(2026, 11, 22))
    assert Summary.objects.count() == CareTeamSeat.objects.count() == 2


def test_it_is_registered_as_by_hand(matched, confirm, organisation, counsellor):
    """Whatever other features do at a registration happens here too."""
    confirm(matched(["Naam"], ["Wout Brinkman"]))
    today = timezone.localdate()
    by_hand = dossier.register_person(
        organisation=organisation, by=counsellor, name="Zoë", starts_on=today, ends_on=today + timedelta(days=92)
    )
    imported = Trajectory.objects.exclude(pk=by_hand.pk).get()
    for model in (CareTeamSeat, Summary, Agreement):
        counts = [model.objects.filter(trajectory=one).count() for one in (imported, by_hand)]
        assert counts == [1, 1], model


def test_each_person_finds_a_line_in_the_log(matched, confirm, administrator, organisation):
    confirm(matched(HEADINGS, WOUT))
    user = User.objects.get(email="wout@test.example")
    lines = AccessEntry.objects.filter(client=user, event=Event.CHANGE)
    assert lines.exists()
    assert {(line.user, line.role, line.organisation_id) for line in lines} == {
        (administrator, "administrator", organisation.pk)
    }


def test_a_person_of_elsewhere_stays_one_person(matched, confirm, other_organisation, outsider, organisation):
    today = timezone.localdate()
    there = dossier.register_person(
        organisation=other_organisation,
        by=outsider,
        name="Wout Brinkman",
        email="wout@test.example",
        starts_on=today,
        ends_on=today,
    )
    confirm(matched(HEADINGS, WOUT))
    assert Client.objects.get(organisation=organisation).user == there.client.user


def test_no_invitation_and_no_letter_goes_out(matched, confirm):
    confirm(matched(HEADINGS, WOUT))
    assert not Message.objects.exists()


def test_one_wrong_row_and_nobody_is_registered(matched, confirm):
    imported = matched(HEADINGS, WOUT, ["Zoë", "31-02-1980", "", ""])
    with pytest.raises(Refused, match="not right yet"):
        confirm(imported)
    assert not Trajectory.objects.exists()


def test_one_refusal_of_the_database_and_nobody_is_registered(matched, administrator, monkeypatch):
    """Somebody takes an address between the check and the registration."""
    imported = matched(HEADINGS, WOUT, ZOE)
    seen = sitting.check(imported).digest
    by_now = actions.newcomer

    def meanwhile(line, organisation):
        User.objects.get_or_create(email="zoe@test.example", defaults={"name": "Iemand"})
        return by_now(line, organisation)

    monkeypatch.setattr(actions, "newcomer", meanwhile)
    with pytest.raises(Refused, match="taken a moment ago"), transaction.atomic():
        actions.confirm(imported=imported, by=administrator, seen=seen)
    assert not Trajectory.objects.exists()
    assert not User.objects.filter(email="wout@test.example").exists()


def test_a_number_taken_meanwhile_is_refused_as_a_whole(organisation, administrator, counsellor, trajectory):
    Client.objects.filter(pk=trajectory.client_id).update(number="K-1")
    today = timezone.localdate()
    new = dossier.Newcomer(
        user=User(name="Wout"),
        is_new=True,
        counsellor=counsellor,
        client={"number": "K-1"},
        trajectory={"starts_on": today, "ends_on": today},
    )
    with pytest.raises(Refused, match="number is in use"), transaction.atomic():
        dossier.register_all(organisation=organisation, by=administrator, newcomers=[new])
    assert not User.objects.filter(name="Wout").exists()


def test_whoever_stopped_working_here_meanwhile_carries_nobody(organisation, administrator, outsider):
    today = timezone.localdate()
    new = dossier.Newcomer(User(name="Wout"), True, outsider, {}, {"starts_on": today, "ends_on": today})
    with pytest.raises(Refused, match="does not work here"):
        dossier.register_all(organisation=organisation, by=administrator, newcomers=[new])


def test_what_changed_since_the_check_is_looked_at_again(matched, confirm, organisation, counsellor):
    imported = matched(HEADINGS, WOUT)
    seen = sitting.check(imported).digest
    today = timezone.localdate()
    dossier.register_person(
        organisation=organisation, by=counsellor, name=WOUT[0], email=WOUT[2], starts_on=today, ends_on=today
    )
    with pytest.raises(Stale, match="Something changed"):
        confirm(imported, seen=seen)
    assert Trajectory.objects.count() == 1


def test_who_resembles_somebody_is_left_out_unless_ticked(matched, confirm):
    imported = matched(["Naam", "Geboortedatum"], ["Anna de Vries", "12-04-1988"], ["Anne de Vries", "12-04-1988"])
    with transaction.atomic():
        confirm(imported)
        assert (imported.registered, imported.skipped) == (1, 1)
        transaction.set_rollback(True)
    imported = ClientImport.objects.select_related("organisation").get()
    confirm(imported, others=frozenset({3}))
    assert Trajectory.objects.count() == 2


def test_with_nobody_to_register_nothing_is_imported(matched, confirm, organisation, counsellor):
    today = timezone.localdate()
    dossier.register_person(
        organisation=organisation, by=counsellor, name=WOUT[0], email=WOUT[2], starts_on=today, ends_on=today
    )
    with pytest.raises(Refused, match="nobody to register"):
        confirm(matched(HEADINGS, WOUT))


def test_columns_come_first(upload, administrator):
    with pytest.raises(Refused, match="which column is what"):
        actions.confirm(imported=upload(HEADINGS, WOUT), by=administrator, seen="x")


def test_the_same_file_is_imported_once(matched, confirm, upload):
    confirm(matched(HEADINGS, WOUT))
    with pytest.raises(Refused, match=r"imported on 22 November 2026 by Jelle Terpstra: 1 people"):
        upload(HEADINGS, WOUT)


def test_the_same_rows_in_another_file_are_passed_over(matched, confirm):
    confirm(matched(HEADINGS, WOUT))
    report = sitting.check(matched(HEADINGS, WOUT, ZOE))
    assert [line.verdict for line in report.lines] == ["skip", "new"]


def test_the_same_file_again_goes_on_where_it_was(upload):
    assert upload(HEADINGS, WOUT) == upload(HEADINGS, WOUT)


def test_the_same_file_at_another_organisation_is_another_import(matched, confirm, other_organisation, outsider):
    confirm(matched(HEADINGS, WOUT))
    there = actions.upload(organisation=other_organisation, by=outsider, name="x.csv", content=as_csv(HEADINGS, WOUT))
    assert there.state == ClientImport.State.OPEN


def test_two_confirmations_at_once_register_once(matched, confirm, administrator):
    imported = matched(HEADINGS, WOUT)
    again = ClientImport.objects.select_related("organisation").get(pk=imported.pk)
    seen = sitting.check(imported).digest
    confirm(imported)
    with pytest.raises(TransitionRefused):
        actions.confirm(imported=again, by=administrator, seen=seen)
    assert Trajectory.objects.count() == 1


def test_a_twin_file_that_was_open_already_is_not_imported_after_the_other(
    matched, confirm, organisation, administrator
):
    """A file that was opened twice, by a race, is closed once."""
    first = matched(HEADINGS, WOUT)
    twin = ClientImport.objects.create(
        organisation=organisation,
        uploaded_by=administrator,
        file_name="x.csv",
        digest=first.digest,
        content=as_csv(HEADINGS, ZOE),
        read_as=first.read_as,
        matched=first.matched,
    )
    confirm(first)
    with pytest.raises(Refused, match="imported a moment ago"), transaction.atomic():
        confirm(twin)
    assert Trajectory.objects.count() == 1


@pytest.mark.parametrize("end", ["confirm", "cancel", "forget"])
def test_the_file_does_not_stay(end, matched, confirm, administrator):
    imported = matched(HEADINGS, WOUT)
    if end == "confirm":
        confirm(imported)
    elif end == "cancel":
        actions.cancel(imported=imported, by=administrator)
    else:
        ClientImport.objects.update(uploaded_at=timezone.now() - KEPT)
        tasks.forget()
    imported.refresh_from_db()
    assert imported.content is None
    assert imported.closed_at
    with pytest.raises(TransitionRefused):
        actions.cancel(imported=imported, by=administrator)


def test_a_file_within_its_day_is_kept(matched):
    imported = matched(HEADINGS, WOUT)
    ClientImport.objects.update(uploaded_at=timezone.now() - KEPT + timedelta(minutes=1))
    tasks.forget()
    imported.refresh_from_db()
    assert imported.state == ClientImport.State.OPEN


def test_the_database_keeps_no_file_of_an_import_that_is_over(matched):
    matched(HEADINGS, WOUT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClientImport.objects.update(state=ClientImport.State.CANCELLED, closed_at=timezone.now())


def test_headings_are_remembered_also_those_that_are_left_out(upload, administrator, counsellor, organisation):
    imported = upload(["Wie", "Naam", "Dag"], ["Wout", "1", "03-04-1988"])
    actions.match(
        imported=imported,
        by=administrator,
        columns={0: "name", 2: "birth_date"},
        headings={"wie": "name", "naam": "", "dag": "birth_date"},
        date_order="day",
        counsellor=counsellor,
    )
    following = upload(["Wie", "Naam", "Dag"], ["Zoë", "2", "03-04-1990"])
    assert sitting.guessed(following, sitting.unpack(following)) == {0: "name", 2: "birth_date"}
    assert ColumnMemory.objects.get(organisation=organisation).date_order == "day"


def test_reading_in_another_way_begins_the_matching_anew(matched, administrator):
    imported = matched(HEADINGS, ZOE, content=as_csv(HEADINGS, ZOE, encoding="mac_roman"))
    actions.read_as(imported=imported, by=administrator, encoding="mac_roman", delimiter=";", sheet="")
    assert imported.matched == {}
    assert sitting.unpack(imported).layout.rows[0][1][0] == ZOE[0]


@pytest.mark.parametrize("rows", [3, 40])
def test_registering_takes_a_few_statements_however_many(
    matched, administrator, counsellor, organisation, rows, django_assert_max_num_queries
):
    person("Somebody before")
    imported = matched(["Naam"], *[[f"Persoon {chr(65 + number % 26)}{number}"] for number in range(rows)])
    seen = sitting.check(imported).digest
    followers = 1
    with django_assert_max_num_queries(35 + followers * rows):
        actions.confirm(imported=imported, by=administrator, seen=seen)
