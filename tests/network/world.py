"""A region with its directory, made by the portal's own actions."""

from aftercare.network import actions as network
from aftercare.network.models import Precondition
from tests.personas import person

REGIONAL = ("keep", "new", "team", "add_municipality", "export", "import", "confirm_import")


def in_the_network(organisation, policy_maker) -> dict[str, list]:
    """A service of the region, as Sanne put it in the directory."""
    region = organisation.region
    town = network.team.add_municipality(region=region, by=policy_maker, name="Waterrade")
    service = network.services.add(
        region=region,
        by=policy_maker,
        municipalities=[town],
        published=True,
        name="Inloop De Haven",
        provider="De Haven",
        block="evening",
        about="Koffie en een praatje.",
        areas=["relationships"],
        audiences=["everybody"],
    )
    seat = network.team.seat(region=region, by=policy_maker, user=person("Wil Hoek"), voice="self_help")
    need = network.behind.add(Precondition, region=region, by=policy_maker, service=service, title="Vrijwilligers")
    return {
        **{f"network:{name}": [service.pk] for name in ("service", "edit", "publish", "review", "withdraw")},
        **{f"network:{name}": [region.pk] for name in REGIONAL},
        "plans:use_service": [service.pk],
        "network:add_to_service": [service.pk, "knowledge"],
        "network:add_to_region": [region.pk, "knowledge"],
        "network:change_behind": ["preconditions", need.pk],
        "network:remove_behind": ["preconditions", need.pk],
        "network:end_seat": [region.pk, seat.pk],
        "network:survey": [region.pk, town.pk],
    }
