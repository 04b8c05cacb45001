"""The guide of a region in two editions, and what Noor said of it, for tests that visit every URL."""

from aftercare.guide import actions
from aftercare.network.models import Service


def in_the_guide(organisation, policy_maker, client) -> dict[str, list]:
    region = organisation.region
    passage = actions.write(region=region, by=policy_maker, kind="chapter", title="Waarom", text="Samen.")
    for title in ("Les een", "Les twee"):
        actions.write(region=region, by=policy_maker, kind="lesson", title=title, text="Bel terug.")
        actions.publish(region=region, by=policy_maker)
    said = actions.remark(region=region, by=client, passage=passage, proposed="Met elkaar.", over_revision=1)
    of_text, of_region = ("edit", "remove", "move_up", "take_passage"), ("guide", "changes", "draft", "remarks")
    return {
        **{f"guide:{name}": [passage.pk] for name in of_text},
        **{f"guide:{name}": [region.pk] for name in of_region},
        "guide:edition": [region.pk, 1],
        "guide:paper": [region.pk, 1],
        "guide:new": [region.pk, "chapter"],
        "guide:say": [region.pk, str(passage.pk)],
        "guide:remark": [said.pk],
        "guide:take_service": [Service.objects.filter(region=region).first().pk],
    }
