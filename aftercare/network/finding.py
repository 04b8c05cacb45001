"""Which services of the directory somebody asked for."""

from typing import Any

from aftercare.accounts.models import Region
from aftercare.network.models import Audience, Costs, Service
from aftercare.network.models.services import ServiceQuerySet


def find(region: Region | None, asked: dict[str, Any]) -> ServiceQuerySet:
    """In the directory, block by block; `asked` are the fields of the FindForm that say something."""
    services = Service.objects.published().select_related("region").prefetch_related("municipalities").by_block()
    if region:
        services = services.filter(region=region)
    if town := asked.get("municipality"):
        services = services.filter(municipalities=town)
    if block := asked.get("block"):
        services = services.filter(block=block)
    if area := asked.get("area"):
        services = services.filter(areas__contains=[area])
    if audience := asked.get("audience"):
        services = services.filter(audiences__overlap=[audience, Audience.EVERYBODY])
    if asked.get("free"):
        services = services.filter(costs=Costs.FREE)
    return services.search(asked.get("q", ""))
