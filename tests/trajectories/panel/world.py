"""A draft, an open and a closed poll, for tests that visit every URL."""

from django.utils import timezone

from trajectories.panel import actions as panel


def asked_of_the_panel(organisation, manager, trajectory, client) -> dict[str, list]:
    today = timezone.localdate()
    words = {
        "by": manager,
        "place": organisation,
        "from_on": today,
        "until_on": today,
        "questions": [panel.Asked("one", "Komt de avond uit?", ["Ja", "Nee"])],
    }
    panel.join(trajectory=trajectory, by=client)
    draft, running, over = (panel.write(title=title, **words) for title in ("Concept", "Loopt", "Gesloten"))
    for poll in (running, over):
        panel.publish(poll=poll, by=manager)
    panel.stop(poll=over, by=manager)
    panel.close(at=timezone.now())
    of_draft, of_closed = ("edit", "publish", "discard"), ("results", "poll", "words", "followup")
    return {
        "panel:answer": [running.pk],
        "panel:stop": [running.pk],
        **{f"panel:{name}": [draft.pk] for name in of_draft},
        **{f"panel:{name}": [over.pk] for name in of_closed},
    }
