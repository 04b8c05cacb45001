"""Consent is given, changed, stopped; it ends by itself; every one that ended stays in the history."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, Stale
from aftercare.notifications.models import Message
from tests.trajectories.sharing.conftest import APPOINTMENTS, DAY, GROUPS, PLAN
from trajectories.dossier.models import UNUSED_AFTER, Consent, Recipient
from trajectories.sharing import actions
from trajectories.sharing.access import standing_of
from trajectories.sharing.tasks import sweep

NEAR = Consent.Purpose.NEAR


def standing(recipient) -> list[str]:
    return [one.category for one in standing_of(recipient, at=timezone.now())]


def ended(recipient) -> dict[str, str]:
    return dict(recipient.consents.exclude(ended_at=None).values_list("category", "ended_because"))


def test_nothing_is_shared_until_the_client_says_so(trajectory):
    assert not trajectory.consents.exists()


def test_sharing_is_one_consent_for_each_category(with_lot, client_user):
    recipient = with_lot(PLAN, APPOINTMENTS)
    assert standing(recipient) == ["appointments", "plan"]
    logged = AccessEntry.objects.filter(event=Event.CHANGE, user=client_user, segment="share").get()
    assert logged.client == client_user


def test_changing_keeps_what_stays_and_ends_the_rest(with_lot, client_user):
    recipient = with_lot(PLAN, APPOINTMENTS)
    first = recipient.consents.get(category=PLAN)
    actions.change(
        recipient=recipient, by=client_user, categories=[PLAN, GROUPS], purpose=NEAR, until=first.until, revision=1
    )
    assert standing(recipient) == ["groups", "plan"]
    assert recipient.consents.get(category=PLAN) == first
    assert ended(recipient) == {"appointments": "stopped"}


def test_other_terms_are_a_new_consent(with_lot, client_user):
    recipient = with_lot(PLAN)
    actions.change(recipient=recipient, by=client_user, categories=[PLAN], purpose=NEAR, until=None, revision=1)
    assert ended(recipient) == {"plan": "changed"}
    assert standing_of(recipient, at=timezone.now())[0].until is None


def test_what_was_changed_elsewhere_is_not_given_again(with_lot, client_user):
    recipient = with_lot(PLAN)
    actions.stop(recipient=recipient, by=client_user)
    with pytest.raises(Stale):
        actions.change(recipient=recipient, by=client_user, categories=[PLAN], purpose=NEAR, until=None, revision=1)
    assert standing(recipient) == []


@pytest.mark.parametrize(
    ("categories", "until"), [([], None), ([PLAN], timezone.localdate() - DAY)], ids=["nothing", "a day that was"]
)
def test_nothing_and_the_past_are_refused(with_lot, client_user, categories, until):
    recipient = with_lot(APPOINTMENTS)
    with pytest.raises(Refused):
        actions.change(
            recipient=recipient, by=client_user, categories=categories, purpose=NEAR, until=until, revision=1
        )


def test_somebody_is_a_recipient_once_and_never_oneself(with_lot, trajectory, client_user):
    recipient = with_lot(PLAN)
    with pytest.raises(Refused, match="Lot"):
        with_lot(GROUPS)
    actions.stop(recipient=recipient, by=client_user)
    assert with_lot(GROUPS) == recipient
    with pytest.raises(Refused, match="eigen adres"):
        actions.share(
            trajectory=trajectory, by=client_user, name="Ik", email="NOOR@test.example", categories=[PLAN], purpose=NEAR
        )


def choose(trajectory, client_user, recipient, *categories) -> None:
    actions.choose(trajectory=trajectory, by=client_user, chosen={recipient.pk: (categories, recipient.revision)})


def test_the_table_keeps_the_terms_of_what_it_adds(with_lot, with_tamar, trajectory, client_user):
    lot, tamar = with_lot(PLAN), with_tamar(GROUPS)
    lot.refresh_from_db()
    choose(trajectory, client_user, lot, PLAN, APPOINTMENTS)
    terms = {(one.until, one.purpose) for one in standing_of(lot, at=timezone.now())}
    assert (standing(lot), len(terms)) == (["appointments", "plan"], 1)
    assert standing(tamar) == ["groups"]


def test_a_table_that_was_not_touched_changes_nothing(with_lot, trajectory, client_user):
    recipient = with_lot(PLAN)
    lines = AccessEntry.objects.count()
    choose(trajectory, client_user, recipient, PLAN)
    assert AccessEntry.objects.count() == lines


def test_a_table_gives_back_nothing_that_was_stopped_elsewhere(with_lot, with_tamar, trajectory, client_user):
    lot, tamar = with_lot(PLAN), with_tamar(GROUPS)
    seen = {one.pk: one.revision for one in trajectory.recipients.all()}
    actions.stop(recipient=lot, by=client_user)
    with pytest.raises(Stale):
        actions.choose(
            trajectory=trajectory,
            by=client_user,
            chosen={lot.pk: ([PLAN], seen[lot.pk]), tamar.pk: ([], seen[tamar.pk])},
        )
    assert (standing(lot), standing(tamar)) == ([], ["groups"])


def test_a_table_does_not_write_over_what_changed_elsewhere(with_lot, trajectory, client_user):
    recipient = with_lot(PLAN)
    recipient.refresh_from_db()
    early = trajectory.recipients.get()
    choose(trajectory, client_user, recipient, PLAN, GROUPS)
    with pytest.raises(Stale):
        choose(trajectory, client_user, early, PLAN)
    assert standing(recipient) == ["groups", "plan"]


def test_stopping_one_thing_or_everything(with_lot, trajectory, client_user):
    recipient = with_lot(PLAN, APPOINTMENTS, GROUPS)
    recipient.refresh_from_db()
    choose(trajectory, client_user, recipient, APPOINTMENTS, GROUPS)
    assert standing(recipient) == ["appointments", "groups"]
    recipient.refresh_from_db()
    choose(trajectory, client_user, recipient)
    assert (standing(recipient), set(ended(recipient).values())) == ([], {"stopped"})
    lines = AccessEntry.objects.count()
    actions.stop(recipient=recipient, by=client_user)
    assert (standing(recipient), AccessEntry.objects.count()) == ([], lines)


def test_the_clock_writes_down_what_passed_its_date(with_lot):
    recipient = with_lot(PLAN)
    recipient.consents.update(until=timezone.localdate() - DAY)
    sweep()
    sweep()
    assert ended(recipient) == {"plan": "expired"}
    assert not Message.objects.exists()


def test_what_nobody_looked_at_for_half_a_year_lapses_and_the_client_hears_it_once(with_lot, client_user):
    recipient = with_lot(PLAN, APPOINTMENTS)
    Recipient.objects.update(used_at=timezone.now() - UNUSED_AFTER)
    assert standing(recipient) == []
    assert actions.lapse(at=timezone.now()) == 2
    assert set(ended(recipient).values()) == {"unused"}
    assert Message.objects.get().recipient == client_user


def test_a_client_without_an_address_gets_no_letter(with_lot, client_user):
    with_lot(PLAN)
    client_user.email = None
    client_user.save()
    Recipient.objects.update(used_at=timezone.now() - UNUSED_AFTER)
    actions.lapse(at=timezone.now())
    assert not Message.objects.exists()


def test_what_lapsed_is_not_given_again_by_sharing_anew(with_lot):
    with_lot(PLAN)
    Recipient.objects.update(used_at=timezone.now() - UNUSED_AFTER)
    recipient = with_lot(GROUPS)
    assert (standing(recipient), ended(recipient)) == (["groups"], {"plan": "unused"})
    recipient.consents.filter(ended_at=None).update(until=timezone.localdate() - DAY)
    assert standing(with_lot(APPOINTMENTS)) == ["appointments"]
    assert ended(recipient)["groups"] == "expired"


def test_a_recipient_is_close_or_a_professional_never_both(with_lot, partner):
    recipient = with_lot(PLAN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recipient.objects.filter(pk=recipient.pk).update(user=partner)
