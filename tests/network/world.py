"""A region with its directory, made by the portal's own actions."""

from aftercare.network import actions as network


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
    return {"network:service": [service.pk]}
